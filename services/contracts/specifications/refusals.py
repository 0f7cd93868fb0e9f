"""The ways a specification says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class SpecificationNotFound(NotFound):
    rule = "There is such a specification"


class SpecificationRefTaken(Duplicate):
    rule = "A specification's reference is unique"
    field = "ref"


class SpecifiedByNoCommissioner(Refused):
    rule = "Services are specified by CCGs, integrated care boards and boroughs"
    field = "commissioners"


class SpecificationDraftOpen(Refused):
    rule = "A specification has one draft at a time"


class SpecificationNotInDraft(Refused):
    rule = "An agreed version is never edited; a further version supersedes it (R8)"


class NotTheDraftVersion(Refused):
    rule = "What is said of a draft is said of the version that was read"
    field = "version_no"


class CoProducedInFuture(Refused):
    rule = "A co-producer is recorded once it has taken part"
    field = "co_producer.took_part_on"


class ProviderWithoutCode(Refused):
    rule = "A provider that takes part is named by its code, and sees the draft"
    field = "co_producer.ods"


class NotACoProducingProvider(NotAllowed):
    rule = "Whether a draft is deliverable is said by a provider that took part in it, for itself (R8)"


class NotCoProduced(Refused):
    rule = "A specification is agreed once users or carers and a provider have taken part in it (R8)"


class SpecificationWithoutOutcomes(Refused):
    rule = "A specification is linked to the outcomes it is for (R8)"
    field = "content.outcomes"


class SpecificationNotDeliverable(Refused):
    rule = "A specification is agreed once a provider says that it is deliverable and none says otherwise (R8)"


class OutcomesFrameworkUnknown(Refused):
    rule = "A linked outcomes framework is one of the alliance, and has the indicator"
    field = "content.outcomes"
