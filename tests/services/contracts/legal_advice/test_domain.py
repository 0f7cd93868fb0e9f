"""The rules of the register of legal advice (R106): privileged advice is shown to nobody else."""

from datetime import timedelta

import pytest

from services.contracts.legal_advice import commands as c
from services.contracts.legal_advice import refusals as r
from services.contracts.legal_advice.domain import legal_advice_decider
from services.contracts.legal_advice.views import legal_advice_view
from shared.kernel.privacy import private_fields
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.legal_advice.history import (
    ADVICE,
    LATER,
    PROCUREMENT,
    RECORD,
    STRATEGY,
    TODAY,
    linked,
    recorded,
    shared_with_provider,
    superseded,
    waived,
)

SHARE = c.ShareLegalAdvice(shared_with=("RF4", "07L", "RF4"))
WAIVE = c.WaiveLegalPrivilege(reason="To be shown to the regulator.", by="persona:approver")


class TestRecordLegalAdvice:
    def test_enters_it_with_each_subject_once(self) -> None:
        given(legal_advice_decider).when(RECORD).then(recorded)

    def test_what_was_asked_and_answered_is_not_published(self) -> None:
        assert private_fields(type(recorded)) == {"question", "summary"}
        assert recorded.tell() == "Legal advice LA-1 on data protection was recorded"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"advised_on": TODAY + timedelta(days=1)}, r.AdvisedInFuture),
            ({"commissioned_by": ("07L", "RF4")}, r.AdviceOfAProvider),
            ({"not_found": (0,)}, r.SubjectNotFound),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else None,
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        given(legal_advice_decider).when(RECORD.model_copy(update=changes)).then_refused(refusal)

    def test_refuses_the_same_again(self) -> None:
        given(legal_advice_decider, recorded).when(RECORD).then_refused(r.LegalAdviceRefTaken)


class TestLinkLegalAdvice:
    def test_adds_what_is_new(self) -> None:
        wish = c.LinkLegalAdvice(subjects=(STRATEGY, f"/api/v1{PROCUREMENT}"), not_found=())
        given(legal_advice_decider, recorded).when(wish).then(linked)
        given(legal_advice_decider, recorded, linked).when(wish).then()
        assert row_after(legal_advice_view, recorded, linked).subjects == [STRATEGY, PROCUREMENT]

    def test_refuses_what_is_not_there(self) -> None:
        wish = c.LinkLegalAdvice(subjects=(PROCUREMENT,), not_found=(0,))
        given(legal_advice_decider, recorded).when(wish).then_refused(r.SubjectNotFound)


class TestPrivilege:
    def test_privileged_advice_is_not_shared_until_privilege_is_waived(self) -> None:
        given(legal_advice_decider, recorded).when(SHARE).then_refused(r.PrivilegedAdviceIsNotShared)
        given(legal_advice_decider, recorded).when(WAIVE).then(waived)
        given(legal_advice_decider, recorded, waived).when(SHARE).then(shared_with_provider)
        given(legal_advice_decider, recorded, waived, shared_with_provider).when(SHARE).then()
        assert "RF4" in row_after(legal_advice_view, recorded, waived, shared_with_provider).parties

    def test_is_waived_once(self) -> None:
        given(legal_advice_decider, recorded, waived).when(WAIVE).then_refused(r.NotPrivileged)


class TestSupersedeLegalAdvice:
    SECOND = c.LaterAdvice(legal_advice_id=LATER, ref="LA-2", advised_on=TODAY)
    WISH = c.SupersedeLegalAdvice(
        superseded_by=LATER, later=c.LaterAdvice(legal_advice_id=LATER, ref="LA-2", advised_on=TODAY)
    )

    def test_lets_advice_of_the_same_day_or_later_take_its_place_once(self) -> None:
        given(legal_advice_decider, recorded).when(self.WISH).then(superseded)
        given(legal_advice_decider, recorded, superseded).when(self.WISH).then_refused(r.AdviceIsSuperseded)

    def test_refuses_older_advice_itself_and_what_is_not_there(self) -> None:
        older = self.SECOND.model_copy(update={"advised_on": TODAY - timedelta(days=1)})
        itself = self.SECOND.model_copy(update={"legal_advice_id": ADVICE})
        for later in (older, itself, None):
            wish = self.WISH.model_copy(update={"later": later})
            given(legal_advice_decider, recorded).when(wish).then_refused(r.NotLaterAdvice)

    def test_refuses_advice_nobody_recorded(self) -> None:
        given(legal_advice_decider).when(self.WISH).then_refused(r.LegalAdviceNotFound)
