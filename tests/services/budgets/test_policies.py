"""What follows in budgets from contracts and discharges, in whatever order they are heard and however often."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budgets.pools import commands as c
from services.budgets.pools.ledger_views import posting_view
from shared.events.budgets import pools as e
from shared.events.contracts.register import (
    ContractActivated,
    ContractExpired,
    ContractExtended,
    ContractTerminated,
)
from shared.events.referrals.referrals import ReferralDischarged
from shared.kernel.message import Event
from tests.services.budgets import contract_life as life
from tests.services.budgets.pools.history import (
    ACTIVE,
    AGREED,
    CONTRACT,
    KINDS,
    PATHWAY,
    POOL,
    opened,
    pathway_linked,
    terminated,
)
from tests.services.budgets.world import Delivery, World, pools

REFERRAL = UUID("01980000-0000-7000-8000-0000000000f1")
OTHER_POOL = UUID("01980000-0000-7000-8000-00000000b002")
ACTIVATED = ContractActivated(
    contract_id=CONTRACT,
    ref="BHR-0001",
    signed_on=date(2018, 3, 1),
    value_pence=36_500,
    annual_value_pence=73_000,
    start=date(2018, 4, 1),
    end=date(2018, 9, 30),
    commissioners=("07L",),
)
EXTENDED = ContractExtended(
    contract_id=CONTRACT,
    ref="BHR-0001",
    option_no=1,
    months=6,
    added_from=date(2018, 10, 1),
    added_value_pence=8_500,
    new_end=date(2019, 3, 31),
    new_value_pence=45_000,
    new_annual_value_pence=45_000,
)
TERMINATED = ContractTerminated(contract_id=CONTRACT, ref="BHR-0001", ground="agreed", effective_on=date(2018, 6, 30))
LINK = c.LinkContract(line="BEDS", contract_id=CONTRACT, share_elsewhere_bp=0)


def of_contract(version: int, event: Event) -> Delivery:
    return Delivery(event, f"contract-{CONTRACT}", version)


def a_pool(*history: e.PoolEvent) -> World:
    world = World()
    world.given(pools, POOL, *history)
    return world


def commitment(world: World, code: str = "BEDS") -> tuple[str, int, bool] | None:
    line = next(one for one in world.row_of(pools, POOL).lines if one.line.code == code)
    if not line.contracts:
        return None
    (contract,) = line.contracts
    return contract.status, contract.committed_pence, line.above_budget


class TestCommitments:
    def test_follow_a_contract_activated_before_the_line_is_linked(self) -> None:
        world = a_pool(*ACTIVE)
        world.hear(of_contract(2, ACTIVATED))
        world.do(pools, POOL, LINK)
        world.settle()
        assert commitment(world) == ("open", 36_500, False)

    def test_follow_a_contract_activated_after_the_line_is_linked(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        world.settle()
        assert commitment(world) == ("linked", 0, False)
        world.hear(of_contract(2, ACTIVATED))
        world.settle()
        assert commitment(world) == ("open", 36_500, False)

    def test_follow_a_contract_named_when_the_pool_was_opened(self) -> None:
        world = World()
        line = opened.lines[0].model_copy(update={"contract_id": CONTRACT, "no_contract_reason": None})
        world.do(
            pools,
            POOL,
            c.OpenPool(
                pool_id=POOL,
                title="Beds",
                financial_year="2018/19",
                host="08F",
                partners=opened.partners,
                lines=(line,),
                statements=opened.statements,
                partner_kinds=KINDS,
            ),
        )
        world.hear(of_contract(2, ACTIVATED))
        world.settle()
        assert commitment(world) == ("open", 36_500, False)

    def test_are_adjusted_and_flagged_when_the_contract_is_extended(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        for delivery in (of_contract(2, ACTIVATED), of_contract(3, EXTENDED)):
            world.hear(delivery)
            world.settle()
        assert commitment(world) == ("open", 45_000, True)

    def test_are_adjusted_to_the_penny_when_the_contract_is_modified(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        for delivery in (of_contract(2, ACTIVATED), of_contract(3, life.MODIFIED)):
            world.hear(delivery)
            world.settle()
        assert commitment(world) == ("open", 40_000, False)

    def test_close_when_the_contract_goes_into_another(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        for delivery in (of_contract(2, ACTIVATED), of_contract(3, life.ROLLED)):
            world.hear(delivery)
            world.settle()
        assert commitment(world) == ("closed", 18_150, False)

    def test_close_at_what_is_owed_when_the_contract_is_terminated(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        for delivery in (of_contract(2, ACTIVATED), of_contract(3, EXTENDED), of_contract(4, TERMINATED)):
            world.hear(delivery)
            world.settle()
        # 36,500p for 91 of 183 days; nothing of the option
        assert commitment(world) == ("closed", 18_150, False)

    def test_close_when_the_contract_expires(self) -> None:
        world = a_pool(*ACTIVE)
        world.do(pools, POOL, LINK)
        expired = ContractExpired(contract_id=CONTRACT, ref="BHR-0001", end=date(2018, 9, 30))
        for delivery in (of_contract(2, ACTIVATED), of_contract(3, expired)):
            world.hear(delivery)
            world.settle()
        assert commitment(world) == ("closed", 36_500, False)

    @given(st.data())
    def test_end_up_the_same_in_whatever_order_and_however_often_things_are_heard(self, data: st.DataObject) -> None:
        """Contract events keep their order; the link and budgets' own events fall anywhere between them, repeated."""
        contract_events = [of_contract(2, ACTIVATED), of_contract(3, EXTENDED), of_contract(4, TERMINATED)]
        world, linked = a_pool(*ACTIVE), False
        heard: list[Delivery] = []
        while contract_events or not linked or world.outbox:
            choices = ["own"] * bool(world.outbox) + ["contract"] * bool(contract_events)
            choices += ["link"] * (not linked) + ["again"] * bool(heard)
            match data.draw(st.sampled_from(choices)):
                case "own":
                    heard.append(world.outbox.pop(0))
                    world.hear(heard[-1])
                case "contract":
                    heard.append(contract_events.pop(0))
                    world.hear(heard[-1])
                case "link":
                    world.do(pools, POOL, LINK)
                    linked = True
                case _:
                    world.hear(data.draw(st.sampled_from(heard)))
        assert commitment(world) == ("closed", 18_150, False)
        before = sum(len(stream) for stream in world.streams.values())
        for delivery in heard:
            world.hear(delivery)
        assert sum(len(stream) for stream in world.streams.values()) == before


def discharge(on: date = date(2018, 5, 2), **changes: Any) -> Delivery:
    event = ReferralDischarged(
        **{
            "referral_id": REFERRAL,
            "pathway_id": PATHWAY,
            "specialty_tfc": "320",
            "practice_ods": "F82001",
            "locality": "havering-north",
            "provider_ods": "RF4",
            "setting": "op",
            "discharged_on": on,
            "destination": "primary_care",
            "reason": "treatment_complete",
            "attended": True,
            "treated": True,
            "handover_due_on": on,
            **changes,
        }
    )
    return Delivery(event, f"referral-{REFERRAL}", 7)


class TestActivityCosts:
    def entries(self, world: World) -> list[tuple[str, int | None]]:
        rows = world.tables.get(posting_view.shape.name, {}).values()
        return [(row.entry, row.amount_pence) for row in rows]

    def test_are_posted_when_a_referral_is_discharged(self) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        world.hear(discharge())
        assert self.entries(world) == [("expenditure", 150)]
        assert world.row_of(pools, POOL).spend_pence == 150

    def test_are_posted_once_whatever_is_replayed(self) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        for _ in range(3):
            world.hear(discharge())
        assert self.entries(world) == [("expenditure", 150)]

    def test_are_nothing_when_no_line_pays_for_the_pathway(self) -> None:
        world = a_pool(*ACTIVE)
        world.hear(discharge())
        assert self.entries(world) == []

    @pytest.mark.parametrize("reason", ["did_not_attend", "patient_declined"])
    def test_are_nothing_when_the_patient_never_came(self, reason: str) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        world.hear(discharge(reason=reason, attended=False, treated=False))
        assert self.entries(world) == []

    @pytest.mark.parametrize(("attended", "treated"), [(True, False), (False, True)])
    def test_are_posted_for_who_was_seen_or_treated_and_missed_a_later_appointment(
        self, attended: bool, treated: bool
    ) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        world.hear(discharge(reason="did_not_attend", attended=attended, treated=treated))
        assert self.entries(world) == [("expenditure", 150)]

    def test_are_not_posted_again_once_reversed_or_dismissed(self) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        world.hear(discharge())
        (entry,) = world.tables[posting_view.shape.name].values()
        posting = c.Posting(**entry.model_dump(include=set(c.Posting.model_fields)))
        world.do(pools, POOL, c.ReverseExpenditure(reason="x", reversal_id=REFERRAL, posting=posting, by_org="08F"))
        world.hear(discharge())
        assert world.row_of(pools, POOL).spend_pence == 0

    def test_are_held_once_while_the_pool_is_not_active(self) -> None:
        world = a_pool(*AGREED, pathway_linked)
        for _ in range(2):
            world.hear(discharge())
        assert self.entries(world) == [("held", 150)]
        assert world.row_of(pools, POOL).held_costs == 1

    def test_go_to_the_pool_of_the_year_of_discharge(self) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        following = {"pool_id": OTHER_POOL, "financial_year": "2019/20"}
        history = (event.model_copy(update=following) for event in (*ACTIVE, pathway_linked))
        world.given(pools, OTHER_POOL, *history)
        world.hear(discharge(date(2019, 4, 1)))
        assert world.row_of(pools, POOL).spend_pence == 0
        assert world.row_of(pools, OTHER_POOL).spend_pence == 150

    def test_of_a_year_without_a_pool_are_held_by_the_latest(self) -> None:
        world = a_pool(*ACTIVE, pathway_linked)
        world.hear(discharge(date(2020, 4, 1)))
        assert self.entries(world) == [("held", 150)]

    def test_are_nothing_once_the_pool_was_terminated(self) -> None:
        freed = e.PathwayUnlinked(
            **{name: getattr(pathway_linked, name) for name in ("pool_id", "title", "financial_year", "partners")},
            line="BEDS",
            pathway_id=PATHWAY,
        )
        world = a_pool(*ACTIVE, pathway_linked, freed, terminated)
        world.hear(discharge())
        assert self.entries(world) == []
