"""The demonstration's files: every code is known, every number valid, every day in order."""

import csv
from datetime import date
from itertools import pairwise
from typing import Any

from nhs_number import is_valid  # type: ignore[attr-defined]  # it has no __all__

from deploy.demo.contracts import contract_stories
from deploy.demo.generate import referrals
from deploy.demo.ods import COLUMNS, titled
from deploy.demo.pathways import pathway_stories
from deploy.demo.pools import pool_stories
from deploy.demo.referrals import referral_stories
from deploy.demo.steps import BHR
from shared.kernel.organisations import OrgKind

TODAY = date(2026, 11, 21)
CODE_FIELDS = {"ods", "practice_ods", "provider_ods", "owner_network", "host", "provider", "commissioner", "partner"}
CODE_LISTS = {"commissioners", "required_signatories", "partners"}


def rows(name: str) -> list[dict[str, str]]:
    with (BHR / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def organisations() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("organisations.csv")}


class TestOrganisations:
    def test_codes_are_unique_and_kinds_are_known(self) -> None:
        listed = rows("organisations.csv")
        assert len({row["code"] for row in listed}) == len(listed)
        assert {row["kind"] for row in listed} <= {kind.value for kind in OrgKind}
        assert tuple(listed[0]) == COLUMNS

    def test_every_practice_has_a_commissioner_and_the_network_of_its_locality(self) -> None:
        known = organisations()
        practices = [row for row in known.values() if row["kind"] == "gp_practice"]
        assert len(practices) == 118
        for practice in practices:
            assert known[practice["commissioner"]]["kind"] == "ccg"
            assert known[practice["network"]]["locality"] == practice["locality"]

    def test_what_is_made_up_says_so(self) -> None:
        for row in rows("organisations.csv"):
            assert row["code"].startswith("ILL") == (row["source"] == "ILL")

    def test_names_read_as_people_write_them(self) -> None:
        assert titled("DR BK JAISWAL'S PRACTICE") == "Dr BK Jaiswal's Practice"
        assert titled("CHURCH OF ST ANNE") == "Church of St Anne"


class TestPlaces:
    def test_age_bands_add_up_and_localities_make_up_their_ccg(self) -> None:
        ccgs = {row["code"]: row for row in rows("places.csv") if row["kind"] == "ccg"}
        for ccg in ccgs.values():
            bands = ("age_0_17", "age_18_64", "age_65_plus")
            assert sum(int(ccg[band]) for band in bands) == int(ccg["population"])
            localities = [
                row for row in rows("places.csv") if row["kind"] == "locality" and row["commissioner"] == ccg["code"]
            ]
            assert sum(int(row["population"]) for row in localities) == int(ccg["population"])
        assert sum(int(ccg["population"]) for ccg in ccgs.values()) == 777_680


class TestReferrals:
    def test_nhs_numbers_are_valid_unique_and_of_the_test_range(self) -> None:
        numbers = [row["nhs_number"] for row in rows("referrals.csv")]
        assert len(set(numbers)) == len(numbers) == 420
        assert all(is_valid(number) and number.startswith("999") for number in numbers)

    def test_names_are_plainly_made_up(self) -> None:
        assert all(row["name"] == f"Test Patient {row['row'][1:]}" for row in rows("referrals.csv"))

    def test_what_happens_is_in_order_and_neither_too_old_nor_to_come(self) -> None:
        for row in rows("referrals.csv"):
            days_ago = [int(row["authored"]), *(int(step.split("@")[1]) for step in row["story"].split())]
            assert all(earlier >= later for earlier, later in pairwise(days_ago))
            assert days_ago[0] <= 358
            assert days_ago[-1] >= 0

    def test_the_file_is_what_the_generator_makes(self) -> None:
        assert rows("referrals.csv") == [{name: str(said) for name, said in row.items()} for row in referrals()]


class TestStories:
    def test_about_two_thousand_calls_are_made(self) -> None:
        assert 2_000 <= sum(len(story.steps) for story in everything()) <= 2_500

    def test_rows_and_steps_are_unique_so_that_no_two_calls_share_a_key(self) -> None:
        keys = [(story.file, story.row, step.name) for story in everything() for step in story.steps]
        assert len(set(keys)) == len(keys)

    def test_organisations_named_are_known(self) -> None:
        known = organisations()
        for story in everything():
            for step in story.steps:
                assert step.caller.org in known
                assert set(codes_in(step.body)) <= set(known)

    def test_nothing_is_left_to_be_dated(self) -> None:
        for story in everything():
            for step in story.steps:
                assert not any(text.startswith(("{today", "{fy", "{month")) for text in texts_in(step.body))

    def test_only_what_was_told_before_is_named(self) -> None:
        told: set[str] = set()
        for story in everything():
            for step in story.steps:
                named = {text[1:-1] for text in texts_in(step.body) if text.startswith("{")}
                assert named <= told
            told.add(story.name)


def everything() -> list[Any]:
    return [*contract_stories(TODAY), *pathway_stories(TODAY), *pool_stories(TODAY), *referral_stories(TODAY)]


def texts_in(body: Any) -> list[str]:
    if isinstance(body, str):
        return [body]
    parts = body.values() if isinstance(body, dict) else body if isinstance(body, list) else []
    return [text for part in parts for text in texts_in(part)]


def codes_in(body: Any) -> list[str]:
    if isinstance(body, list):
        return [code for item in body for code in codes_in(item)]
    if not isinstance(body, dict):
        return []
    found = [body[name] for name in CODE_FIELDS & set(body)]
    found += [code for name in CODE_LISTS & set(body) for code in body[name]]
    return found + [code for item in body.values() for code in codes_in(item)]
