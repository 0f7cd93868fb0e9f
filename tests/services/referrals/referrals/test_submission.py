"""How a referral begins, at the edges of its rules and refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.referrals.referrals import refusals as r
from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.foreign import locality_on
from services.referrals.referrals.sealing import valid_date_of_birth, valid_nhs_number
from services.referrals.referrals.submission import PROVIDING_KINDS, missing_results
from shared.events.referrals import referrals as e
from shared.kernel.organisations import Organisation, OrgKind
from tests.kit.scenario import When, given
from tests.services.referrals.referrals.story import (
    ECG,
    FRESH_ECG,
    OTHER,
    PRACTICE,
    PROVIDER,
    PUBLISHED,
    REFERRED,
    SUBMIT,
    TFT,
    history,
    sealed,
)


def submitting(**said: Any) -> When[Any]:
    return given(referral_decider).when(SUBMIT.model_copy(update=said))


class TestSubmitReferral:
    def test_starts_the_clock_on_the_day_of_the_referral(self) -> None:
        submitted, started = submitting().happened()
        assert (submitted.pathway_version, submitted.locality, submitted.specialty_tfc) == (3, "havering-south", "320")
        assert (started.clock_no, started.start, started.rule) == (1, REFERRED, "referral")

    def test_is_dated_today_unless_said_otherwise(self) -> None:
        submitted, started = submitting(authored_on=None).happened()
        assert submitted.authored_on == started.start == REFERRED

    def test_bears_365_days_of_age_and_not_366(self) -> None:
        aged = {"results": (), "today": REFERRED + timedelta(days=365)}
        assert submitting(**aged).happened()
        submitting(**aged | {"today": REFERRED + timedelta(days=366)}).then_refused(r.AuthoredTooLongAgo)

    def test_refuses_a_referral_of_tomorrow(self) -> None:
        submitting(authored_on=REFERRED + timedelta(days=1)).then_refused(r.AuthoredInFuture)

    def test_refuses_a_practice_that_refers_for_another(self) -> None:
        submitting(by_org=PROVIDER).then_refused(r.ReferredForAnother)

    def test_refuses_what_is_no_gp_practice_or_has_no_locality(self) -> None:
        submitting(practice_kind=OrgKind.NHS_TRUST).then_refused(r.NotAGpPractice)
        submitting(practice_locality=None).then_refused(r.NotAGpPractice)

    @pytest.mark.parametrize("kind", [OrgKind.NHS_TRUST, OrgKind.GP_NETWORK, OrgKind.GP_FEDERATION, OrgKind.VOLUNTARY])
    def test_goes_to_those_who_provide_care(self, kind: OrgKind) -> None:
        assert submitting(provider_kind=kind).happened()

    @pytest.mark.parametrize("kind", sorted(set(OrgKind) - PROVIDING_KINDS))
    def test_refuses_to_go_to_anybody_else(self, kind: OrgKind) -> None:
        with pytest.raises(r.NotAProvider) as caught:
            submitting(provider_kind=kind).happened()
        assert caught.value.field == "provider_ods"

    def test_refuses_to_go_to_the_referring_practice(self) -> None:
        submitting(provider_ods=PRACTICE, provider_kind=OrgKind.GP_PRACTICE).then_refused(r.NotAProvider)

    def test_refuses_a_day_on_which_nothing_was_published(self) -> None:
        submitting(published=None).then_refused(r.NoPublishedPathway)

    def test_refuses_another_version_and_names_the_right_one(self) -> None:
        assert submitting(pathway_version=3).happened()
        submitting(pathway_version=2).then_refused(r.NotThePublishedVersion)
        with pytest.raises(r.NotThePublishedVersion, match="Version 3") as refused:
            submitting(pathway_version=2).happened()
        assert refused.value.facts == {"published": 3}

    def test_refuses_another_specialty_than_the_pathways(self) -> None:
        assert submitting(specialty_tfc="320").happened()
        submitting(specialty_tfc="101").then_refused(r.NotThePathwaysSpecialty)

    def test_refuses_a_referral_submitted_before(self) -> None:
        given(referral_decider, *history()).when(SUBMIT).then_refused(r.DuplicateReferral)


class TestResults:
    def test_one_on_the_last_day_of_its_age_makes_it_ready_for_one_stop(self) -> None:
        oldest = FRESH_ECG.model_copy(update={"date": REFERRED - timedelta(days=90)})
        (submitted, _) = submitting(results=(oldest,)).happened()
        assert (submitted.one_stop_ready, submitted.missing_results) == (True, ())

    def test_one_a_day_older_does_not_count(self) -> None:
        too_old = FRESH_ECG.model_copy(update={"date": REFERRED - timedelta(days=91)})
        (submitted, _) = submitting(results=(too_old,)).happened()
        assert (submitted.one_stop_ready, submitted.missing_results) == (False, ("ECG",))

    def test_the_newest_of_several_counts(self) -> None:
        old = FRESH_ECG.model_copy(update={"date": date(2020, 1, 1)})
        assert missing_results((ECG, TFT), (FRESH_ECG, old), REFERRED) == ()

    def test_one_dated_after_the_referral_is_refused_by_its_place(self) -> None:
        late = FRESH_ECG.model_copy(update={"date": REFERRED + timedelta(days=1)})
        with pytest.raises(r.ResultAfterReferral) as refused:
            submitting(results=(FRESH_ECG, late)).happened()
        assert refused.value.field == "results.1.date"

    def test_missing_ones_hold_up_routine_referrals_alone_and_only_where_the_pathway_says_so(self) -> None:
        strict = PUBLISHED.model_copy(update={"required_for_routine": True})
        submitting(results=(), published=strict).then_refused(r.RequiredResultsMissing)
        for priority in ("URGENT", "TWO_WEEK_WAIT"):
            (submitted, _) = submitting(results=(), published=strict, priority=priority).happened()
            assert not submitted.one_stop_ready
        assert submitting(results=()).happened()


class TestDuplicates:
    def test_an_open_referral_of_the_same_patient_and_specialty_is_refused(self) -> None:
        submitting(open_duplicate=OTHER).then_refused(r.DuplicateReferral)

    def test_a_reason_overrides_it_and_is_kept_sealed(self) -> None:
        (submitted, _) = submitting(open_duplicate=OTHER, override_reason=sealed("why")).happened()
        assert (submitted.duplicate_of, submitted.override_reason) == (OTHER, sealed("why"))

    def test_a_reason_without_a_duplicate_is_not_kept(self) -> None:
        (submitted, _) = submitting(override_reason=sealed("why")).happened()
        assert (submitted.duplicate_of, submitted.override_reason) == (None, None)


class TestW15:
    @pytest.mark.parametrize("number", ["9912003888", "9990000018", "9434765919"])
    def test_valid_numbers(self, number: str) -> None:
        assert valid_nhs_number(number) == number

    def test_blanks_and_hyphens_are_left_out(self) -> None:
        assert valid_nhs_number("943 476 5919") == valid_nhs_number("943-476-5919") == "9434765919"

    def test_the_prefix_999000000_has_no_valid_check_digit(self) -> None:
        for digit in range(10):
            with pytest.raises(r.InvalidNhsNumber):
                valid_nhs_number(f"999000000{digit}")

    @pytest.mark.parametrize("digit", "0123456789")
    def test_ten_equal_digits_are_nobodys(self, digit: str) -> None:
        with pytest.raises(r.InvalidNhsNumber):
            valid_nhs_number(digit * 10)

    def test_changing_any_digit_makes_it_invalid(self) -> None:
        good = "9434765919"
        for place in range(10):
            for digit in "0123456789".replace(good[place], ""):
                with pytest.raises(r.InvalidNhsNumber):
                    valid_nhs_number(good[:place] + digit + good[place + 1 :])

    @pytest.mark.parametrize("number", ["", "943476591", "94347659190", "943476591X", "\u0669\u0664\u0663" * 3 + "0"])
    def test_refusal_names_the_field_and_does_not_repeat_the_number(self, number: str) -> None:
        with pytest.raises(r.InvalidNhsNumber) as refused:
            valid_nhs_number(number)
        assert refused.value.field == "nhs_number"
        assert refused.value.detail == "This is not a valid NHS number."
        assert refused.value.facts == {}

    def test_digits_of_another_script_do_not_name_the_person_a_second_time(self) -> None:
        with pytest.raises(r.InvalidNhsNumber):
            valid_nhs_number("9434765919".translate({ord("0") + n: 0x0660 + n for n in range(10)}))


class TestDateOfBirth:
    @pytest.mark.parametrize("born", [date(1900, 1, 1), REFERRED])
    def test_from_1900_to_today(self, born: date) -> None:
        assert valid_date_of_birth(born, REFERRED) == born

    @pytest.mark.parametrize("born", [date(1899, 12, 31), REFERRED + timedelta(days=1), date(2099, 1, 1)])
    def test_refusal_names_the_field_and_does_not_repeat_the_day(self, born: date) -> None:
        with pytest.raises(r.ImpossibleDateOfBirth) as refused:
            valid_date_of_birth(born, REFERRED)
        assert (refused.value.field, refused.value.facts) == ("date_of_birth", {})
        assert str(born.year) not in refused.value.detail


class TestPracticeLocality:
    PRACTICE = Organisation(
        code="F82001",
        name="Some Surgery",
        kind=OrgKind.GP_PRACTICE,
        locality="havering-south",
        opened=date(1974, 4, 1),
        closed=date(2026, 1, 5),
    )

    def test_is_known_from_the_first_to_the_last_day_of_the_practice(self) -> None:
        days = (date(1974, 3, 31), date(1974, 4, 1), date(2026, 1, 5), date(2026, 1, 6))
        assert [locality_on(self.PRACTICE, day) for day in days] == [None, "havering-south", "havering-south", None]


def test_nothing_published_tells_who_the_patient_is() -> None:
    for event in (e.ReferralSubmitted, e.HandoverSent, e.HandoverQueried, e.ReferralTriaged, e.ReferralCancelled):
        spoken = event.sentence
        for word in ("patient_ref", "nhs", "name", "birth", "narrative", "advice", "note", "query}", "diagnosis"):
            assert "{" + word not in spoken
