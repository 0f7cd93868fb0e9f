"""The overview in the terminal: every figure where a board looks for it, and a warning when one may be short."""

import re
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from deploy.cli.figures import joined, money, percent, short_name, variance
from deploy.cli.known import known_organisations
from deploy.cli.overview import print_overview
from deploy.stack.settings import stack_settings
from services.gateway.overview.answers import AllianceOverview
from tests.deploy.overview_answer import a_next_step, a_pathway, a_pool, a_source, an_overview

ORGANISATIONS = known_organisations(stack_settings({}))


def shown(answer: dict[str, Any], width: int = 80, *, colour: bool = False) -> str:
    out = StringIO()
    console = Console(file=out, width=width, highlight=False, color_system="standard" if colour else None)
    print_overview(console, AllianceOverview.model_validate(answer), ORGANISATIONS)
    return out.getvalue()


def line_of(text: str, words: str) -> list[str]:
    """The cells of the first line that begins with these words."""
    line = next(line.strip() for line in text.splitlines() if line.strip().startswith(words))
    return line.removeprefix(words).split()


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(width: int) -> None:
    text = shown(an_overview(), width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_a_narrower_terminal_still_has_whole_figures() -> None:
    assert "£25.00m" in shown(an_overview(), 40)


class TestContracts:
    def test_are_counted_by_status_and_finding_without_noughts(self) -> None:
        text = shown(an_overview())
        assert "45 active, 5 draft, 4 expired\n" in re.sub(r" +\n", "\n", text)
        assert "18 works well, 11 mixed, 8 needs improvement, 17 not assessed" in text

    def test_show_their_value_and_when_they_end(self) -> None:
        text = shown(an_overview())
        assert "£1,277.35m over the whole terms in force" in text
        assert "3 months: 3, 6 months: 9, 12 months: 21, 18 months: 35" in text


class TestContracting:
    def test_shows_what_waits_for_which_day_and_what_is_late(self) -> None:
        text = shown(an_overview())
        assert "2 planned, 1 standstill\n" in re.sub(r" +\n", "\n", text)
        assert "8 Dec 2026 award of Falls service" in text
        assert "1 at checkpoint 1, 2 open conditions (1 overdue)" in text
        assert "1 green, 1 amber, 1 milestone overdue" in text
        assert "1 open challenge\n" in re.sub(r" +\n", "\n", text)
        assert "Community services 72.5%" in text

    def test_shows_the_first_five_of_many_steps(self) -> None:
        steps = [a_next_step(title=f"Service {number}") for number in range(1, 9)]
        text = shown(an_overview(procurements={"by_stage": {"standstill": 8}, "next": steps}))
        assert "Service 5" in text
        assert "Service 6" not in text
        assert "and 3 more" in text

    def test_is_left_out_where_there_is_nothing_of_it(self) -> None:
        nothing: dict[str, Any] = {
            "procurements": {"by_stage": {}, "next": []},
            "assurance": {"by_stage": {}, "conditions_open": 0, "conditions_overdue": 0},
            "programmes": {"by_rag": {}, "milestones_overdue": 0},
            "challenges": {"open": 0, "overdue": 0},
            "outcomes": [],
        }
        assert "Contracting" not in shown(an_overview(**nothing))


class TestPools:
    def test_stand_under_their_year_with_what_was_agreed_paid_spent_and_forecast(self) -> None:
        text = shown(an_overview())
        assert text.index("2026/27") < text.index("Havering Better") < text.index("2025/26") < text.index("Redbridge B")
        assert line_of(text, "BHR integrated care pool") == [
            "£25.00m",
            "£18.75m",
            "£16.93m",
            "£26.14m",
            "£1.14m",
            "over",
        ]

    def test_are_shown_to_the_penny_on_a_wide_terminal(self) -> None:
        assert "£16,928,733.02" in line_of(shown(an_overview(), 120), "BHR integrated care pool")

    def test_that_nobody_forecast_for_say_nothing_of_the_end(self) -> None:
        assert line_of(shown(an_overview()), "Havering Better Care Fund")[-2:] == ["–", "–"]

    def test_show_whose_share_it_is_to_the_penny_and_what_the_risk_pool_bears(self) -> None:
        text = shown(an_overview())
        assert "to pay in: Havering CCG £637,459.31 · LB Barking & Dagenham £250,000.00" in text
        assert "risk pool £250,000.00" in text

    def test_once_reconciled_show_what_was_allocated_and_what_the_investment_fund_keeps(self) -> None:
        text = shown(an_overview())
        assert "to get back: Redbridge CCG £172,140.73 · LB Redbridge £28,104.61" in text
        assert "investment fund £66,748.45" in text

    def test_once_reconciled_forget_the_shares_of_a_forecast(self) -> None:
        pool = a_pool(status="reconciled", variance_pence=5, forecast_share_pence={"07L": 5}, unallocated_pence=0)
        text = shown(an_overview(pools=[pool]))
        assert "to pay in" not in text
        assert "risk pool £0.05" in text

    def test_flag_what_needs_attention(self) -> None:
        assert "▲ 2 lines above budget · 1 cost held" in shown(an_overview())
        assert "£12.34 unallocated" in shown(an_overview(pools=[a_pool(unallocated_pence=1_234)]))

    def test_an_amount_of_any_length_is_whole(self) -> None:
        assert "£12,345,678.90m" in shown(an_overview(pools=[a_pool(spend_pence=1_234_567_890_000_000)]))

    def test_of_which_only_figures_are_known_yet_are_shown_all_the_same(self) -> None:
        assert "Not told yet" in shown(an_overview(pools=[a_pool(title=None, financial_year=None)]))


class TestReferrals:
    def test_are_each_in_one_column(self) -> None:
        assert line_of(shown(an_overview()), "Atrial fibrillation") == ["54", "50", "90.0%", "12", "28", "20", "11"]

    def test_are_added_up_over_all_pathways(self) -> None:
        assert line_of(shown(an_overview()), "All") == ["108", "60", "80.0%", "24", "56", "40", "22"]

    def test_nobody_waiting_has_no_share(self) -> None:
        pathway = a_pathway(running_clocks=0, within_18_weeks=0, within_18_weeks_bp=None)
        assert "–" in line_of(shown(an_overview(referrals=[pathway])), "Atrial fibrillation")


class TestSources:
    def test_up_to_date_say_as_of_when(self) -> None:
        text = shown(an_overview())
        assert "budgets    up to date (as of 21:10:20)" in text
        assert "INCOMPLETE" not in text

    def test_of_another_day_say_which(self) -> None:
        sources = {"contracts": a_source(as_of="2026-11-20T21:10:20Z")}
        assert "(as of 20 November 2026 21:10:20)" in shown(an_overview(sources=sources))

    @pytest.mark.parametrize(
        ("missing", "said"),
        [
            ({"reachable": False}, "does not answer (as of 21:10:20)"),
            ({"seconds_behind": 59}, "59 s behind"),
            ({"seconds_behind": 60}, "1 min behind"),
            ({"seconds_behind": 7_300}, "2 h behind"),
            ({"seconds_behind": None, "as_of": None}, "not all read yet (nothing told yet)"),
            ({"parked_streams": 1}, "1 stream set aside as unreadable"),
        ],
    )
    def test_that_lack_something_say_what(self, missing: dict[str, Any], said: str) -> None:
        sources = {"budgets": a_source(**missing)}
        text = shown(an_overview(partial=True, gaps=["budgets"], sources=sources))
        assert said in text
        assert "▲ INCOMPLETE: budgets is not all in these figures" in text

    def test_several_gaps_are_all_named(self) -> None:
        text = shown(an_overview(partial=True, gaps=["contracts", "budgets", "referrals"]))
        assert "contracts, budgets and referrals are not all in these figures" in text


def test_an_alliance_without_anything_yet_is_shown() -> None:
    assert shown(an_overview(pools=[], referrals=[])).count("none") == 2


def test_over_is_red_and_under_is_green() -> None:
    text = shown(an_overview(), colour=True)
    assert re.search(r"\x1b\[31m *£1\.14m over", text)
    assert re.search(r"\x1b\[32m *£266,994 under", text)


@pytest.mark.parametrize(
    ("pence", "width", "told"),
    [
        (None, 80, "–"),
        (0, 80, "£0"),
        (99_999_999, 80, "£1,000,000"),
        (100_000_000, 80, "£1.00m"),
        (-26_699_379, 80, "-£266,994"),
        (-266_993_790, 80, "-£2.67m"),
        (-26_699_379, 120, "-£266,993.79"),
    ],
)
def test_money_fits_the_terminal(pence: int | None, width: int, told: str) -> None:
    assert money(pence, width) == told


def test_a_variance_of_nothing_is_on_budget() -> None:
    assert variance(0, 80).plain == "on budget"


def test_shares_are_per_cent() -> None:
    assert percent(9_215) == "92.2%"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("07L", "Barking & Dagenham CCG"),
        ("E09000016", "LB Havering"),
        ("RF4", "Barking, Havering & Redbridge University Hospitals"),
        ("ILLF02", "Havering GP Federation"),
        ("X99999", "X99999"),
    ],
)
def test_organisations_have_short_names(code: str, name: str) -> None:
    assert short_name(code, ORGANISATIONS) == name


def test_entries_are_never_broken_while_they_fit() -> None:
    assert joined(["one two", "three", "four five"], 15).plain == "one two · three\nfour five"
