"""From the proposal to the effect: four eyes, authority, notices, and what the law does not permit."""

from datetime import date
from typing import Any

import pytest

from services.contracts.modifications import commands as c
from services.contracts.modifications import refusals as r
from services.contracts.modifications.domain import modification_decider
from services.contracts.modifications.timers import due_of
from services.contracts.modifications.views import modification_view
from shared.kernel.authority import AuthorityNotCited, BeyondAuthority
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.modifications.history import (
    ACT,
    AGREED,
    AS_IT_STANDS,
    EFFECT,
    EFFECTIVE,
    IN_EFFECT,
    NOT_PERMITTED,
    PERMITTED,
    PROPOSED,
    TODAY,
    UNDER_THE_ACT,
    agreeing,
    assessing,
    before,
    contract,
    happened,
    proposing,
)

PUBLISH = c.PublishModificationNotice(published_on=TODAY, notice_ref="2025/S 000-1", today=TODAY)
REJECT = c.RejectModification(reason="The provider withdrew")


class TestProposeModification:
    def test_keeps_what_the_law_will_be_told(self) -> None:
        (event,) = given(modification_decider).when(proposing(contract=contract(modifications=before(5)))).happened()
        assert event.parties == ("07L", "RAT")
        assert event.facts.modified_on == EFFECTIVE
        assert [one.delta_value_pence for one in event.facts.earlier] == [5]
        assert (event.facts.awarded_route, event.facts.max_term_days) == ("most_suitable_provider", 1_827)

    def test_takes_from_the_proposal_what_the_register_does_not_know(self) -> None:
        bare = contract(cpv=(), procurement_began_on=None)
        said = proposing(contract=bare, cpv=("85300000-2",), procurement_began_on=date(2022, 1, 3))
        (event,) = given(modification_decider).when(said).happened()
        assert (event.facts.cpv, event.facts.procurement_began_on) == (("85300000-2",), date(2022, 1, 3))
        (event,) = given(modification_decider).when(proposing(contract=bare, cpv=("85300000-2",))).happened()
        assert event.facts.procurement_began_on == bare.start

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"contract": contract(in_force=False)}, r.ContractNotInForce),
            ({"delta_value_pence": 0}, r.NothingModified),
            ({"effective_on": date(2025, 6, 1)}, r.EffectBackdated),
            ({"contract": contract(start=date(2025, 7, 2))}, r.EffectBackdated),
            ({"contract": contract(cpv=())}, r.ServiceNotClassified),
            ({"clause_ref": "99"}, r.ClauseNotRecorded),
            ({"delta_value_pence": -400_000_001}, r.ModificationOutOfBounds),
            ({"delta_value_pence": 10**15 - 400_000_000 + 1}, r.ModificationOutOfBounds),
            ({"delta_term_days": -1_005}, r.ModificationOutOfBounds),
        ],
    )
    def test_refuses_what_cannot_be(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(modification_decider).when(proposing(**changes)).then_refused(refusal)

    @pytest.mark.parametrize(
        "changes",
        [
            {"effective_on": TODAY},
            {"delta_value_pence": -400_000_000},
            {"delta_value_pence": 10**15 - 400_000_000},
            {"delta_term_days": -1_004},
            {"delta_value_pence": 0, "delta_term_days": 1},
            {"delta_value_pence": 0, "character_change": True},
            {"delta_value_pence": 0, "cause": "succession"},
        ],
    )
    def test_accepts_what_can_just_be(self, changes: dict[str, Any]) -> None:
        assert given(modification_decider).when(proposing(**changes)).happened()

    def test_refuses_twice(self) -> None:
        given(modification_decider, *PROPOSED).when(proposing()).then_refused(r.ModificationRefTaken)


class TestAssessModification:
    def test_says_what_it_rests_on(self) -> None:
        (event,) = given(modification_decider, *PROPOSED).when(assessing()).happened()
        assert (event.regime, event.ground_code, event.permitted) == ("psr2023", "psr13_1_d", True)
        assert (event.notice_required, event.notices[0].due_on) == (True, date(2025, 7, 31))
        assert "permitted, SI 2023/1348 reg 13(1)(d)" in event.tell()

    def test_counts_what_took_effect_since_it_was_proposed(self) -> None:
        (event,) = given(modification_decider, *PROPOSED).when(assessing(modifications=before(9_999_999))).happened()
        assert (event.permitted, event.cumulative_pence) == (True, 99_999_999)
        (event,) = given(modification_decider, *PROPOSED).when(assessing(modifications=before(10_000_000))).happened()
        assert not event.permitted
        assert "a new procurement is needed" in event.tell()

    def test_tests_against_the_review_clause_and_what_was_used_of_it(self) -> None:
        """(R20)"""
        proposed = happened(proposing(cause="clause", clause_ref="12.3", delta_value_pence=100_000_000))
        (event,) = given(modification_decider, *proposed).when(assessing()).happened()
        assert event.ground_code == "psr13_1_a"
        (clause,) = AS_IT_STANDS.clauses
        used = clause.model_copy(update={"value_used_pence": 1})
        (event,) = given(modification_decider, *proposed).when(assessing(clauses=(used,))).happened()
        assert not event.permitted

    def test_may_be_asked_again_until_it_is_agreed(self) -> None:
        assert given(modification_decider, *NOT_PERMITTED).when(assessing()).happened()
        given(modification_decider, *AGREED).when(assessing()).then_refused(r.ModificationNotOpen)

    def test_refuses_once_the_contract_is_over(self) -> None:
        given(modification_decider, *PROPOSED).when(assessing(in_force=False)).then_refused(r.ContractNotInForce)


class TestAgreeModification:
    def test_is_agreed_by_somebody_else(self) -> None:
        (event,) = given(modification_decider, *PERMITTED).when(agreeing()).happened()
        assert (event.delta_value_pence, event.ground, event.effective_on) == (90_000_000, "psr13_1_d", EFFECTIVE)
        given(modification_decider, *PERMITTED).when(agreeing(by="manager")).then_refused(ApprovedByProposer)

    @pytest.mark.parametrize(
        ("history", "refusal"),
        [
            (PROPOSED, r.ModificationNotAssessed),
            (NOT_PERMITTED, r.ModificationNotPermitted),
            (AGREED, r.ModificationNotOpen),
            (IN_EFFECT, r.ModificationNotOpen),
        ],
    )
    def test_refuses_what_is_not_permitted_yet_or_no_more(self, history: Any, refusal: type[Refused]) -> None:
        given(modification_decider, *history).when(agreeing()).then_refused(refusal)

    def test_stays_within_the_authority_cited(self) -> None:
        """(R107)"""
        given(modification_decider, *PERMITTED).when(agreeing(required=True)).then_refused(AuthorityNotCited)
        given(modification_decider, *PERMITTED).when(agreeing(limit_pence=89_999_999)).then_refused(BeyondAuthority)
        assert given(modification_decider, *PERMITTED).when(agreeing(limit_pence=90_000_000)).happened()

    def test_comes_by_the_day_it_is_to_hold(self) -> None:
        assert given(modification_decider, *PERMITTED).when(agreeing(today=EFFECTIVE)).happened()
        late = agreeing(today=date(2025, 7, 2))
        given(modification_decider, *PERMITTED).when(late).then_refused(r.EffectBackdated)

    def test_waits_for_a_notice_that_is_due_before(self) -> None:
        permitted = happened(UNDER_THE_ACT, c.AssessModification(contract=ACT, today=TODAY))
        given(modification_decider, *permitted).when(agreeing()).then_refused(r.NoticeNotPublishedYet)
        assert given(modification_decider, *permitted).when(PUBLISH, agreeing()).happened()


class TestPublishModificationNotice:
    def test_is_recorded_once_where_the_law_asks_for_it(self) -> None:
        (event,) = given(modification_decider, *PERMITTED).when(PUBLISH).happened()
        given(modification_decider, *PERMITTED, event).when(PUBLISH).then_refused(r.NoticePublishedAlready)
        assert given(modification_decider, *IN_EFFECT).when(PUBLISH).happened()

    def test_refuses_a_day_to_come_and_where_nothing_is_asked(self) -> None:
        tomorrow = PUBLISH.model_copy(update={"published_on": date(2025, 6, 3)})
        given(modification_decider, *PERMITTED).when(tomorrow).then_refused(r.PublishedInFuture)
        small = happened(proposing(delta_value_pence=1), assessing())
        for history in (PROPOSED, NOT_PERMITTED, small):
            given(modification_decider, *history).when(PUBLISH).then_refused(r.NoNoticeAskedFor)


class TestTheNoticeOverdue:
    FLAG = c.FlagModificationNotice(today=date(2025, 8, 1))

    def test_is_flagged_the_day_after_the_last_once(self) -> None:
        (event,) = given(modification_decider, *IN_EFFECT).when(self.FLAG).happened()
        assert event.due_on == date(2025, 7, 31)
        given(modification_decider, *IN_EFFECT, event).when(self.FLAG).then()
        early = c.FlagModificationNotice(today=date(2025, 7, 31))
        given(modification_decider, *IN_EFFECT).when(early).then()

    def test_is_asked_of_the_clock_until_the_notice_is_there(self) -> None:
        assert due_of(row_after(modification_view, *IN_EFFECT)) == {"notice": date(2025, 8, 1)}
        (published,) = given(modification_decider, *IN_EFFECT).when(PUBLISH).happened()
        assert due_of(row_after(modification_view, *IN_EFFECT, published)) == {}
        given(modification_decider, *IN_EFFECT, published).when(self.FLAG).then()
        (flagged,) = given(modification_decider, *IN_EFFECT).when(self.FLAG).happened()
        assert due_of(row_after(modification_view, *IN_EFFECT, flagged)) == {}
        for history in (PERMITTED, AGREED):
            assert due_of(row_after(modification_view, *history)) == {}
            given(modification_decider, *history).when(self.FLAG).then()


class TestWhatComesOfIt:
    def test_the_effect_is_recorded_once(self) -> None:
        row = row_after(modification_view, *IN_EFFECT)
        assert (row.status, row.new_value_pence, row.owners) == ("effective", 490_000_000, ["07L"])
        given(modification_decider, *IN_EFFECT).when(EFFECT).then()
        given(modification_decider, *PERMITTED).when(EFFECT).then()

    def test_declined_by_the_contract_it_is_rejected_with_the_reason(self) -> None:
        decline = c.DeclineModification(reason="no room")
        (event,) = given(modification_decider, *AGREED).when(decline).happened()
        assert row_after(modification_view, *AGREED, event).rejected_because == "no room"
        given(modification_decider, *AGREED, event).when(decline).then()
        given(modification_decider, *IN_EFFECT).when(decline).then()

    def test_is_given_up_until_it_is_agreed(self) -> None:
        for history in (PROPOSED, PERMITTED, NOT_PERMITTED):
            assert given(modification_decider, *history).when(REJECT).happened()
        given(modification_decider, *AGREED).when(REJECT).then_refused(r.ModificationNotOpen)
        rejected = happened(proposing(), REJECT)
        given(modification_decider, *rejected).when(agreeing()).then_refused(r.ModificationNotOpen)

    def test_what_is_not_permitted_leads_to_a_procurement(self) -> None:
        link = c.LinkReprocurement(procurement_id=EFFECTIVE_ID, procurement_ref="BHR-P7")
        (event,) = given(modification_decider, *NOT_PERMITTED).when(link).happened()
        assert row_after(modification_view, *NOT_PERMITTED, event).procurement_id == EFFECTIVE_ID
        assert given(modification_decider, *happened(proposing(), REJECT)).when(link).happened()
        for history in (PROPOSED, PERMITTED, AGREED):
            given(modification_decider, *history).when(link).then_refused(r.NoReprocurementNeeded)

    @pytest.mark.parametrize("command", [PUBLISH, REJECT, EFFECT, agreeing(), assessing()])
    def test_of_one_nobody_proposed_nothing(self, command: c.ModificationCommand) -> None:
        given(modification_decider).when(command).then_refused(r.ModificationNotFound)


EFFECTIVE_ID = AS_IT_STANDS.contract_id
