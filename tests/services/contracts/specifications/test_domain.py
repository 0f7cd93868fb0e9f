"""The rules of specifications, at their edges and refused (R8)."""

from datetime import date
from uuid import UUID

import pytest

from services.contracts.register.refusals import UnknownLocality
from services.contracts.specifications import commands as c
from services.contracts.specifications import refusals as r
from services.contracts.specifications.domain import specification_decider
from services.contracts.specifications.views import specification_view
from shared.events.contracts import specifications as e
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.specifications.history import (
    ABOUT,
    CONTENT,
    DAY,
    DRAFT,
    NO_OUTCOMES,
    PATIENTS,
    PROVIDER,
    agreed,
    deliverable,
    drafted,
    ready,
    rewritten,
    second,
    with_patients,
    with_provider,
    withdrawn,
)

AGREE = c.AgreeSpecification(version_no=1, by="jo", today=DAY)


class TestDraftSpecification:
    def test_begins_with_the_draft_of_version_one(self) -> None:
        given(specification_decider).when(DRAFT).then(drafted)
        row = row_after(specification_view, drafted)
        assert (row.status, row.draft_no, row.in_force_no) == ("draft", 1, None)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"commissioners": ("RF4",)}, r.SpecifiedByNoCommissioner),
            ({"localities": ("nowhere",)}, UnknownLocality),
        ],
    )
    def test_refuses_who_commissions_nothing_and_what_lies_nowhere(
        self, changes: dict[str, object], refusal: type[Refused]
    ) -> None:
        given(specification_decider).when(DRAFT.model_copy(update=changes)).then_refused(refusal)


class TestLinkedOutcomes:
    FRAMEWORK = UUID(int=7)
    LINKED = CONTENT.model_copy(
        update={"outcomes": (e.LinkedOutcome(indicator="ADM-75", outcome="Fewer", framework_id=FRAMEWORK),)}
    )

    @pytest.mark.parametrize("known", [{}, {FRAMEWORK: ()}, {FRAMEWORK: ("ADM-65",)}])
    def test_refuses_a_framework_nobody_knows_and_an_indicator_it_does_not_have(
        self, known: dict[UUID, tuple[str, ...]]
    ) -> None:
        facts = {"content": self.LINKED, "known_indicators": known}
        given(specification_decider).when(DRAFT.model_copy(update=facts)).then_refused(r.OutcomesFrameworkUnknown)
        rewrite = TestRewriteSpecification.REWRITE.model_copy(update=facts)
        given(specification_decider, drafted).when(rewrite).then_refused(r.OutcomesFrameworkUnknown)

    def test_accepts_an_indicator_of_the_framework(self) -> None:
        facts = {"content": self.LINKED, "known_indicators": {self.FRAMEWORK: ("ADM-65", "ADM-75")}}
        assert given(specification_decider).when(DRAFT.model_copy(update=facts)).happened()


class TestRewriteSpecification:
    REWRITE = c.RewriteSpecification(content=CONTENT, reason="Clearer access", known_indicators={}, by="bob")

    def test_makes_providers_say_anew_whether_it_is_deliverable(self) -> None:
        given(specification_decider, *ready).when(self.REWRITE).then(rewritten)
        given(specification_decider, *ready, rewritten).when(AGREE).then_refused(r.SpecificationNotDeliverable)

    def test_refuses_an_agreed_version(self) -> None:
        given(specification_decider, *ready, agreed).when(self.REWRITE).then_refused(r.SpecificationNotInDraft)


class TestRecordSpecificationCoProduction:
    def test_lets_a_provider_see_the_draft_and_names_a_group_without_a_code(self) -> None:
        record = c.RecordSpecificationCoProduction(co_producer=PATIENTS, today=DAY)
        given(specification_decider, drafted).when(record).then(with_patients)
        given(specification_decider, drafted).when(record.model_copy(update={"co_producer": PROVIDER})).then(
            with_provider
        )

    def test_refuses_a_day_to_come(self) -> None:
        early = c.RecordSpecificationCoProduction(co_producer=PATIENTS, today=date(2018, 4, 30))
        given(specification_decider, drafted).when(early).then_refused(r.CoProducedInFuture)

    def test_refuses_a_provider_without_its_code(self) -> None:
        nameless = PROVIDER.model_copy(update={"ods": None})
        asked = c.RecordSpecificationCoProduction(co_producer=nameless, today=DAY)
        given(specification_decider, drafted).when(asked).then_refused(r.ProviderWithoutCode)


class TestStateSpecificationDeliverability:
    SAY = c.StateSpecificationDeliverability(
        version_no=1, deliverable=True, statement="With two more nurses.", org="RAT", today=DAY
    )

    def test_is_said_by_a_provider_that_took_part(self) -> None:
        given(specification_decider, drafted, with_provider).when(self.SAY).then(deliverable)

    @pytest.mark.parametrize("org", ["07L", "RF4"])
    def test_refuses_anybody_else(self, org: str) -> None:
        other = self.SAY.model_copy(update={"org": org})
        given(specification_decider, drafted, with_provider).when(other).then_refused(r.NotACoProducingProvider)

    def test_refuses_another_version_than_the_draft(self) -> None:
        other = self.SAY.model_copy(update={"version_no": 2})
        given(specification_decider, drafted, with_provider).when(other).then_refused(r.NotTheDraftVersion)

    def test_the_later_statement_of_a_provider_stands(self) -> None:
        (doubt,) = (
            given(specification_decider, *ready).when(self.SAY.model_copy(update={"deliverable": False})).happened()
        )
        given(specification_decider, *ready, doubt).when(AGREE).then_refused(r.SpecificationNotDeliverable)
        assert given(specification_decider, *ready, doubt, deliverable).when(AGREE).happened()


class TestAgreeSpecification:
    def test_lets_the_draft_stand(self) -> None:
        given(specification_decider, *ready).when(AGREE).then(agreed)

    @pytest.mark.parametrize("left_out", [with_patients, with_provider])
    def test_refuses_without_users_or_without_a_provider(self, left_out: e.SpecificationEvent) -> None:
        history = [one for one in ready if one not in (left_out, deliverable)]
        given(specification_decider, *history).when(AGREE).then_refused(r.NotCoProduced)

    def test_refuses_without_any_statement_of_deliverability(self) -> None:
        given(specification_decider, *ready[:-1]).when(AGREE).then_refused(r.SpecificationNotDeliverable)

    def test_refuses_without_outcomes(self) -> None:
        bare = drafted.model_copy(update={"content": NO_OUTCOMES})
        given(specification_decider, bare, *ready[1:]).when(AGREE).then_refused(r.SpecificationWithoutOutcomes)

    def test_refuses_whoever_wrote_any_of_it(self) -> None:
        history = (*ready, rewritten, deliverable)
        for author in ("ann", "bob"):
            given(specification_decider, *history).when(AGREE.model_copy(update={"by": author})).then_refused(
                ApprovedByProposer
            )

    def test_refuses_another_version_than_was_read(self) -> None:
        given(specification_decider, *ready).when(AGREE.model_copy(update={"version_no": 2})).then_refused(
            r.NotTheDraftVersion
        )

    def test_a_further_version_needs_its_own_co_production_and_then_supersedes(self) -> None:
        both = AGREE.model_copy(update={"version_no": 2})
        given(specification_decider, *ready, agreed, second).when(both).then_refused(r.NotCoProduced)
        anew = [one.model_copy(update={"version_no": 2}) for one in (with_patients, with_provider, deliverable)]
        history = (*ready, agreed, second, *anew)
        superseding = e.SpecificationAgreed(**ABOUT, version_no=2, supersedes=1, agreed_on=DAY)
        given(specification_decider, *history).when(both).then(superseding)
        row = row_after(specification_view, *history, superseding)
        assert [one.status for one in row.versions] == ["superseded", "agreed"]
        assert row_after(specification_view, *history).in_force_no == 1
        assert row.in_force_no == 2


class TestDraftSpecificationVersion:
    AGAIN = c.DraftSpecificationVersion(content=CONTENT, known_indicators={}, by="cat", today=DAY)

    def test_leaves_the_agreed_one_standing(self) -> None:
        given(specification_decider, *ready, agreed).when(self.AGAIN).then(second)
        assert row_after(specification_view, *ready, agreed, second).versions[0].status == "agreed"

    def test_refuses_a_second_draft(self) -> None:
        given(specification_decider, drafted).when(self.AGAIN).then_refused(r.SpecificationDraftOpen)


class TestWithdrawSpecificationDraft:
    WITHDRAW = c.WithdrawSpecificationDraft(reason="The service is decommissioned")

    def test_leaves_what_was_agreed(self) -> None:
        given(specification_decider, *ready, agreed, second).when(self.WITHDRAW).then(withdrawn)
        row = row_after(specification_view, *ready, agreed, second, withdrawn)
        assert (row.status, row.in_force_no, row.draft_no) == ("agreed", 1, None)
        first = withdrawn.model_copy(update={"version_no": 1})
        assert row_after(specification_view, drafted, first).status == "withdrawn"

    def test_refuses_without_a_draft(self) -> None:
        given(specification_decider, *ready, agreed).when(self.WITHDRAW).then_refused(r.SpecificationNotInDraft)


def test_an_unknown_specification_is_not_found() -> None:
    given(specification_decider).when(AGREE).then_refused(r.SpecificationNotFound)


def test_a_co_producer_is_told_by_its_name() -> None:
    assert with_patients.tell() == "Havering patients' group took part in version 1 of specification SPEC-7"
