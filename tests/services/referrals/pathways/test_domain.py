"""The rules of pathways, at their edges and refused."""

from datetime import date

import pytest

from services.referrals.pathways import commands as c
from services.referrals.pathways import refusals as r
from services.referrals.pathways.domain import pathway_decider
from shared.events.referrals import pathways as e
from shared.kernel.organisations import OrgKind
from tests.kit.scenario import given
from tests.services.referrals.pathways.story import (
    CRITERIA,
    DRAFT,
    FROM,
    PATHWAY,
    STEPS,
    TESTS,
    TITLE,
    TODAY,
    agreed,
    all_agreed,
    drafted,
    edited,
    in_review,
    new_version,
    published,
    published_on,
    signed,
    under_review,
    written,
)

withdrawn = e.PathwayWithdrawn(
    pathway_id=PATHWAY, title=TITLE, version=1, from_date=date(2026, 2, 1), reason="replaced by a national pathway"
)
EDIT_STEPS = c.EditPathwaySection(section="management_steps", content=STEPS)
SUBMIT = c.SubmitPathwayForReview()


def sign(party: str, org: str | None = None) -> c.SignOffPathway:
    return c.SignOffPathway(party=party, signer_org=org or party, today=TODAY)


class TestDraftPathway:
    def test_begins_the_first_version(self) -> None:
        given(pathway_decider).when(DRAFT).then(drafted)

    def test_refuses_the_same_pathway_twice(self) -> None:
        given(pathway_decider, drafted).when(DRAFT).then_refused(r.PathwayAlreadyDrafted)

    def test_refuses_a_signatory_named_twice(self) -> None:
        twice = DRAFT.model_copy(update={"required_signatories": ("RF4", "RF4")})
        given(pathway_decider).when(twice).then_refused(r.SignatoryNamedTwice)

    @pytest.mark.parametrize("owner_kind", [OrgKind.GP_NETWORK, OrgKind.GP_FEDERATION])
    @pytest.mark.parametrize("provider_kind", [OrgKind.NHS_TRUST, OrgKind.VOLUNTARY])
    def test_of_two_parties_is_pan_alliance_with_a_provider(self, owner_kind: OrgKind, provider_kind: OrgKind) -> None:
        two = DRAFT.model_copy(update={"signatory_kinds": (owner_kind, provider_kind)})
        given(pathway_decider).when(two).then(drafted)

    @pytest.mark.parametrize(
        ("signatories", "kinds", "field"),
        [
            (("ILLN05",), (OrgKind.GP_NETWORK,), "required_signatories"),
            (("ILLN04", "RF4"), (OrgKind.GP_NETWORK, OrgKind.NHS_TRUST), "required_signatories"),
            (("ILLN05", "ILLF01"), (OrgKind.GP_NETWORK, OrgKind.GP_FEDERATION), "required_signatories"),
            (("ILLN05", "07L"), (OrgKind.GP_NETWORK, OrgKind.CCG), "required_signatories"),
            (("ILLN05", "RF4"), (OrgKind.CCG, OrgKind.NHS_TRUST), "owner_network"),
        ],
    )
    def test_refuses_what_is_not_agreed_across_the_alliance(
        self, signatories: tuple[str, ...], kinds: tuple[OrgKind, ...], field: str
    ) -> None:
        few = DRAFT.model_copy(update={"required_signatories": signatories, "signatory_kinds": kinds})
        with pytest.raises(r.NotPanAlliance) as caught:
            given(pathway_decider).when(few).happened()
        assert caught.value.field == field


class TestEditPathwaySection:
    def test_replaces_a_section_of_the_draft(self) -> None:
        given(pathway_decider, drafted).when(EDIT_STEPS).then(edited(STEPS))

    def test_after_a_signature_withdraws_it_and_the_review_begins_anew(self) -> None:
        one_signed = (*under_review, signed("RF4", ("ILLN05",)))
        given(pathway_decider, *one_signed).when(EDIT_STEPS).then(edited(STEPS, withdrawn=("RF4",)))
        given(pathway_decider, *one_signed).when(EDIT_STEPS, SUBMIT).then(in_review())

    def test_of_an_agreed_version_takes_it_back_to_draft(self) -> None:
        publish = c.PublishPathway(from_date=FROM, today=TODAY)
        given(pathway_decider, *all_agreed).when(EDIT_STEPS, publish).then_refused(r.NotAgreedByAll)

    def test_refuses_a_published_version(self) -> None:
        given(pathway_decider, *published).when(EDIT_STEPS).then_refused(r.PublishedVersionNeverEdited)

    def test_refuses_content_of_another_section(self) -> None:
        crossed = c.EditPathwaySection(section="red_flags", content=STEPS)
        given(pathway_decider, drafted).when(crossed).then_refused(r.SectionNamedDifferently)

    def test_refuses_an_investigation_named_twice(self) -> None:
        twice = TESTS.model_copy(update={"investigations": TESTS.investigations[:1] * 2})
        command = c.EditPathwaySection(section="investigations", content=twice)
        given(pathway_decider, drafted).when(command).then_refused(r.InvestigationNamedTwice)

    def test_refuses_a_pathway_nobody_drafted(self) -> None:
        given(pathway_decider).when(EDIT_STEPS).then_refused(r.PathwayNotFound)


class TestSubmitPathwayForReview:
    def test_lays_the_draft_before_its_parties(self) -> None:
        given(pathway_decider, *written).when(SUBMIT).then(in_review())

    def test_refuses_while_any_compulsory_section_was_never_written(self) -> None:
        for missing in (STEPS, TESTS, CRITERIA):
            others = [edited(section) for section in (STEPS, TESTS, CRITERIA) if section is not missing]
            given(pathway_decider, drafted, *others).when(SUBMIT).then_refused(r.CompulsorySectionEmpty)

    def test_refuses_a_compulsory_section_emptied_again(self) -> None:
        emptied = edited(STEPS.model_copy(update={"steps": ()}))
        given(pathway_decider, *written, emptied).when(SUBMIT).then_refused(r.CompulsorySectionEmpty)

    def test_refuses_twice(self) -> None:
        given(pathway_decider, *under_review).when(SUBMIT).then_refused(r.NotADraft)


class TestSignOffPathway:
    def test_names_who_has_still_to_sign(self) -> None:
        given(pathway_decider, *under_review).when(sign("RF4")).then(signed("RF4", ("ILLN05",)))

    def test_the_last_signature_makes_it_agreed(self) -> None:
        given(pathway_decider, *under_review).when(sign("ILLN05"), sign("RF4")).then(signed("RF4", ()), agreed())

    def test_asked_twice_signs_once(self) -> None:
        given(pathway_decider, *under_review).when(sign("RF4"), sign("RF4")).then()

    def test_refuses_one_who_signs_for_another(self) -> None:
        given(pathway_decider, *under_review).when(sign("RF4", org="RAT")).then_refused(r.SignedForAnother)

    def test_refuses_a_party_that_is_not_named(self) -> None:
        given(pathway_decider, *under_review).when(sign("RAT")).then_refused(r.NotARequiredSignatory)

    def test_refuses_a_draft_nobody_submitted(self) -> None:
        given(pathway_decider, *written).when(sign("RF4")).then_refused(r.NotInReview)


class TestPublishPathway:
    def test_the_first_version_may_apply_from_a_past_day(self) -> None:
        past = date(2024, 1, 5)
        publish = c.PublishPathway(from_date=past, today=TODAY)
        given(pathway_decider, *all_agreed).when(publish).then(published_on(past))

    def test_refuses_a_first_version_of_more_than_two_years_ago(self) -> None:
        publish = c.PublishPathway(from_date=date(2024, 1, 4), today=TODAY)
        given(pathway_decider, *all_agreed).when(publish).then_refused(r.BackdatedTooFar)

    def test_refuses_with_one_signature_missing(self) -> None:
        publish = c.PublishPathway(from_date=FROM, today=TODAY)
        given(pathway_decider, *under_review).when(sign("RF4"), publish).then_refused(r.NotAgreedByAll)

    def test_a_later_version_takes_the_place_of_the_one_before(self) -> None:
        publish = c.PublishPathway(from_date=date(2026, 1, 6), today=TODAY)
        superseded = e.PathwaySuperseded(
            pathway_id=PATHWAY, title=TITLE, version=1, by_version=2, to_date=date(2026, 1, 5)
        )
        given(pathway_decider, *published, *new_version(2)).when(publish).then(
            published_on(date(2026, 1, 6), version=2, supersedes=1), superseded
        )

    def test_refuses_a_later_version_on_the_first_day_of_the_one_before(self) -> None:
        publish = c.PublishPathway(from_date=FROM, today=TODAY)
        given(pathway_decider, *published, *new_version(2)).when(publish).then_refused(r.NotAfterVersionBefore)

    def test_refuses_a_later_version_from_yesterday(self) -> None:
        publish = c.PublishPathway(from_date=date(2026, 3, 1), today=date(2026, 3, 2))
        given(pathway_decider, *published, *new_version(2)).when(publish).then_refused(r.PublishedIntoThePast)

    def test_refuses_when_nothing_is_drafted(self) -> None:
        publish = c.PublishPathway(from_date=FROM, today=TODAY)
        given(pathway_decider, *published).when(publish).then_refused(r.PublishedVersionNeverEdited)


class TestDraftPathwayVersion:
    def test_copies_the_published_version(self) -> None:
        (again,) = given(pathway_decider, *published).when(c.DraftPathwayVersion()).happened()
        assert (again.version, again.from_version, again.sections) == (2, 1, (STEPS, TESTS, CRITERIA))

    def test_refuses_a_second_draft(self) -> None:
        again = c.DraftPathwayVersion()
        given(pathway_decider, *published).when(again, again).then_refused(r.DraftAlreadyOpen)

    def test_refuses_before_the_first_is_published(self) -> None:
        given(pathway_decider, *all_agreed).when(c.DraftPathwayVersion()).then_refused(r.DraftAlreadyOpen)


class TestWithdrawPathway:
    def test_from_today_at_the_earliest(self) -> None:
        command = c.WithdrawPathway(reason=withdrawn.reason, from_date=date(2026, 2, 1), today=date(2026, 2, 1))
        given(pathway_decider, *published).when(command).then(withdrawn)
        late = command.model_copy(update={"today": date(2026, 2, 2)})
        given(pathway_decider, *published).when(late).then_refused(r.WithdrawnIntoThePast)

    def test_refuses_everything_afterwards(self) -> None:
        for command in (EDIT_STEPS, SUBMIT, sign("RF4"), c.DraftPathwayVersion()):
            given(pathway_decider, *published, withdrawn).when(command).then_refused(r.PathwayAlreadyWithdrawn)
