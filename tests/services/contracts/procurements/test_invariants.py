"""Whatever is asked of a procurement, and whatever of it is accepted: nothing is signed early or past a gate (R22)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import event as note
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.procurements import award_commands as ac
from services.contracts.procurements import commands as c
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.legal import running_on, standstill_of
from services.contracts.procurements.ways import WAYS
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurement_parts as p
from shared.events.contracts import procurements as e
from shared.events.contracts.law import Regime
from shared.kernel.message import Command
from shared.kernel.refusals import Refused
from tests.services.contracts.procurements.history import (
    APPROVAL,
    AWARD,
    BEGAN,
    BIDS,
    COMMENCE,
    EVALUATE,
    HEAR,
    INTEND,
    LAUNCH,
    LEGAL,
    PLAN,
    REPRESENT,
    REVIEW,
    SIGN,
    bid,
    marks,
)

ROUTES = st.sampled_from(sorted(WAYS))
DAY = timedelta(days=1)
ISAP = st.sampled_from([None, None, None, "ISAP checkpoint"])
PEOPLE = st.sampled_from(["lead", "approver"])
FITTING = {
    "planned": ("launch", "intend", "award"),
    "launched": ("bid", "bid", "begin", "intend"),
    "evaluating": ("evaluate", "intend"),
    "standstill": ("award", "award", "represent", "end", "sign"),
    "review_requested": ("hear", "review", "award", "sign"),
    "award_confirmed": ("award", "represent", "sign"),
    "awarded": ("sign", "commence"),
}
"""What is asked most often at a stage, the forbidden among it; otherwise anything."""
STEPS: st.SearchStrategy[p.ProcurementStep] = st.sampled_from(["launch", "evaluation", "intention"])
REGIMES: dict[str, Regime] = {"light_touch": "pcr2015"}


def regime_of(route: p.ProcurementRoute) -> Regime:
    return "pa2023" if route.startswith("pa23") else REGIMES.get(route, "psr2023")


class Life:
    """A procurement somebody keeps asking things of, day after day."""

    def __init__(self, route: p.ProcurementRoute, data: st.DataObject) -> None:
        self.draw, self.today = data.draw, BEGAN
        self.legal = LEGAL.model_copy(update={"regime": regime_of(route)})
        circumstances = p.RouteCircumstances(existing_providers=("RAT",))
        plan = PLAN.model_copy(update={"route": route, "legal": self.legal, "circumstances": circumstances})
        self.events: list[e.ProcurementEvent] = list(procurement_decider.decide(plan, None))
        self.file: Any = procurement_decider.fold(self.events)

    def ask(self, command: Any) -> None:
        try:
            happened = procurement_decider.decide(command, self.file)
        except Refused as refused:
            note(type(refused).__name__)
            return
        self.events += happened
        self.file = procurement_decider.fold(happened, self.file)

    def wish(self) -> Command:
        """Something anybody might ask on this day, with the facts the routes would find."""
        said = self.today - DAY * self.draw(st.integers(0, 12))
        lead = {"today": self.today, "isap_missing": self.draw(ISAP), "legal": self.legal}
        makers: dict[str, Callable[[], Command]] = {
            "launch": lambda: self.launch(said, lead),
            "bid": self.bid,
            "begin": lambda: c.BeginAssessment(now=self.moment),
            "evaluate": self.evaluation,
            "intend": lambda: self.intention(said, lead),
            "end": lambda: ac.EndStandstill(today=self.today),
            "represent": lambda: self.representation(said),
            "hear": self.hearing,
            "review": self.review,
            "award": lambda: self.award(said, lead),
            "sign": lambda: self.signature(said, lead),
            "commence": lambda: COMMENCE.model_copy(update={**lead, "commenced_on": said}),
            "repeat": lambda: c.RepeatStep(to_step=self.draw(STEPS), reason="x"),
        }
        fitting = FITTING.get(self.file.record.status, tuple(makers))
        chosen = fitting if self.draw(st.integers(0, 3)) else tuple(makers)
        return makers[self.draw(st.sampled_from(chosen))]()

    @property
    def moment(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    def launch(self, said: date, lead: dict[str, Any]) -> Command:
        deadline = self.moment + DAY * 3 if WAYS[self.file.record.route].opening == "bids" else None
        update = {"published_on": said, "bids_by": deadline, "assess_from": said + DAY * 14, "bids_from": said}
        return LAUNCH.model_copy(update=lead | update | {"time_limit_reason": "enough"})

    def bid(self) -> Command:
        provider = self.draw(st.sampled_from(["RAT", "RF4", "ILLV01"]))
        return bid(0, provider, received_at=self.moment, now=self.moment, bid_id=new_id(self.events))

    def evaluation(self) -> Command:
        bidders = [one.provider for one in self.file.sealed.bids] or ["RAT"]
        marked = tuple(marks(code, self.draw(st.integers(0, 10_000))) for code in bidders)
        return EVALUATE.model_copy(update={"marks": marked, "evaluated_on": self.today, "today": self.today})

    def intention(self, said: date, lead: dict[str, Any]) -> Command:
        best = tuple(one.provider for one in self.file.sealed.ranked if one.rank == 1) or ("RAT",)
        update = {"providers": best, "published_on": said, "standstill": standstill_of(self.file.record, said)}
        return INTEND.model_copy(update=lead | update)

    def representation(self, said: date) -> Command:
        new = {"received_on": said, "today": self.today, "representation_id": new_id(self.events)}
        return REPRESENT.model_copy(update=new | {"information_requested": None})

    def hearing(self) -> Command:
        waiting = next((one.representation_id for one in self.file.sealed.representations), BIDS[0])
        update = {"heard_on": self.today, "today": self.today, "representation_id": waiting}
        return HEAR.model_copy(update=update)

    def review(self) -> Command:
        outcome = self.draw(st.sampled_from(["confirmed", "confirmed", "step_repeated"]))
        update = {"outcome": outcome, "to_step": "intention", "by": self.draw(PEOPLE), "communicated_on": self.today}
        on = running_on(self.file.record, self.today)
        return REVIEW.model_copy(update=update | {"running_on": on, "today": self.today})

    def award(self, said: date, lead: dict[str, Any]) -> Command:
        intended = self.file.record.intended or ("RAT",)
        update = {"providers": intended, "awarded_on": said, "by": self.draw(PEOPLE), "approval": APPROVAL}
        return AWARD.model_copy(update=lead | update)

    def signature(self, said: date, lead: dict[str, Any]) -> Command:
        update = {"signed_on": said, "contract_id": new_id(self.events), "isap_missing": lead["isap_missing"]}
        return SIGN.model_copy(update=update)


def new_id(events: list[e.ProcurementEvent]) -> UUID:
    return UUID(int=BIDS[0].int + 0x1000 + len(events))


def nothing_early_or_past_a_gate(events: list[e.ProcurementEvent]) -> None:
    """Read from what happened alone, not from what the rules look at."""
    sign_from, opened, awarded_on, route = None, False, None, None
    open_representations = 0
    for event in events:
        match event:
            case e.ProcurementPlanned():
                route = event.route
            case e.ProcurementLaunched():
                opened = True
            case a.StandstillStarted() | a.StandstillExtended():
                sign_from = event.sign_from
            case e.ProcurementStepRepeated():
                sign_from, open_representations = None, 0
            case a.RepresentationReceived():
                open_representations += 1
            case a.AwardDecisionReviewed():
                open_representations = 0
            case a.ProcurementAwarded():
                assert route is not None
                assert open_representations == 0
                assert sign_from is None or event.awarded_on >= sign_from
                assert sign_from is not None or route in ("direct_award_a", "direct_award_b", "framework_calloff")
                assert opened or WAYS[route].opening == "none"
                awarded_on = event.awarded_on
            case a.ProcurementContractSigned():
                assert awarded_on is not None
                assert event.signed_on >= awarded_on
                assert sign_from is None or event.signed_on >= sign_from
            case a.ProcurementCommenced():
                assert awarded_on is not None
            case _:
                continue


@settings(deadline=None, max_examples=60)
@given(ROUTES, st.data())
def test_nothing_is_awarded_or_signed_before_the_standstill_has_ended(
    route: p.ProcurementRoute, data: st.DataObject
) -> None:
    """(R12, R22)"""
    life = Life(route, data)
    for _ in range(30):
        life.today += DAY * data.draw(st.integers(0, 8))
        life.ask(life.wish())
    note(f"came to {life.file.record.status}")
    nothing_early_or_past_a_gate(life.events)
    assert life.file.record.bids == len(life.file.sealed.bids)


@settings(deadline=None, max_examples=20)
@given(ROUTES, st.data())
def test_every_gate_that_is_shut_keeps_everything_out(route: p.ProcurementRoute, data: st.DataObject) -> None:
    """(R22): with no checkpoint passed nothing is launched, intended, awarded, signed or commenced."""
    life = Life(route, data)
    for _ in range(20):
        life.today += DAY * data.draw(st.integers(0, 8))
        wish = life.wish()
        if hasattr(wish, "isap_missing"):
            wish = wish.model_copy(update={"isap_missing": "The screening whether ISAP applies"})
        life.ask(wish)
    kept_out = (e.ProcurementLaunched, a.AwardIntentionPublished, a.ProcurementAwarded, a.ProcurementContractSigned)
    assert not [event for event in life.events if isinstance(event, kept_out)]
