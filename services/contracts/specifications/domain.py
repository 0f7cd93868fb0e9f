"""The rules of specifications (R8)."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.contracts.register.refusals import UnknownLocality
from services.contracts.register.registering import COMMISSIONING_KINDS
from services.contracts.specifications import refusals as no
from services.contracts.specifications.commands import (
    AgreeSpecification,
    DraftSpecification,
    DraftSpecificationVersion,
    RecordSpecificationCoProduction,
    RewriteSpecification,
    SpecificationCommand,
    StateSpecificationDeliverability,
    WithdrawSpecificationDraft,
)
from services.contracts.specifications.state import Specification, SpecificationVersion, evolve
from shared.events.contracts.specifications import (
    SpecificationAgreed,
    SpecificationCoProductionRecorded,
    SpecificationDeliverabilityStated,
    SpecificationDrafted,
    SpecificationDraftWithdrawn,
    SpecificationEvent,
    SpecificationRewritten,
    SpecificationVersionDrafted,
)
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else


def decide(command: SpecificationCommand, specification: Specification | None) -> Sequence[SpecificationEvent]:
    """What happens, or a refusal."""
    if isinstance(command, DraftSpecification | DraftSpecificationVersion | RewriteSpecification):
        _outcomes_known(command)
    if isinstance(command, DraftSpecification):
        return _draft(command, specification)
    if specification is None:
        raise no.SpecificationNotFound("There is no such specification.")
    if isinstance(command, DraftSpecificationVersion):
        return _draft_version(command, specification)
    draft = specification.draft
    if draft is None:
        raise no.SpecificationNotInDraft("No version is being written; draft a further version first.")
    match command:
        case RewriteSpecification():
            return [_rewritten(command, specification, draft)]
        case RecordSpecificationCoProduction():
            return _record_co_production(command, specification, draft)
        case StateSpecificationDeliverability():
            return _state_deliverability(command, specification, draft)
        case AgreeSpecification():
            return _agree(command, specification, draft)
        case WithdrawSpecificationDraft():
            return [SpecificationDraftWithdrawn(**_about(specification, draft), reason=command.reason)]
    assert_never(command)


def _outcomes_known(command: DraftSpecification | DraftSpecificationVersion | RewriteSpecification) -> None:
    for place, outcome in enumerate(command.content.outcomes):
        if outcome.framework_id is None:
            continue
        known = command.known_indicators.get(outcome.framework_id)
        field = f"content.outcomes.{place}"
        if known is None:
            raise no.OutcomesFrameworkUnknown("There is no such framework.", field=f"{field}.framework_id")
        if outcome.indicator not in known:
            raise no.OutcomesFrameworkUnknown(
                f"Its indicators are: {', '.join(known) or 'none yet'}.", field=f"{field}.indicator"
            )


def _draft(command: DraftSpecification, specification: Specification | None) -> Sequence[SpecificationEvent]:
    if specification is not None:
        raise no.SpecificationRefTaken("This specification is there already.")
    for place, code in enumerate(command.commissioners):
        if command.commissioner_kinds[code] not in COMMISSIONING_KINDS:
            raise no.SpecifiedByNoCommissioner(f"{code} commissions nothing.", field=f"commissioners.{place}")
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")
    return [
        SpecificationDrafted(
            specification_id=command.specification_id,
            ref=command.ref,
            title=command.title,
            service=command.service,
            commissioners=command.commissioners,
            parties=tuple(dict.fromkeys(command.commissioners)),
            localities=command.localities,
            content=command.content,
            drafted_on=command.today,
            author=command.by,
        )
    ]


def _draft_version(command: DraftSpecificationVersion, specification: Specification) -> Sequence[SpecificationEvent]:
    if specification.draft_no is not None:
        raise no.SpecificationDraftOpen(f"Version {specification.draft_no} is being written; agree or withdraw it.")
    return [
        SpecificationVersionDrafted(
            specification_id=specification.specification_id,
            ref=specification.ref,
            version_no=len(specification.versions) + 1,
            content=command.content,
            drafted_on=command.today,
            author=command.by,
        )
    ]


def _rewritten(
    command: RewriteSpecification, specification: Specification, draft: SpecificationVersion
) -> SpecificationRewritten:
    return SpecificationRewritten(
        **_about(specification, draft), content=command.content, reason=command.reason, author=command.by
    )


def _record_co_production(
    command: RecordSpecificationCoProduction, specification: Specification, draft: SpecificationVersion
) -> Sequence[SpecificationEvent]:
    one = command.co_producer
    if one.took_part_on > command.today:
        raise no.CoProducedInFuture(f"{one.took_part_on} is still to come.")
    if one.kind == "providers" and one.ods is None:
        raise no.ProviderWithoutCode("Give the provider's code.")
    newcomers = (one.ods,) if one.kind == "providers" and one.ods else ()
    parties = tuple(dict.fromkeys((*specification.parties, *newcomers)))
    return [SpecificationCoProductionRecorded(**_about(specification, draft), co_producer=one, parties=parties)]


def _state_deliverability(
    command: StateSpecificationDeliverability, specification: Specification, draft: SpecificationVersion
) -> Sequence[SpecificationEvent]:
    if command.org not in [one.ods for one in draft.co_producers if one.kind == "providers"]:
        raise no.NotACoProducingProvider(f"{command.org} is not recorded as a provider that took part in this draft.")
    _same_version(command.version_no, draft)
    return [
        SpecificationDeliverabilityStated(
            **_about(specification, draft),
            ods=command.org,
            verdict="deliverable" if command.deliverable else "not deliverable",
            statement=command.statement,
            stated_on=command.today,
        )
    ]


def _agree(
    command: AgreeSpecification, specification: Specification, draft: SpecificationVersion
) -> Sequence[SpecificationEvent]:
    _same_version(command.version_no, draft)
    for author in draft.authors:
        somebody_else(command.by, author, "this specification")
    kinds = {one.kind for one in draft.co_producers}
    missing = [kind for kind in ("users_and_carers", "providers") if kind not in kinds]
    if missing:
        words = " and ".join(missing).replace("_", " ")
        raise no.NotCoProduced(f"Nobody has taken part yet of: {words}.", missing=list[Any](missing))
    if not draft.content.outcomes:
        raise no.SpecificationWithoutOutcomes("Link at least one outcome.")
    doubting = [one.ods for one in draft.deliverability if not one.deliverable]
    if doubting:
        raise no.SpecificationNotDeliverable(f"Not deliverable, says: {', '.join(doubting)}.")
    if not draft.deliverability:
        raise no.SpecificationNotDeliverable("No provider has said yet that this draft is deliverable.")
    superseded = specification.in_force_no
    return [SpecificationAgreed(**_about(specification, draft), supersedes=superseded, agreed_on=command.today)]


def _same_version(version_no: int, draft: SpecificationVersion) -> None:
    if version_no != draft.version_no:
        raise no.NotTheDraftVersion(f"Version {draft.version_no} is being written.", draft=draft.version_no)


def _about(specification: Specification, draft: SpecificationVersion) -> dict[str, Any]:
    return {
        "specification_id": specification.specification_id,
        "ref": specification.ref,
        "version_no": draft.version_no,
    }


specification_decider: Decider[SpecificationCommand, Specification | None, SpecificationEvent] = Decider(
    category="specification",
    events=SpecificationEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
