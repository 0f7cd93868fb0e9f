"""The rules of assessing the market, at their edges and refused (R9, R10)."""

from datetime import date

import pytest
from hypothesis import given as forall
from hypothesis import strategies as some
from pydantic import ValidationError

from services.contracts.market import commands as c
from services.contracts.market import refusals as r
from services.contracts.market.domain import market_decider
from services.contracts.market.views import assessment_view, scores_view
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts import market as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.market.history import (
    ABOUT,
    INVITE,
    LAST_DAY,
    agreeing,
    assessed,
    compared,
    declined,
    disagreeing,
    evidence,
    five_scores,
    interested,
    invited,
    moderated,
    not_shortlisted,
    score,
    scored,
    shortlisted,
)


class TestInviteProvider:
    def test_asks_a_provider_until_a_day(self) -> None:
        given(market_decider).when(INVITE).then(invited)

    def test_refuses_a_last_day_that_is_over(self) -> None:
        late = INVITE.model_copy(update={"today": date(2017, 11, 1)})
        given(market_decider).when(late).then_refused(r.InvitationOver)
        assert given(market_decider).when(INVITE.model_copy(update={"today": LAST_DAY})).happened()

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"commissioners": ("RF4",)}, r.InvitedByNoCommissioner),
            ({"provider": "08F"}, r.CommissionerInvited),
            ({"localities": ("nowhere",)}, UnknownLocality),
        ],
    )
    def test_refuses_who_cannot_invite_or_be_invited(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        given(market_decider).when(INVITE.model_copy(update=changes)).then_refused(refusal)


class TestExpressInterest:
    SAID = c.ExpressInterest(
        services=("urgent care",),
        capability="Runs two urgent care centres.",
        evidence=evidence,
        org="RAT",
        today=LAST_DAY,
    )

    def test_is_the_providers_own_answer_on_the_last_day(self) -> None:
        given(market_decider, invited).when(self.SAID).then(interested)

    def test_refuses_a_commissioner_who_answers_for_it(self) -> None:
        given(market_decider, invited).when(self.SAID.model_copy(update={"org": "07L"})).then_refused(
            r.NotTheInvitedProvider
        )

    def test_refuses_the_day_after_the_last(self) -> None:
        late = self.SAID.model_copy(update={"today": date(2017, 11, 1)})
        given(market_decider, invited).when(late).then_refused(r.InvitationOver)

    def test_refuses_a_service_nobody_asked_for(self) -> None:
        other = self.SAID.model_copy(update={"services": ("urgent care", "dentistry")})
        given(market_decider, invited).when(other).then_refused(r.ServiceNotSought)

    def test_refuses_a_second_answer(self) -> None:
        given(market_decider, invited, declined).when(self.SAID).then_refused(r.InvitationAnswered)
        again = c.DeclineInterest(reasons="No capacity this year.", org="RAT")
        given(market_decider, invited, interested).when(again).then_refused(r.InvitationAnswered)


class TestScoreCompetency:
    def test_is_a_competency_at_a_time_and_shows_no_score(self) -> None:
        given(market_decider, invited, interested).when(score("collaboration", 3, "ann")).then(
            scored("collaboration", 3, "ann")
        )
        row = row_after(assessment_view, invited, interested, *five_scores)
        assert (row.competencies_scored_once, row.competencies_scored_twice) == (
            ["transformation"],
            ["collaboration", "integration"],
        )
        assert "score" not in str(row_after(assessment_view, invited, interested).model_dump(mode="json").values())

    def test_before_the_last_one_the_scores_are_empty(self) -> None:
        hidden = row_after(scores_view, invited, interested, *five_scores)
        assert (hidden.opinions, hidden.results, hidden.parties) == ([], [], ["07L", "08F"])

    def test_the_last_of_them_brings_all_to_light(self) -> None:
        history = (invited, interested, *five_scores)
        given(market_decider, *history).when(score("transformation", 2, "bob")).then(
            scored("transformation", 2, "bob"), compared(2), assessed
        )
        row = row_after(scores_view, *agreeing)
        assert [(one.competency, one.score_tenths) for one in row.results] == [
            ("collaboration", 25),
            ("integration", 20),
            ("transformation", 25),
        ]

    def test_two_points_apart_wait_for_moderation_and_one_point_does_not(self) -> None:
        history = (invited, interested, *five_scores)
        given(market_decider, *history).when(score("transformation", 1, "bob")).then(
            scored("transformation", 1, "bob"), compared(1, "transformation")
        )
        assert row_after(assessment_view, *disagreeing).status == "interested"

    @pytest.mark.parametrize("points", [-1, 5])
    def test_runs_from_nought_to_four(self, points: int) -> None:
        with pytest.raises(ValidationError):
            score("integration", points, "ann")

    def test_refuses_the_same_assessor_twice(self) -> None:
        first = scored("collaboration", 3, "ann")
        given(market_decider, invited, interested, first).when(score("collaboration", 3, "ann")).then_refused(
            r.CompetencyScoredAlready
        )

    def test_refuses_a_third_assessor(self) -> None:
        given(market_decider, invited, interested, *five_scores).when(score("integration", 3, "cat")).then_refused(
            r.CompetencyScoredTwice
        )

    def test_refuses_a_score_without_evidence(self) -> None:
        bare = score("collaboration", 3, "ann").model_copy(update={"evidence": ()})
        given(market_decider, invited, interested).when(bare).then_refused(r.ScoreWithoutEvidence)

    def test_refuses_the_provider_itself(self) -> None:
        own = score("collaboration", 4, "ann").model_copy(update={"org": "RAT"})
        given(market_decider, invited, interested).when(own).then_refused(r.ScoredByItself)

    def test_refuses_a_provider_that_is_not_interested(self) -> None:
        for answer in ((), (declined,)):
            given(market_decider, invited, *answer).when(score("integration", 3, "ann")).then_refused(r.NotInterested)


class TestModerateScores:
    SETTLE = c.ModerateScores(
        competency="transformation", score=2, reasons="One reference was read differently.", by="mo"
    )

    def test_settles_the_last_one_that_waits(self) -> None:
        given(market_decider, *disagreeing).when(self.SETTLE).then(moderated, assessed)
        assert row_after(scores_view, *disagreeing, moderated).results[2].score_tenths == 20

    def test_with_another_still_waiting_the_provider_is_not_yet_assessed(self) -> None:
        both = (*disagreeing[:-1], compared(1, "integration", "transformation"))
        given(market_decider, *both).when(self.SETTLE).then(moderated)

    @pytest.mark.parametrize("assessor", ["ann", "bob"])
    def test_refuses_an_assessor(self, assessor: str) -> None:
        own = self.SETTLE.model_copy(update={"by": assessor})
        given(market_decider, *disagreeing).when(own).then_refused(r.ModeratedByAssessor)

    def test_refuses_what_needs_none(self) -> None:
        agreed = self.SETTLE.model_copy(update={"competency": "integration"})
        given(market_decider, *disagreeing).when(agreed).then_refused(r.NothingToModerate)
        given(market_decider, *disagreeing, moderated, assessed).when(self.SETTLE).then_refused(r.NothingToModerate)


class TestDecideShortlisting:
    YES = c.DecideShortlisting(outcome="shortlisted", reasons="Strong in localities.", by="mo", today=LAST_DAY)
    NO = c.DecideShortlisting(outcome="not_shortlisted", reasons="Too little integration.", by="mo", today=LAST_DAY)

    def test_lets_a_provider_go_on_at_exactly_the_least_score(self) -> None:
        given(market_decider, *agreeing).when(self.YES).then(shortlisted)

    def test_refuses_one_below_the_least_score(self) -> None:
        low = (*disagreeing, moderated.model_copy(update={"score": 1}), assessed)
        given(market_decider, *low).when(self.YES).then_refused(r.BelowThreshold)
        given(market_decider, *low).when(self.NO).then(not_shortlisted)

    def test_refuses_before_all_three_are_assessed(self) -> None:
        given(market_decider, *disagreeing).when(self.YES).then_refused(r.NotAssessed)
        given(market_decider, *agreeing, shortlisted).when(self.NO).then_refused(r.NotAssessed)

    def test_refuses_an_assessor(self) -> None:
        given(market_decider, *agreeing).when(self.NO.model_copy(update={"by": "ann"})).then_refused(
            r.ShortlistedByAssessor
        )

    def test_needs_reasons(self) -> None:
        with pytest.raises(ValidationError):
            c.DecideShortlisting(outcome="not_shortlisted", reasons=" ", by="mo", today=LAST_DAY)

    @pytest.mark.parametrize("decision", [shortlisted, not_shortlisted])
    def test_only_from_then_on_the_provider_is_a_party_of_its_scores(self, decision: e.MarketEvent) -> None:
        assert "RAT" not in row_after(scores_view, *agreeing).parties
        assert "RAT" in row_after(scores_view, *agreeing, decision).parties


def test_an_unknown_assessment_is_not_found() -> None:
    given(market_decider).when(score("integration", 3, "ann")).then_refused(r.AssessmentNotFound)


COMMANDS = some.one_of(
    some.builds(
        score, some.sampled_from(e.COMPETENCIES), some.integers(0, 4), some.sampled_from(["ann", "bob", "cat"])
    ),
    some.builds(
        c.ModerateScores,
        competency=some.sampled_from(e.COMPETENCIES),
        score=some.integers(0, 4),
        reasons=some.just("read differently"),
        by=some.sampled_from(["ann", "mo"]),
    ),
    some.just(TestDecideShortlisting.YES),
)


@forall(some.lists(COMMANDS, max_size=40))
def test_whatever_is_accepted_nobody_scores_twice_and_no_score_is_seen_alone(wishes: list[c.MarketCommand]) -> None:
    history: list[e.MarketEvent] = [invited, interested]
    for wish in wishes:
        try:
            history += market_decider.decide(wish, market_decider.fold(history))
        except Refused:
            continue
    state = market_decider.fold(history)
    assert state is not None
    given_by = [(one.competency, one.assessor) for one in state.opinions]
    assert len(given_by) == len(set(given_by)) <= 6
    assert bool(state.scores.opinions) == (len(given_by) == 6)
    if state.shown.status == "shortlisted":
        assert all((result.score_tenths or 0) >= 20 for result in state.scores.results)


def test_every_event_speaks_of_the_exercise_by_name() -> None:
    assert invited.tell() == "RAT was invited to market exercise BHR-ME-2017 and may answer until 2017-10-31"
    assert ABOUT["exercise"] in assessed.tell()
