"""Whatever is asked of an alliance agreement in whatever order, it binds those only who have signed."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.contracts.alliance_agreements.domain import alliance_agreement_decider
from services.contracts.alliance_agreements.views import alliance_agreement_view
from tests.kit.scenario import row_after
from tests.services.contracts.alliance_agreements import history as h
from tests.services.contracts.walking import walk

ORGS = ("08F", "RF4", "RAT", "ILLF01")
STEPS: tuple[Any, ...] = (
    *(h.sign(ods) for ods in ORGS),
    *(h.leave(ods) for ods in ORGS),
    *(h.JOIN_LATER.model_copy(update={"member": ods}) for ods in ORGS),
    h.CHAIN,
    h.CHAIN.model_copy(update={"links": ()}),
    h.SHARE,
    h.END_SHARING,
)


@given(some.lists(some.sampled_from(STEPS), max_size=25))
@settings(max_examples=40)
def test_an_alliance_agreement_keeps_its_promises(asked: list[Any]) -> None:
    start: list[Any] = [h.DRAFT, *(h.sign(ods) for ods in ORGS[:2])]
    for events in walk(alliance_agreement_decider, [*start, *asked]):
        row = row_after(alliance_agreement_view, *events)
        bound = [one for one in row.members if one.signed_on is not None and one.left_on is None]
        codes = {one.ods for one in bound}
        assert len(codes) == len(bound), "a member is bound once"
        assert {one.ods for one in row.members} <= set(row.parties)
        if row.status == "in_force":
            assert {one.side for one in bound} == {"commissioner", "provider"}
        else:
            assert row.unsigned
        assert all({link.lead, link.subcontractor} <= codes for link in row.supply_chain)
        for shared in row.resources:
            assert sum(part.annual_pence for part in shared.parts) == shared.annual_cost_pence
            assert shared.ended_on is not None or {shared.host, *(part.ods for part in shared.parts)} <= codes
