"""What the public is told of a procurement: from its first notice on, and never who else bid, or for how much."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from services.contracts.ocds.awards_told import Awards, Said, confirmed, intended, noticed, withdrawn
from services.contracts.ocds.commands import Telling
from services.contracts.ocds.parties import parties, reference
from services.contracts.ocds.shapes import Shape, amount, first_moment, items
from shared.events.contracts.procurement_awards import (
    AwardIntentionPublished,
    ProcurementAbandoned,
    ProcurementAwarded,
    ProcurementNoticePublished,
)
from shared.events.contracts.procurement_parts import Criterion, ProcurementNotice, ProcurementRoute
from shared.events.contracts.procurements import (
    ProcurementLaunched,
    ProcurementMarketEngaged,
    ProcurementPlanned,
    ProcurementStepRepeated,
)
from shared.kernel.organisations import Organisations
from shared.views import Recorded

METHODS: Mapping[ProcurementRoute, str] = {
    "direct_award_a": "direct",
    "direct_award_b": "direct",
    "direct_award_c": "direct",
    "pa23_direct_award": "direct",
    "most_suitable_provider": "limited",
    "framework_calloff": "limited",
    "pa23_competitive_flexible": "selective",
    "competitive": "open",
    "light_touch": "open",
    "pa23_open": "open",
}
"""The closed codelist method.csv of OCDS 1.1; the most suitable provider is looked for without a tender."""

DOCUMENTS = {"market_engagement": "marketStudies", "award": "awardNotice"}
"""The codelist documentType.csv; every other notice is a tenderNotice there."""


@dataclass(frozen=True)
class Standing:
    """A procurement as far as the public may know it. `awards` count from the first intention."""

    plan: ProcurementPlanned
    told: bool = False
    repeats: int = 0
    awards: Awards = field(default_factory=Awards)

    @property
    def tender(self) -> Shape:
        """What names the tender in each release."""
        return {"id": self.plan.ref}


def tell_procurement(
    history: Sequence[Recorded[Any]], organisations: Organisations
) -> tuple[Sequence[Telling], str | None]:
    """The tellings of a procurement's events; and the award that contracts rest on, once it is made."""
    tellings: list[Telling] = []
    standing: Standing | None = None
    for recorded in history:
        event = recorded.event
        if isinstance(event, ProcurementPlanned):
            standing = Standing(event)
        if standing is None:
            continue
        standing, said = _after(standing, event, organisations)
        if said is not None:
            tellings.append(_telling(recorded, standing, said, organisations, first=not standing.told))
            standing = replace(standing, told=True)
    return tellings, standing.awards.active if standing else None


def _telling(
    recorded: Recorded[Any], standing: Standing, said: Said, organisations: Organisations, *, first: bool
) -> Telling:
    plan = standing.plan
    content = said.content
    roles: dict[str, Sequence[str]] = {}
    if first:
        roles = {code: ("buyer", "procuringEntity") if n == 0 else ("buyer",) for n, code in enumerate(_buyers(plan))}
        content = {"buyer": reference(organisations, plan.commissioners[0])} | content
        # Whatever is told first, the tender says what it is about.
        content["tender"] = _described(plan) | content.get("tender", {})
    roles |= dict.fromkeys(said.suppliers, ("supplier",))
    if roles:
        content = {"parties": parties(organisations, roles)} | content
    return Telling(
        tells_of=recorded.event_id,
        happened_at=recorded.occurred_at,
        tags=said.tags,
        parties=(*plan.commissioners, *said.suppliers),
        content=json.dumps(content),
    )


def _buyers(plan: ProcurementPlanned) -> Sequence[str]:
    return tuple(dict.fromkeys(plan.commissioners))


def _described(plan: ProcurementPlanned) -> Shape:
    return {
        "id": plan.ref,
        "title": plan.title,
        "status": "planning",
        "procurementMethod": METHODS[plan.route],
        "procurementMethodDetails": plan.route.replace("_", " "),
        "mainProcurementCategory": "services",
    } | items(plan.title, plan.cpv)


def _after(standing: Standing, event: object, organisations: Organisations) -> tuple[Standing, Said | None]:
    awards, ref = standing.awards, standing.plan.ref
    match event:
        case ProcurementMarketEngaged(notice=notice) if notice is not None:
            documents = {"documents": [document(notice)]}
            tag = "planningUpdate" if standing.told else "planning"
            return standing, Said((tag,), {"planning": documents, "tender": standing.tender})
        case ProcurementLaunched():
            return standing, _launched(standing, event)
        case ProcurementStepRepeated():
            standing = replace(standing, repeats=standing.repeats + 1, awards=awards.withdrawn())
            return standing, _repeated(standing, event, awards) if standing.told else None
        case AwardIntentionPublished():
            said = intended(event, ref, awards, organisations)
            return replace(standing, awards=awards.intended(ref)), said
        case ProcurementAwarded():
            said = confirmed(event, ref, awards, organisations)
            return replace(standing, awards=awards.made(ref)), said
        case ProcurementNoticePublished():
            return standing, noticed(awards, standing.tender, document(event.notice), event.notice.kind)
        case ProcurementAbandoned():
            return replace(standing, awards=awards.withdrawn()), _abandoned(standing) if standing.told else None
        case _:
            return standing, None


def _launched(standing: Standing, event: ProcurementLaunched) -> Said:
    tender = standing.tender | {
        "title": event.title,
        "status": "active",
        "procurementMethod": METHODS[standing.plan.route],
        "procurementMethodDetails": standing.plan.route.replace("_", " "),
        "mainProcurementCategory": "services",
        "value": amount(event.estimated_value_pence),
        "documents": [document(event.notice)],
    }
    tender |= items(event.title, event.cpv) | _criteria(event.criteria)
    if event.bids_by is not None:
        tender["tenderPeriod"] = {
            "startDate": first_moment(event.notice.published_on),
            "endDate": event.bids_by.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    # After a step was repeated the same tender is open again.
    return Said(("tenderUpdate",) if standing.repeats else ("tender",), {"tender": tender})


def _criteria(criteria: Sequence[Criterion]) -> Shape:
    if not criteria:
        return {}
    weights = [f"{one.name} {one.weight_bp // 100}.{one.weight_bp % 100:02d} %" for one in criteria]
    return {"awardCriteria": "ratedCriteria", "awardCriteriaDetails": "; ".join(weights)}


def _repeated(standing: Standing, event: ProcurementStepRepeated, before: Awards) -> Said:
    changed = {
        "id": f"repeat-{standing.repeats}",
        "description": f"The procurement went back to its {event.to_step}; what came after it is void",
    }
    tender = standing.tender | {"status": "active", "amendments": [changed]}
    cancelled = withdrawn(before)
    return Said(("tenderAmendment", *cancelled.tags), {"tender": tender} | cancelled.content)


def _abandoned(standing: Standing) -> Said:
    cancelled = withdrawn(standing.awards)
    tender = standing.tender | {"status": "cancelled"}
    return Said(("tenderCancellation", *cancelled.tags), {"tender": tender} | cancelled.content)


def document(notice: ProcurementNotice) -> Shape:
    """A notice as published elsewhere, by its reference there."""
    return {
        "id": str(notice.notice_id),
        "documentType": DOCUMENTS.get(notice.kind, "tenderNotice"),
        "title": f"{notice.kind.replace('_', ' ').capitalize()} notice {notice.reference}",
        "datePublished": first_moment(notice.published_on),
        "language": "en",
    }
