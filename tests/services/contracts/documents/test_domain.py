"""The document register, at its edges and refused (R36, R105)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.contracts.documents import commands as c
from services.contracts.documents import refusals as r
from services.contracts.documents.domain import document_decider
from services.contracts.documents.views import document_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts import documents as e
from tests.kit.scenario import given, row_after

DOCUMENT = UUID("01980000-0000-7000-8000-00000000d001")
TODAY = date(2017, 7, 31)
A_DAY = timedelta(days=1)
FIRST = e.DocumentVersion(
    label="0.1", uri="https://example.org/soc-0.1.pdf", sha256="a" * 64, issued_by="07L", issued_on=TODAY
)
REGISTER = c.RegisterDocument(
    **dict(FIRST),
    document_id=DOCUMENT,
    ref="SOC",
    title="ACS Strategic Outline Case",
    kind="strategic_outline_case",
    shared_with=("RF4", "RAT"),
    localities=("havering-north",),
    by_org="07L",
    known_localities=frozenset({"havering-north"}),
    today=TODAY,
)
registered = e.DocumentRegistered(
    document_id=DOCUMENT,
    ref="SOC",
    title="ACS Strategic Outline Case",
    kind="strategic_outline_case",
    localities=("havering-north",),
    version=FIRST,
    parties=("07L", "RF4", "RAT"),
)
ISSUE = c.IssueVersion(
    label="1.0", uri="https://example.org/soc-1.pdf", sha256="b" * 64, issued_by="07L", issued_on=TODAY, today=TODAY
)
issued = e.DocumentVersionIssued(
    document_id=DOCUMENT,
    ref="SOC",
    number=2,
    version=e.DocumentVersion(
        label="1.0", uri="https://example.org/soc-1.pdf", sha256="b" * 64, issued_by="07L", issued_on=TODAY
    ),
)
shared = e.DocumentShared(
    document_id=DOCUMENT, ref="SOC", added=("E09000016",), parties=("07L", "RF4", "RAT", "E09000016")
)
withdrawn = e.DocumentWithdrawn(document_id=DOCUMENT, ref="SOC", reason="the commissioners merged")


class TestRegisterDocument:
    def test_is_seen_by_who_enters_it_and_whom_it_is_shared_with(self) -> None:
        given(document_decider).when(REGISTER).then(registered)

    def test_refuses_a_version_of_tomorrow(self) -> None:
        given(document_decider).when(REGISTER.model_copy(update={"issued_on": TODAY + A_DAY})).then_refused(
            r.IssuedInFuture
        )

    def test_refuses_localities_that_are_not_known_or_stand_twice(self) -> None:
        unknown = REGISTER.model_copy(update={"localities": ("nowhere",)})
        given(document_decider).when(unknown).then_refused(UnknownLocality)
        twice = REGISTER.model_copy(update={"localities": ("havering-north",) * 2})
        given(document_decider).when(twice).then_refused(NamedTwice)

    def test_refuses_to_be_entered_twice(self) -> None:
        given(document_decider, registered).when(REGISTER).then_refused(r.DocumentRefTaken)


class TestIssueVersion:
    def test_follows_the_one_before_which_stays_as_it_is(self) -> None:
        given(document_decider, registered).when(ISSUE).then(issued)
        row = row_after(document_view, registered, issued)
        assert row.versions[0] == FIRST
        assert (row.newest_label, row.issued_on, len(row.versions)) == ("1.0", TODAY, 2)

    def test_asked_twice_it_is_issued_once(self) -> None:
        given(document_decider, registered, issued).when(ISSUE).then()

    @pytest.mark.parametrize("changed", [{"sha256": "c" * 64}, {"uri": "https://example.org/other.pdf"}])
    def test_refuses_to_change_a_version(self, changed: dict[str, str]) -> None:
        given(document_decider, registered, issued).when(ISSUE.model_copy(update=changed)).then_refused(
            r.VersionLabelTaken
        )

    def test_refuses_the_same_file_under_another_label(self) -> None:
        again = ISSUE.model_copy(update={"sha256": "a" * 64})
        given(document_decider, registered).when(again).then_refused(r.SameFileAgain)

    def test_refuses_a_day_before_the_last_version(self) -> None:
        early = ISSUE.model_copy(update={"issued_on": TODAY - A_DAY})
        given(document_decider, registered).when(early).then_refused(r.IssuedBeforeTheLast)

    def test_refuses_a_day_to_come(self) -> None:
        late = ISSUE.model_copy(update={"issued_on": TODAY + A_DAY})
        given(document_decider, registered).when(late).then_refused(r.IssuedInFuture)

    def test_refuses_a_document_that_was_withdrawn_or_never_entered(self) -> None:
        given(document_decider, registered, withdrawn).when(ISSUE).then_refused(r.DocumentIsWithdrawn)
        given(document_decider).when(ISSUE).then_refused(r.DocumentNotFound)


class TestShareDocument:
    def test_lets_more_see_it_once(self) -> None:
        asked = c.ShareDocument(organisations=("E09000016", "RAT", "E09000016"))
        given(document_decider, registered).when(asked).then(shared)
        given(document_decider, registered, shared).when(asked).then()


class TestWithdrawDocument:
    def test_stays_to_be_read(self) -> None:
        asked = c.WithdrawDocument(reason="the commissioners merged")
        given(document_decider, registered).when(asked).then(withdrawn)
        row = row_after(document_view, registered, withdrawn)
        assert (row.status, len(row.versions)) == ("withdrawn", 1)
