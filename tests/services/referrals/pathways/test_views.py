"""Which version applied on which day, and what a pathway's row says."""

from datetime import date

from services.referrals.pathways.versions import VersionStatus, version_on
from services.referrals.pathways.views import PathwayRow, pathway_view
from shared.events.referrals import pathways as e
from tests.kit.scenario import row_after
from tests.services.referrals.pathways.story import (
    PATHWAY,
    STEPS,
    TITLE,
    drafted,
    edited,
    new_version,
    published,
    published_on,
    signed,
    under_review,
)

second = (
    *published,
    *new_version(2),
    published_on(date(2026, 3, 1), version=2, supersedes=1),
    e.PathwaySuperseded(pathway_id=PATHWAY, title=TITLE, version=1, by_version=2, to_date=date(2026, 2, 28)),
)
withdrawn = e.PathwayWithdrawn(
    pathway_id=PATHWAY, title=TITLE, version=2, from_date=date(2026, 6, 1), reason="no longer needed"
)


def number_on(row: PathwayRow, day: date) -> int | None:
    version = version_on(row.versions, day)
    return version.version if version else None


class TestVersionOnADay:
    def test_is_none_before_the_first_day(self) -> None:
        row = row_after(pathway_view, *published)
        assert number_on(row, date(2026, 1, 4)) is None
        assert number_on(row, date(2026, 1, 5)) == 1

    def test_changes_on_the_first_day_of_the_next_version(self) -> None:
        row = row_after(pathway_view, *second)
        assert [number_on(row, date(2026, 2, 28)), number_on(row, date(2026, 3, 1))] == [1, 2]

    def test_stays_answerable_after_withdrawal(self) -> None:
        row = row_after(pathway_view, *second, withdrawn)
        days = (date(2026, 2, 1), date(2026, 5, 31), date(2026, 6, 1))
        assert [number_on(row, day) for day in days] == [1, 2, None]

    def test_withdrawal_before_the_next_version_applies_ends_both(self) -> None:
        early = withdrawn.model_copy(update={"from_date": date(2026, 2, 1)})
        row = row_after(pathway_view, *second, early)
        days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))
        assert [number_on(row, day) for day in days] == [1, None, None]

    def test_goes_on_while_the_next_version_is_a_draft(self) -> None:
        row = row_after(pathway_view, *published, *new_version(2))
        assert number_on(row, date(2027, 1, 1)) == 1


class TestPathwayRow:
    def test_names_parties_and_missing_signatures(self) -> None:
        row = row_after(pathway_view, *under_review, signed("RF4", ("ILLN05",)))
        assert (row.parties, row.signoffs_outstanding, row.status) == (
            ["ILLN05", "RF4"],
            ["ILLN05"],
            VersionStatus.IN_REVIEW,
        )

    def test_an_edit_asks_everybody_again(self) -> None:
        row = row_after(pathway_view, *under_review, signed("RF4", ("ILLN05",)), edited(STEPS, withdrawn=("RF4",)))
        assert (row.signoffs_outstanding, row.status) == (["ILLN05", "RF4"], VersionStatus.DRAFT)

    def test_a_published_pathway_with_a_new_draft_stays_published(self) -> None:
        row = row_after(pathway_view, *published, *new_version(2))
        assert (row.status, row.published_version, row.draft_version) == (VersionStatus.PUBLISHED, 1, 2)

    def test_survives_its_own_json(self) -> None:
        row = row_after(pathway_view, *second)
        assert pathway_view.read(row.model_dump_json()) == row

    def test_a_withdrawn_draft_leaves_nothing_to_sign(self) -> None:
        gone = withdrawn.model_copy(update={"version": 1})
        row = row_after(pathway_view, drafted, gone)
        assert (row.status, row.signoffs_outstanding) == (VersionStatus.WITHDRAWN, [])
