"""The ways modifications say no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ModificationNotFound(NotFound):
    rule = "The modification is known"


class ModificationRefTaken(Duplicate):
    rule = "A modification's reference is unique"
    field = "ref"


class ContractNotInForce(Refused):
    rule = "Only a contract in force is modified"
    field = "contract_id"


class ClauseNotRecorded(Refused):
    rule = "A modification rests on a review clause that the register knows (R20)"
    field = "clause_ref"


class ServiceNotClassified(Refused):
    rule = "The regime goes by the CPV code of the service (SI 2023/1348 Sch 1)"
    field = "cpv"


class NothingModified(Refused):
    rule = "A modification says what it changes"
    field = "delta_value_pence"


class ModificationOutOfBounds(Refused):
    rule = "A modified contract still has a value and an end that can be"
    field = "delta_value_pence"


class EffectBackdated(Refused):
    rule = "A modification is proposed and agreed by the day on which it is to hold"
    field = "effective_on"


class ModificationNotOpen(Refused):
    rule = "A modification is assessed or rejected until it is agreed"


class ModificationNotAssessed(Refused):
    rule = "A modification is agreed once the law was asked"


class ModificationNotPermitted(Refused):
    rule = "What no ground carries is not modified but procured again (PCR 2015 reg 72(9), SI 2023/1348 reg 13)"


class NoticeNotPublishedYet(Refused):
    rule = "A notice due before the modification is published before it is agreed (Procurement Act 2023 s75)"


class NoNoticeAskedFor(Refused):
    rule = "A notice is recorded where the law asks for one"


class NoticePublishedAlready(Refused):
    rule = "The notice of a modification is published once"


class PublishedInFuture(Refused):
    rule = "A notice is recorded once it is published"
    field = "published_on"


class NoReprocurementNeeded(Refused):
    rule = "A procurement takes the place of a modification that was not permitted or rejected"
