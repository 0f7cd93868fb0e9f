"""The record of stakeholders and of what they think (R31)."""

from datetime import date
from uuid import UUID

from services.contracts.register.refusals import UnknownLocality
from services.contracts.stakeholders import commands as c
from services.contracts.stakeholders import refusals as r
from services.contracts.stakeholders.domain import stakeholder_decider
from services.contracts.stakeholders.views import stakeholder_view
from shared.events.contracts import stakeholders as e
from tests.kit.scenario import given, row_after

STAKEHOLDER = UUID("01980000-0000-7000-8000-00000000f001")
DAY = date(2018, 5, 1)
REGISTER = c.RegisterStakeholder(
    stakeholder_id=STAKEHOLDER,
    name="Health Overview and Scrutiny Committee",
    kind="elected_body",
    commissioners=("07L", "E09000002"),
    localities=("havering-north",),
    known_localities=frozenset({"havering-north"}),
)
registered = e.StakeholderRegistered(
    stakeholder_id=STAKEHOLDER,
    name="Health Overview and Scrutiny Committee",
    kind="elected_body",
    commissioners=("07L", "E09000002"),
    parties=("07L", "E09000002"),
    localities=("havering-north",),
)
RECORD = c.RecordStakeholderPosition(
    topic="one provider for three boroughs",
    stance="opposed",
    position="Wants the hospital to stay local.",
    sensitivities="Local elections in May.",
    taken_on=DAY,
    today=DAY,
)
opposed = e.StakeholderPositionRecorded(
    stakeholder_id=STAKEHOLDER,
    name="Health Overview and Scrutiny Committee",
    topic="one provider for three boroughs",
    stance="opposed",
    taken_on=DAY,
    position="Wants the hospital to stay local.",
    sensitivities="Local elections in May.",
)


class TestRegisterStakeholder:
    def test_enters_it_for_those_who_deal_with_it(self) -> None:
        given(stakeholder_decider).when(REGISTER).then(registered)

    def test_refuses_a_locality_nobody_knows(self) -> None:
        nowhere = REGISTER.model_copy(update={"localities": ("nowhere",)})
        given(stakeholder_decider).when(nowhere).then_refused(UnknownLocality)


class TestRecordStakeholderPosition:
    def test_is_dated_today_at_the_latest(self) -> None:
        given(stakeholder_decider, registered).when(RECORD).then(opposed)
        early = RECORD.model_copy(update={"today": date(2018, 4, 30)})
        given(stakeholder_decider, registered).when(early).then_refused(r.PositionInFuture)

    def test_the_stance_of_today_is_the_one_taken_last_whenever_it_was_recorded(self) -> None:
        before = opposed.model_copy(update={"stance": "supportive", "taken_on": date(2017, 1, 1)})
        row = row_after(stakeholder_view, registered, opposed, before)
        assert (row.stances, [one.stance for one in row.positions]) == (["opposed"], ["supportive", "opposed"])

    def test_each_topic_has_a_stance_of_its_own(self) -> None:
        other = opposed.model_copy(update={"topic": "budgets", "stance": "neutral"})
        row = row_after(stakeholder_view, registered, opposed, other)
        assert (row.stances, row.topics) == (["neutral", "opposed"], ["budgets", "one provider for three boroughs"])

    def test_refuses_a_stakeholder_nobody_entered(self) -> None:
        given(stakeholder_decider).when(RECORD).then_refused(r.StakeholderNotFound)


def test_what_is_told_of_a_position_is_no_more_than_the_stance() -> None:
    assert opposed.tell() == (
        "Health Overview and Scrutiny Committee is opposed on one provider for three boroughs since 2018-05-01"
    )
