"""The rules of propositions, at their edges and refused (R35, R37)."""

from datetime import date

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.propositions import commands as c
from services.contracts.propositions import refusals as r
from services.contracts.propositions.domain import proposition_decider
from services.contracts.propositions.views import proposition_view
from shared.events.contracts import propositions as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.propositions.history import (
    CONFIRMED,
    CONTRIBUTIONS,
    CONTRIBUTORS,
    KINDS,
    LAST_DAY,
    OPEN,
    agreed,
    all_agreed,
    contribution,
    declined,
    drafted,
    opened,
    submitted,
    withdrawn,
    without_charity,
)

AFTER = date(2018, 4, 1)


class TestOpenProposition:
    def test_opens_once_the_mobilisation_is_confirmed(self) -> None:
        given(proposition_decider).when(OPEN).then(opened)

    @pytest.mark.parametrize("missing", ["indicative budgets", "services in scope", "geography"])
    def test_is_refused_while_any_of_the_three_is_missing(self, missing: str) -> None:
        early = OPEN.model_copy(update={"mobilisation": CONFIRMED.model_copy(update={"missing": (missing,)})})
        with pytest.raises(r.MobilisationNotConfirmed, match=missing):
            given(proposition_decider).when(early).happened()

    def test_refuses_a_last_day_that_is_over(self) -> None:
        given(proposition_decider).when(OPEN.model_copy(update={"today": AFTER})).then_refused(r.SubmissionDayOver)
        assert given(proposition_decider).when(OPEN.model_copy(update={"today": LAST_DAY})).happened()

    @pytest.mark.parametrize(
        ("contributors", "refusal"),
        [
            (CONTRIBUTORS[1:], r.NotOneLead),
            ((*CONTRIBUTORS, e.Contributor(ods="E09000002", role="lead")), r.NotOneLead),
            ((*CONTRIBUTORS, CONTRIBUTORS[1]), NamedTwice),
            ((*CONTRIBUTORS, e.Contributor(ods="07L", role="member")), r.ContributorProvidesNothing),
            ((*CONTRIBUTORS[:1], e.Contributor(ods="RAT", role="third_sector")), r.NotOfTheThirdSector),
        ],
    )
    def test_refuses_contributors_that_are_not_what_they_are_said_to_be(
        self, contributors: tuple[e.Contributor, ...], refusal: type[Refused]
    ) -> None:
        asked = OPEN.model_copy(update={"contributors": contributors})
        given(proposition_decider).when(asked).then_refused(refusal)

    def test_a_borough_may_contribute_its_social_care(self) -> None:
        with_council = (*CONTRIBUTORS, e.Contributor(ods="E09000002", role="member"))
        (event,) = given(proposition_decider).when(OPEN.model_copy(update={"contributors": with_council})).happened()
        assert event.parties == opened.parties


class TestDraftPropositionVersion:
    DRAFT = c.DraftPropositionVersion(
        summary="One frailty team in each locality.", contributions=CONTRIBUTIONS, org="RF4", today=LAST_DAY
    )

    def test_is_the_leads_to_write_and_counts_as_its_agreement(self) -> None:
        given(proposition_decider, opened).when(self.DRAFT).then(drafted)
        (version,) = row_after(proposition_view, opened, drafted).versions
        assert [(one.ods, one.answer) for one in version.answers] == [("RF4", "agreed")]

    def test_refuses_another_contributor(self) -> None:
        given(proposition_decider, opened).when(self.DRAFT.model_copy(update={"org": "RAT"})).then_refused(
            r.NotTheLeadProvider
        )

    @pytest.mark.parametrize("contributions", [CONTRIBUTIONS[:2], (*CONTRIBUTIONS[:2], contribution("E09000002"))])
    def test_refuses_to_leave_out_a_contributor_or_speak_for_another(
        self, contributions: tuple[e.Contribution, ...]
    ) -> None:
        partial = self.DRAFT.model_copy(update={"contributions": contributions})
        given(proposition_decider, opened).when(partial).then_refused(r.ContributionsIncomplete)

    def test_a_further_version_has_to_be_agreed_anew(self) -> None:
        (second,) = given(proposition_decider, *all_agreed).when(self.DRAFT).happened()
        assert second.version_no == 2
        given(proposition_decider, *all_agreed, second).when(
            c.SubmitProposition(version_no=2, org="RF4", today=LAST_DAY)
        ).then_refused(r.ContributionNotAgreed)


class TestAgreePropositionContribution:
    AGREE = c.AgreePropositionContribution(version_no=1, org="RAT", today=LAST_DAY)

    def test_is_each_contributors_own(self) -> None:
        given(proposition_decider, opened, drafted).when(self.AGREE).then(agreed("RAT"))
        for stranger in ("07L", "E09000002"):
            given(proposition_decider, opened, drafted).when(
                self.AGREE.model_copy(update={"org": stranger})
            ).then_refused(r.NotAContributor)

    def test_refuses_an_older_version_and_one_that_is_not_there(self) -> None:
        second = drafted.model_copy(update={"version_no": 2})
        given(proposition_decider, opened, drafted, second).when(self.AGREE).then_refused(r.NotTheNewestVersion)
        given(proposition_decider, opened).when(self.AGREE).then_refused(r.NotTheNewestVersion)

    def test_is_said_once(self) -> None:
        given(proposition_decider, opened, drafted, agreed("RAT")).when(self.AGREE).then_refused(r.ContributionAnswered)
        given(proposition_decider, opened, drafted, declined).when(self.AGREE).then_refused(r.ContributionAnswered)


class TestDeclinePropositionContribution:
    DECLINE = c.DeclinePropositionContribution(version_no=1, reasons="Not at this price.", org="RAT")

    def test_keeps_the_version_from_being_submitted(self) -> None:
        given(proposition_decider, opened, drafted).when(self.DECLINE).then(declined)
        submit = c.SubmitProposition(version_no=1, org="RF4", today=LAST_DAY)
        given(proposition_decider, opened, drafted, declined, agreed("ILLV01")).when(submit).then_refused(
            r.ContributionNotAgreed
        )


class TestSubmitProposition:
    SUBMIT = c.SubmitProposition(version_no=1, org="RF4", today=LAST_DAY)

    def test_happens_on_the_last_day_once_all_have_agreed(self) -> None:
        given(proposition_decider, *all_agreed).when(self.SUBMIT).then(submitted)

    def test_refuses_the_day_after(self) -> None:
        late = self.SUBMIT.model_copy(update={"today": AFTER})
        given(proposition_decider, *all_agreed).when(late).then_refused(r.SubmissionDayOver)

    def test_refuses_while_one_has_not_agreed(self) -> None:
        given(proposition_decider, *all_agreed[:-1]).when(self.SUBMIT).then_refused(r.ContributionNotAgreed)

    @pytest.mark.parametrize("end", [submitted, withdrawn])
    def test_refuses_what_has_ended(self, end: e.PropositionEvent) -> None:
        given(proposition_decider, *all_agreed, end).when(self.SUBMIT).then_refused(r.PropositionClosed)
        agree = TestAgreePropositionContribution.AGREE
        given(proposition_decider, opened, drafted, end).when(agree).then_refused(r.PropositionClosed)


class TestChangePropositionContributors:
    CHANGE = c.ChangePropositionContributors(contributors=CONTRIBUTORS[:2], kinds=KINDS, org="RF4")

    def test_voids_what_was_agreed_and_tells_whom_it_concerns_from_now_on(self) -> None:
        given(proposition_decider, *all_agreed).when(self.CHANGE).then(without_charity)
        row = row_after(proposition_view, *all_agreed, without_charity)
        assert (row.parties, row.versions[0].void) == (["07L", "E09000002", "RF4", "RAT"], True)
        submit = c.SubmitProposition(version_no=1, org="RF4", today=LAST_DAY)
        given(proposition_decider, *all_agreed, without_charity).when(submit).then_refused(r.NotTheNewestVersion)

    def test_refuses_another_lead(self) -> None:
        swapped = (e.Contributor(ods="RAT", role="lead"), e.Contributor(ods="RF4", role="member"))
        given(proposition_decider, opened).when(self.CHANGE.model_copy(update={"contributors": swapped})).then_refused(
            r.NotOneLead
        )


class TestWithdrawProposition:
    def test_is_the_leads_to_do(self) -> None:
        asked = c.WithdrawProposition(reasons="Two trusts merge first.", org="RF4")
        given(proposition_decider, opened).when(asked).then(withdrawn)
        given(proposition_decider, opened).when(asked.model_copy(update={"org": "RAT"})).then_refused(
            r.NotTheLeadProvider
        )


def test_an_unknown_proposition_is_not_found() -> None:
    given(proposition_decider).when(TestSubmitProposition.SUBMIT).then_refused(r.PropositionNotFound)
