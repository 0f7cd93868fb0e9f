"""The rules of decisions: rights, four eyes, conflicts, outcomes, actions (R21, R47, R94)."""

from datetime import date, timedelta

import pytest

from services.contracts.decisions import commands as c
from services.contracts.decisions import refusals as r
from services.contracts.decisions.domain import decision_decider
from services.contracts.decisions.timers import due_command, due_of
from services.contracts.decisions.views import decision_view
from shared.events.contracts.decisions import DeclaredConflict
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.message import Command
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.bodies.history import TERMS
from tests.services.contracts.decisions.history import (
    ACTION,
    ANN,
    BOB,
    EARLIER,
    JCB,
    MET,
    PARTIES,
    PROPOSE,
    TAKE,
    action_done,
    action_overdue,
    action_set,
    declared,
    deferred,
    proposed,
    rejected,
    superseded,
    taken,
    withdrawn,
)

DUE = ACTION.due_on
NAMES = ("clinical-chair-barking", "leader-barking", "accountable-officer", "chief-executive-nelft")
REJECT = c.RejectDecision(
    met_on=MET, attending=NAMES, in_favour=NAMES[:2], against=NAMES[2:], body=JCB, today=MET, by=BOB
)


class TestProposeDecision:
    def test_puts_it_to_a_body_that_may_decide_it(self) -> None:
        given(decision_decider).when(PROPOSE).then(proposed)

    def test_shows_the_papers_to_all_but_those_from_whom_they_are_withheld(self) -> None:
        withheld = PROPOSE.model_copy(update={"withheld_from": ("RAT", "RF4")})
        (event,) = given(decision_decider).when(withheld).happened()
        assert event.parties == PARTIES[:4]

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"body": None}, r.UnknownDecidingBody),
            ({"matter": "budgets"}, r.BodyHasNoRight),
            ({"matter": "care-model"}, r.BodyHasNoRight),
            ({"body": JCB.model_copy(update={"editions": ()})}, r.NoTermsOfReferenceThatDay),
            ({"body": JCB.model_copy(update={"dissolved_on": MET - timedelta(days=1)})}, r.DecidingBodyDissolved),
            ({"not_found": (0,)}, r.EvidenceNotFound),
            ({"withheld_from": ("08F",)}, r.PapersWithheldFromConvenor),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else None,
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        """A body that only advises on a matter decides it as little as one that has no say (R94)."""
        given(decision_decider).when(PROPOSE.model_copy(update=changes)).then_refused(refusal)

    def test_a_body_without_the_right_is_told_what_it_does_decide(self) -> None:
        with pytest.raises(r.BodyHasNoRight) as caught:
            given(decision_decider).when(PROPOSE.model_copy(update={"matter": "care-model"})).happened()
        assert caught.value.facts == {"decides": ["contracting-strategy", "shared-services"]}

    def test_accepts_the_last_day_of_a_body(self) -> None:
        last = PROPOSE.model_copy(update={"body": JCB.model_copy(update={"dissolved_on": MET})})
        assert given(decision_decider).when(last).happened()

    def test_refuses_the_same_again(self) -> None:
        given(decision_decider, proposed).when(PROPOSE).then_refused(r.DecisionAlreadyProposed)


class TestDeclareConflict:
    DECLARE = c.DeclareDecisionConflict(seat="chief-executive-nelft", interest="financial", interest_in="RAT", body=JCB)

    def test_is_declared_by_a_seat_for_each_interest_once(self) -> None:
        given(decision_decider, proposed).when(self.DECLARE).then(declared)
        given(decision_decider, proposed, declared).when(self.DECLARE).then_refused(r.ConflictAlreadyDeclared)
        other = self.DECLARE.model_copy(update={"interest": "indirect"})
        assert given(decision_decider, proposed, declared).when(other).happened()

    def test_refuses_who_has_no_seat(self) -> None:
        stranger = self.DECLARE.model_copy(update={"seat": "chair-of-something-else"})
        given(decision_decider, proposed).when(stranger).then_refused(r.NotASeatOfTheBody)


class TestTakeDecision:
    def test_is_taken_by_a_quorate_meeting_with_the_evidence_as_it_stood(self) -> None:
        given(decision_decider, proposed).when(TAKE).then(taken)
        row = row_after(decision_view, proposed, taken)
        assert (row.status, row.met_on, row.seen[0].read_at[-8:]) == ("taken", MET, "?as_of=3")

    def test_is_recorded_by_somebody_else_than_the_proposer(self) -> None:
        own = TAKE.model_copy(update={"by": ANN})
        given(decision_decider, proposed).when(own).then_refused(ApprovedByProposer)

    def test_is_taken_after_a_deferral(self) -> None:
        given(decision_decider, proposed, deferred).when(TAKE).then(taken)

    def test_refuses_evidence_that_is_no_more(self) -> None:
        given(decision_decider, proposed).when(TAKE.model_copy(update={"not_found": (0,)})).then_refused(
            r.EvidenceNotFound
        )

    def test_refuses_what_was_not_carried(self) -> None:
        tie = TAKE.model_copy(update={"in_favour": NAMES[:2], "against": NAMES[2:]})
        given(decision_decider, proposed).when(tie).then_refused(r.NotCarried)

    def test_goes_by_the_terms_of_reference_of_the_day_of_the_meeting(self) -> None:
        """A board that got its right the day after had none on the day (R60, R94)."""
        later = TERMS.model_copy(update={"edition": 2, "effective_from": MET + timedelta(days=1), "rights": ()})
        both = JCB.model_copy(update={"editions": (TERMS, later)})
        assert given(decision_decider, proposed).when(TAKE.model_copy(update={"body": both})).happened()
        none = JCB.model_copy(update={"editions": (later.model_copy(update={"effective_from": MET}),)})
        given(decision_decider, proposed).when(TAKE.model_copy(update={"body": none})).then_refused(r.BodyHasNoRight)

    def test_refuses_a_decision_nobody_proposed(self) -> None:
        given(decision_decider).when(TAKE).then_refused(r.DecisionNotFound)

    @pytest.mark.parametrize("last", [taken, rejected, withdrawn], ids=lambda event: type(event).__name__)
    def test_what_is_closed_stays_closed(self, last: object) -> None:
        for command in (
            TAKE,
            REJECT,
            TestDeclareConflict.DECLARE,
            c.DeferDecision(reason="later", today=MET),
            c.WithdrawDecision(reason="later"),
        ):
            given(decision_decider, proposed, last).when(command).then_refused(r.DecisionClosed)  # type: ignore[arg-type]  # one of three events


class TestJointAccountability:
    """What commissioners and providers answer for together has a vote of each side (R94)."""

    joint = proposed.model_copy(update={"matter": "shared-services"})

    def test_is_taken_with_a_vote_of_each_side(self) -> None:
        assert given(decision_decider, self.joint).when(TAKE).happened()

    @pytest.mark.parametrize(
        "missing", [("chief-executive-nelft",), ("leader-barking", "accountable-officer")], ids=str
    )
    def test_refuses_the_vote_of_one_side_alone_and_lets_it_be_rejected(self, missing: tuple[str, ...]) -> None:
        for_it = tuple(name for name in NAMES if name not in missing)
        one_sided = TAKE.model_copy(update={"in_favour": for_it})
        given(decision_decider, self.joint).when(one_sided).then_refused(r.JointDecisionOneSided)
        voted = REJECT.model_copy(update={"in_favour": for_it, "against": ()})
        assert given(decision_decider, self.joint).when(voted).happened()

    def test_a_council_stands_for_the_commissioning_side_as_well(self) -> None:
        without_officer = TAKE.model_copy(update={"in_favour": ("leader-barking", "chief-executive-nelft")})
        assert given(decision_decider, self.joint).when(without_officer).happened()


class TestRejectDecision:
    def test_records_that_it_was_voted_down(self) -> None:
        (event,) = given(decision_decider, proposed).when(REJECT).happened()
        assert row_after(decision_view, proposed, event).status == "rejected"

    def test_refuses_what_was_carried_and_the_proposers_own_record(self) -> None:
        carried = REJECT.model_copy(update={"in_favour": NAMES, "against": ()})
        given(decision_decider, proposed).when(carried).then_refused(r.ProposalWasCarried)
        given(decision_decider, proposed).when(REJECT.model_copy(update={"by": ANN})).then_refused(ApprovedByProposer)


class TestDeferAndWithdraw:
    def test_is_put_off_until_tomorrow_at_the_earliest(self) -> None:
        given(decision_decider, proposed).when(c.DeferDecision(reason="legal advice first", today=MET)).then(deferred)
        today = c.DeferDecision(reason="legal advice first", until=MET, today=MET)
        given(decision_decider, proposed).when(today).then_refused(r.DeferredIntoPast)
        tomorrow = today.model_copy(update={"until": MET + timedelta(days=1)})
        assert given(decision_decider, proposed).when(tomorrow).happened()

    def test_is_withdrawn_while_it_is_open(self) -> None:
        given(decision_decider, proposed).when(c.WithdrawDecision(reason="no longer wanted")).then(withdrawn)


class TestSupersedeDecision:
    def test_follows_once_from_another_decision_on_the_topic(self) -> None:
        wish = c.SupersedeDecision(superseded_by=EARLIER)
        given(decision_decider, proposed, taken).when(wish).then(superseded)
        given(decision_decider, proposed, taken, superseded).when(wish).then()
        assert row_after(decision_view, proposed, taken, superseded).superseded_by == EARLIER


class TestActions:
    """Concrete next steps, each with an owner and a day (R47)."""

    SET = c.SetDecisionAction(what="Write to the providers", owner="08F", due_on=DUE, body=JCB, today=MET)

    def test_are_set_once_the_body_has_dealt_with_it(self) -> None:
        given(decision_decider, proposed, taken).when(self.SET).then(action_set)
        assert given(decision_decider, proposed, deferred).when(self.SET).happened()
        given(decision_decider, proposed).when(self.SET).then_refused(r.ActionBeforeMeeting)
        given(decision_decider, proposed, withdrawn).when(self.SET).then_refused(r.ActionBeforeMeeting)

    def test_are_owned_by_whom_the_decision_concerns_and_its_own_seat(self) -> None:
        stranger = self.SET.model_copy(update={"owner": "08N"})
        given(decision_decider, proposed, taken).when(stranger).then_refused(r.ActionOwnerNotConcerned)
        seat = self.SET.model_copy(update={"owner_seat": "clinical-chair-havering"})
        assert given(decision_decider, proposed, taken).when(seat).happened()
        of_another = self.SET.model_copy(update={"owner_seat": "clinical-chair-barking"})
        given(decision_decider, proposed, taken).when(of_another).then_refused(r.ActionOwnerSeatUnknown)

    def test_are_due_today_at_the_earliest(self) -> None:
        assert given(decision_decider, proposed, taken).when(self.SET.model_copy(update={"due_on": MET})).happened()
        late = self.SET.model_copy(update={"due_on": MET - timedelta(days=1)})
        given(decision_decider, proposed, taken).when(late).then_refused(r.ActionDueInPast)

    def test_are_done_by_their_owner_or_a_convenor_once(self) -> None:
        history = (proposed, taken, action_set)
        done = c.CompleteDecisionAction(number=1, done_on=DUE, org="08F", today=DUE)
        given(decision_decider, *history).when(done).then(action_done)
        assert given(decision_decider, *history).when(done.model_copy(update={"org": "07L"})).happened()
        other = done.model_copy(update={"org": "RAT"})
        given(decision_decider, *history).when(other).then_refused(r.NotTheActionsOwner)
        given(decision_decider, *history, action_done).when(done).then_refused(r.ActionAlreadyDone)
        early = done.model_copy(update={"today": DUE - timedelta(days=1)})
        given(decision_decider, *history).when(early).then_refused(r.DoneInFuture)
        given(decision_decider, *history).when(done.model_copy(update={"number": 2})).then_refused(r.NoSuchAction)

    def test_are_overdue_the_day_after_and_it_is_said_once(self) -> None:
        overdue = c.MarkDecisionActionOverdue(number=1, today=DUE + timedelta(days=1))
        history = (proposed, taken, action_set)
        given(decision_decider, *history).when(overdue).then(action_overdue)
        on_the_day = overdue.model_copy(update={"today": DUE})
        given(decision_decider, *history).when(on_the_day).then_refused(r.ActionNotOverdue)
        given(decision_decider, *history, action_done).when(overdue).then()
        given(decision_decider, *history, action_overdue).when(overdue).then()

    def test_each_has_its_timer_until_it_is_done_or_overdue(self) -> None:
        second = action_set.model_copy(update={"action": ACTION.model_copy(update={"number": 2, "due_on": MET})})
        row = row_after(decision_view, proposed, taken, action_set, second)
        assert due_of(row) == {
            "action-overdue-1": DUE + timedelta(days=1),
            "action-overdue-2": MET + timedelta(days=1),
        }
        assert (row.actions_open, row.actions_overdue) == (2, 0)
        late = row_after(decision_view, proposed, taken, action_set, second, action_overdue)
        assert list(due_of(late)) == ["action-overdue-2"]
        assert (late.actions_open, late.actions_overdue) == (2, 1)
        done = row_after(decision_view, proposed, taken, action_set, second, action_overdue, action_done)
        assert (done.actions_open, done.actions_overdue) == (1, 0)
        wish: Command = due_command("action-overdue-12", date(2026, 1, 5))
        assert wish == c.MarkDecisionActionOverdue(number=12, today=date(2026, 1, 5))


def test_a_seat_that_declared_an_interest_is_remembered() -> None:
    row = row_after(decision_view, proposed, declared)
    assert row.conflicts == [DeclaredConflict(seat="chief-executive-nelft", interest="financial", interest_in="RAT")]
