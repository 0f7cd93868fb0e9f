"""The way back to primary care, at the edges of its rules and refused."""

from datetime import date

import pytest

from services.referrals.referrals import commands as c
from services.referrals.referrals import refusals as r
from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.handover import handover_due_on
from services.referrals.referrals.records import record_view
from services.referrals.referrals.stages import HandoverStatus
from services.referrals.referrals.views import referral_view
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.referrals.referrals.story import (
    DISCHARGED,
    PRACTICE,
    PROVIDER,
    SENT,
    TREATED,
    acknowledge,
    history,
    query,
    resolve,
    sealed,
    send,
)

DAY = date(2026, 5, 28)
QUERIED = (*SENT, query(DAY))
RESOLVED = (*QUERIED, resolve(DAY))


def refused(told: tuple[c.ReferralCommand, ...], asked: c.ReferralCommand, refusal: type[Refused]) -> None:
    given(referral_decider, *history(*told)).when(asked).then_refused(refusal)


def status(told: tuple[c.ReferralCommand, ...]) -> HandoverStatus:
    handover: HandoverStatus = row_after(referral_view, *history(*told)).handover_status
    return handover


class TestHandoverDue:
    @pytest.mark.parametrize(
        ("discharged_on", "due_on"),
        [
            (date(2017, 3, 31), date(2017, 4, 14)),
            (date(2017, 4, 1), date(2017, 4, 11)),
            (date(2018, 4, 1), date(2018, 4, 8)),
        ],
    )
    def test_clinic_letters_by_the_contract_of_the_day(self, discharged_on: date, due_on: date) -> None:
        assert handover_due_on("op", discharged_on) == due_on

    def test_summaries_by_the_end_of_the_next_day(self) -> None:
        for setting in ("ip", "dc", "ed"):
            assert handover_due_on(setting, date(2026, 5, 20)) == date(2026, 5, 21)


class TestSendHandover:
    @pytest.mark.parametrize(("sent_on", "on_time"), [(date(2026, 5, 27), True), (date(2026, 5, 28), False)])
    def test_is_on_time_until_the_day_it_is_due(self, sent_on: date, on_time: bool) -> None:
        (sent,) = given(referral_decider, *history(*DISCHARGED)).when(send(sent_on)).happened()
        assert (sent.on_time, sent.due_on) == (on_time, date(2026, 5, 27))

    def test_before_discharge_is_refused(self) -> None:
        refused(TREATED, send(DAY), r.NotDischarged)

    def test_dated_before_the_discharge_is_refused(self) -> None:
        refused(DISCHARGED, send(date(2026, 5, 19)), r.DateOutOfOrder)

    def test_twice_is_refused(self) -> None:
        refused(SENT, send(DAY), r.HandoverAlreadySent)

    def test_by_the_practice_is_refused(self) -> None:
        refused(DISCHARGED, send(DAY, by_org=PRACTICE), r.NotTheProvider)


class TestAcknowledgeHandover:
    def test_closes_it(self) -> None:
        told = (*SENT, acknowledge(DAY))
        assert status(told) is HandoverStatus.ACKNOWLEDGED
        refused(told, acknowledge(DAY), r.HandoverAcknowledgedAlready)
        refused(told, query(DAY), r.HandoverAcknowledgedAlready)

    def test_before_it_was_sent_is_refused(self) -> None:
        refused(DISCHARGED, acknowledge(DAY), r.HandoverNotSent)

    def test_while_a_query_is_open_is_refused(self) -> None:
        refused(QUERIED, acknowledge(DAY), r.HandoverQueryOpen)

    def test_by_the_provider_is_refused(self) -> None:
        refused(SENT, acknowledge(DAY, by_org=PROVIDER), r.NotThePractice)


class TestQueryHandover:
    def test_is_answered_and_may_be_asked_again(self) -> None:
        statuses = [status(told) for told in (SENT, QUERIED, RESOLVED, (*RESOLVED, query(DAY)))]
        assert statuses == [
            HandoverStatus.SENT,
            HandoverStatus.QUERIED,
            HandoverStatus.RESOLVED,
            HandoverStatus.QUERIED,
        ]
        assert status((*RESOLVED, acknowledge(DAY))) is HandoverStatus.ACKNOWLEDGED

    def test_one_at_a_time(self) -> None:
        refused(QUERIED, query(DAY), r.HandoverQueryOpen)

    def test_is_resolved_by_the_provider_and_only_when_open(self) -> None:
        refused(QUERIED, resolve(DAY, by_org=PRACTICE), r.NotTheProvider)
        refused(SENT, resolve(DAY), r.NoQueryOpen)

    def test_keeps_question_and_answer_together(self) -> None:
        (asked,) = row_after(record_view, *history(*RESOLVED)).queries
        assert (asked.query, asked.answer, asked.resolved_on) == (sealed("query"), sealed("answer"), DAY)
