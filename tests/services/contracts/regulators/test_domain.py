"""The rules of contacts with regulators (R23)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.regulators import commands as c
from services.contracts.regulators import refusals as r
from services.contracts.regulators.domain import regulator_decider
from services.contracts.regulators.known import UnknownRegulator, regulator
from services.contracts.regulators.timers import due_command, due_of
from services.contracts.regulators.views import assurance_contact_view
from shared.kernel.parts import Evidence
from tests.kit.scenario import given, row_after

CONTACT = UUID("01980000-0000-7000-8000-00000000b001")
HELD, TODAY, DUE = date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 31)
LETTER = (Evidence(kind="letter", uri="urn:letter", period="2026"),)

RECORD = c.RecordAssuranceContact(
    assurance_contact_id=CONTACT,
    organisations=("07L", "RF4"),
    localities=("havering-north",),
    regulator="cqc",
    kind="inspection",
    held_on=HELD,
    subject="Urgent care pathway",
    summary="Visited two sites",
    today=TODAY,
)
FIND = c.RecordRegulatorFinding(
    severity="concern", text="Waits are not audited", found_on=HELD, answer_due_on=DUE, today=TODAY
)
ANSWER = c.AnswerRegulatorFinding(
    finding_no=1, answer="Audited monthly from April", answered_on=TODAY, evidence=LETTER, today=TODAY, by_org="RF4"
)
CLOSE = c.CloseRegulatorFinding(finding_no=1, closed_on=TODAY, evidence=LETTER, today=TODAY)


def changed(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def events(*wishes: Any) -> list[Any]:
    contact, happened = regulator_decider.initial, list[Any]()
    for wish in wishes:
        new = regulator_decider.decide(wish, contact)
        happened += new
        contact = regulator_decider.fold(new, contact)
    return happened


def row(*wishes: Any) -> Any:
    return row_after(assurance_contact_view, *events(*wishes))


class TestRecordAssuranceContact:
    def test_names_the_regulator_and_concerns_the_organisations(self) -> None:
        (recorded,) = given(regulator_decider).when(RECORD).happened()
        assert (recorded.regulator_name, recorded.parties) == ("Care Quality Commission", ("07L", "RF4"))

    def test_refuses_a_day_to_come(self) -> None:
        tomorrow = changed(RECORD, held_on=TODAY + timedelta(days=1))
        given(regulator_decider).when(tomorrow).then_refused(r.ContactInFuture)
        assert events(changed(RECORD, held_on=TODAY))

    def test_refuses_an_organisation_named_twice(self) -> None:
        twice = changed(RECORD, organisations=("07L", "07L"))
        given(regulator_decider).when(twice).then_refused(NamedTwice)

    @pytest.mark.parametrize(
        ("code", "day", "there"),
        [
            ("nhs_improvement", date(2016, 3, 31), False),
            ("nhs_improvement", date(2016, 4, 1), True),
            ("nhs_improvement", date(2022, 6, 30), True),
            ("nhs_improvement", date(2022, 7, 1), False),
            ("nhs_england", date(2022, 7, 1), True),
            ("nobody", date(2022, 7, 1), False),
        ],
    )
    def test_regulators_are_named_while_they_exist(self, code: str, day: date, there: bool) -> None:
        if there:
            assert regulator(code, day).code == code
        else:
            given(regulator_decider).when(changed(RECORD, regulator=code, held_on=day)).then_refused(UnknownRegulator)


class TestRecordRegulatorFinding:
    def test_is_open_until_the_regulator_closes_it(self) -> None:
        assert row(RECORD, FIND).open_findings == 1
        assert row(RECORD, FIND, ANSWER).open_findings == 1
        assert row(RECORD, FIND, ANSWER, CLOSE).open_findings == 0

    @pytest.mark.parametrize("severity", ["concern", "breach"])
    def test_a_concern_or_breach_has_a_day_for_the_answer(self, severity: str) -> None:
        open_ended = changed(FIND, severity=severity, answer_due_on=None)
        given(regulator_decider).when(RECORD, open_ended).then_refused(r.AnswerDayMissing)

    def test_good_practice_needs_no_answer(self) -> None:
        praise = changed(FIND, severity="good_practice", answer_due_on=None)
        assert row(RECORD, praise, CLOSE).open_findings == 0

    @pytest.mark.parametrize("day", [HELD - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_is_dated_from_the_contact_to_today(self, day: date) -> None:
        given(regulator_decider).when(RECORD, changed(FIND, found_on=day)).then_refused(r.FindingOutsideContact)

    def test_is_to_be_answered_after_it_was_found(self) -> None:
        same_day = changed(FIND, answer_due_on=HELD)
        given(regulator_decider).when(RECORD, same_day).then_refused(r.AnswerDueBeforeFinding)
        assert events(RECORD, changed(FIND, answer_due_on=HELD + timedelta(days=1)))


class TestAnswerRegulatorFinding:
    def test_is_told_with_who_answered(self) -> None:
        told = events(RECORD, FIND, ANSWER)[-1].tell()
        assert told == "RF4 answered finding 1 of Care Quality Commission: Audited monthly from April"

    @pytest.mark.parametrize("day", [HELD - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_is_dated_from_the_finding_to_today(self, day: date) -> None:
        late = changed(ANSWER, answered_on=day)
        given(regulator_decider).when(RECORD, FIND, late).then_refused(r.AnsweredOutOfTime)

    def test_refuses_a_closed_finding_and_one_there_is_not(self) -> None:
        given(regulator_decider).when(RECORD, FIND, ANSWER, CLOSE, ANSWER).then_refused(r.RegulatorFindingIsClosed)
        other = changed(ANSWER, finding_no=2)
        given(regulator_decider).when(RECORD, FIND, other).then_refused(r.RegulatorFindingNotFound)


class TestCloseRegulatorFinding:
    def test_refuses_a_concern_without_an_answer(self) -> None:
        given(regulator_decider).when(RECORD, FIND, CLOSE).then_refused(r.FindingUnanswered)

    @pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_is_dated_from_the_answer_to_today(self, day: date) -> None:
        early = changed(CLOSE, closed_on=day)
        given(regulator_decider).when(RECORD, FIND, ANSWER, early).then_refused(r.FindingClosedOutOfTime)


class TestNoteOverdueFinding:
    LATE = due_command("answer-overdue-1", DUE + timedelta(days=1))

    def test_happens_the_day_after_and_once(self) -> None:
        last_day = due_command("answer-overdue-1", DUE)
        given(regulator_decider).when(RECORD, FIND, last_day).then_refused(r.FindingNotOverdue)
        assert row(RECORD, FIND, self.LATE).overdue_findings == 1
        given(regulator_decider).when(RECORD, FIND, self.LATE, self.LATE).then()

    def test_the_clock_leaves_alone_what_was_answered_or_noted(self) -> None:
        assert due_of(row(RECORD, FIND)) == {"answer-overdue-1": DUE + timedelta(days=1)}
        assert due_of(row(RECORD, FIND, ANSWER)) == {}
        assert due_of(row(RECORD, FIND, self.LATE)) == {}
        given(regulator_decider).when(RECORD, FIND, ANSWER, self.LATE).then()
        assert row(RECORD, FIND, self.LATE, ANSWER).overdue_findings == 0
