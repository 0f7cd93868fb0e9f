"""The referrals in the overview: a row per pathway, and their sum."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deploy.cli.figures import WIDE, percent, words
from services.gateway.overview.answers import PathwayPosition
from shared.kernel.money import share_bp

TREATED, DISCHARGED = "treated", "discharged"
WITHOUT_TREATMENT = ("returned_with_advice", "rejected", "cancelled")
HEADINGS = ("\nOpen", "\nWaiting", "Within\n18 wks", "\nTreated", "Dis-\ncharged", "Not\ntreated", "Hand-\novers")
LEGEND = (
    "Waiting: on a running 18-week clock. Not treated: returned with advice, rejected or"
    " cancelled. Handovers: not yet acknowledged."
)


def referral_table(pathways: Sequence[PathwayPosition], width: int) -> Table:
    """Each referral is in one column of open, treated, discharged and not treated."""
    table = Table.grid(padding=(0, 2 if width >= WIDE else 1, 0, 0), expand=True)
    table.add_column(ratio=1)
    for heading in HEADINGS:
        table.add_column(justify="right", width=max(len(line) for line in heading.split("\n")))
    table.add_row(_indented("\nPathway", "dim"), *(Text(heading, "dim", justify="right") for heading in HEADINGS))
    for pathway in pathways:
        status = "" if pathway.status == "published" else f" ({words(pathway.status)})"
        table.add_row(_indented(f"{pathway.title or 'Not told yet'}{status}"), *_cells([pathway]))
    if len(pathways) > 1:
        table.add_row(_indented("All"), *_cells(pathways), style="bold")
    return table


def _indented(text: str, style: str = "") -> Padding:
    return Padding(Text(text, style), (0, 0, 0, 2))


def _cells(pathways: Sequence[PathwayPosition]) -> list[str]:
    everybody = sum(sum(pathway.stages.values()) for pathway in pathways)
    treated, discharged = _in((TREATED,), pathways), _in((DISCHARGED,), pathways)
    without = _in(WITHOUT_TREATMENT, pathways)
    waiting = sum(pathway.running_clocks for pathway in pathways)
    within = sum(pathway.within_18_weeks for pathway in pathways)
    owed = sum(pathway.handovers_outstanding for pathway in pathways)
    opened = everybody - treated - discharged - without
    before, after = (opened, waiting), (treated, discharged, without, owed)
    return [*(f"{n:,}" for n in before), percent(share_bp(within, waiting)), *(f"{n:,}" for n in after)]


def _in(stages: Sequence[str], pathways: Sequence[PathwayPosition]) -> int:
    return sum(pathway.stages.get(stage, 0) for pathway in pathways for stage in stages)
