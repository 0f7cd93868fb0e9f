"""One asks, another decides, once; nobody's care is cut off."""

import json

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.referrals.erasures import refusals as no
from services.referrals.erasures.commands import RequestErasureBody
from services.referrals.erasures.domain import ErasureStatus, erasure_decider
from services.referrals.erasures.views import erasure_view
from shared.kernel.message import JsonText, NotThisShape
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.referrals.erasures.story import (
    DOCTOR,
    PROVIDER,
    REQUEST,
    REVIEWER,
    approve,
    approved,
    cancel,
    cancelled,
    decline,
    declined,
    requested,
)


class TestRequestErasure:
    def test_is_recorded_with_its_ground_and_by_whom(self) -> None:
        given(erasure_decider).when(REQUEST).then(requested)

    def test_of_somebody_whose_key_is_destroyed_is_refused(self) -> None:
        again = REQUEST.model_copy(update={"already_erased": True})
        given(erasure_decider).when(again).then_refused(no.PersonAlreadyErased)

    def test_is_made_once(self) -> None:
        given(erasure_decider, requested).when(REQUEST).then_refused(no.ErasureAlreadyRequested)

    @pytest.mark.parametrize("reference", ["IG-2026-17", "AB-2026-1", "ABCD-2026-99999"])
    def test_names_a_file_of_paperwork(self, reference: str) -> None:
        body = {"referral_id": str(REQUEST.erasure_id), "ground": "consent_withdrawn", "reference": reference}
        assert read(body).reference == reference

    @pytest.mark.parametrize(
        "reference", ["", "IG-2026-999999", "SMITH-2026-1", "9990000018", "IG-2026-17 ", "ig-2026-1"]
    )
    def test_has_no_room_for_a_name_or_a_number_of_ten_digits(self, reference: str) -> None:
        with pytest.raises(NotThisShape):
            read({"nhs_number": "9990000018", "ground": "consent_withdrawn", "reference": reference})

    @pytest.mark.parametrize(
        "person", [{}, {"nhs_number": "9990000018", "referral_id": str(REQUEST.erasure_id)}], ids=["nobody", "two"]
    )
    def test_names_one_person(self, person: dict[str, str]) -> None:
        with pytest.raises(NotThisShape) as refused:
            read(person | {"ground": "consent_withdrawn", "reference": "IG-2026-17"})
        assert "9990000018" not in str(refused.value.errors)


class TestApproveErasure:
    def test_is_given_by_somebody_else(self) -> None:
        given(erasure_decider, requested).when(approve()).then(approved)

    def test_by_whoever_asked_is_refused(self) -> None:
        given(erasure_decider, requested).when(approve(by=DOCTOR)).then_refused(no.DecidedByRequester)

    def test_is_refused_while_one_referral_is_under_way(self) -> None:
        given(erasure_decider, requested).when(approve(under_way=1)).then_refused(no.CareUnderWay)

    def test_of_nothing_is_not_found(self) -> None:
        given(erasure_decider).when(approve()).then_refused(no.ErasureNotFound)


class TestDeclineErasure:
    def test_is_said_with_its_reason(self) -> None:
        given(erasure_decider, requested).when(decline()).then(declined)

    def test_by_whoever_asked_is_refused(self) -> None:
        given(erasure_decider, requested).when(decline(by=DOCTOR)).then_refused(no.DecidedByRequester)


class TestCancelErasure:
    def test_is_for_the_organisation_that_asked(self) -> None:
        given(erasure_decider, requested).when(cancel()).then(cancelled)

    def test_by_another_party_is_refused(self) -> None:
        given(erasure_decider, requested).when(cancel(by_org=PROVIDER)).then_refused(no.NotTheRequester)


@pytest.mark.parametrize("decision", [approved, declined, cancelled], ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("command", [approve(), decline(), cancel()], ids=lambda command: type(command).__name__)
def test_is_decided_once(decision: object, command: object) -> None:
    given(erasure_decider, requested, decision).when(command).then_refused(no.ErasureAlreadyDecided)  # type: ignore[arg-type]  # events and commands of the tables above


class TestErasureRow:
    def test_names_the_pending_person_until_it_is_decided(self) -> None:
        assert row_after(erasure_view, requested).pending_person == "p-someone"
        for decision in (approved, declined, cancelled):
            assert row_after(erasure_view, requested, decision).pending_person is None

    def test_says_who_asked_who_decided_and_why(self) -> None:
        row = row_after(erasure_view, requested, approved)
        assert (row.status, row.requested_by, row.decided_by) == (ErasureStatus.APPROVED, DOCTOR, REVIEWER)
        assert (row.ground, row.finding, row.reason) == ("consent_withdrawn", "retention_period_over", None)
        assert row_after(erasure_view, requested, declined).reason == "record_must_be_kept"


asked = st.one_of(
    st.builds(approve, by=st.sampled_from([DOCTOR, REVIEWER]), under_way=st.integers(0, 1)),
    st.builds(decline, by=st.sampled_from([DOCTOR, REVIEWER])),
    st.builds(cancel, by_org=st.sampled_from(["F82001", PROVIDER])),
)


@for_all(st.lists(asked, max_size=6))
def test_whatever_is_asked_there_is_one_decision_and_never_by_the_requester(commands: list[object]) -> None:
    history = [requested]
    for command in commands:
        try:
            history += erasure_decider.decide(command, erasure_decider.fold(history))  # type: ignore[arg-type]  # commands of the table above
        except Refused:
            continue
    row = row_after(erasure_view, *history)
    assert len(history) <= 2
    assert (row.status == ErasureStatus.REQUESTED) == (row.pending_person is not None) == (len(history) == 1)
    assert row.decided_by != DOCTOR


def read(body: object) -> RequestErasureBody:
    return TypeAdapter(RequestErasureBody).validate_python(JsonText(json.dumps(body).encode()))
