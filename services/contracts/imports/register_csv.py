"""The register as CSV, with the columns of the Atamis export of NHS organisations.

As published with FOI-03202 of the NHS Business Services Authority (2025): CONTRACT_REF, CONTRACT_NAME, WINNING_BIDDER,
PROCUREMENT_ROUTE, START_DATE, CURRENT_END_DATE, CURRENT_VALUE, CURRENT_TERM_MONTHS, ESTIMATED_ANNUAL_VALUE; their
titles are understood as well, in any order and spelling of case and blanks, and other columns are left alone.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from services.contracts.files.refusals import RowNotReadable
from services.contracts.imports.readings import cpv_of, day_of, pence_of
from services.contracts.imports.refusals import ColumnsMissing, FieldMissing, NotAnAmount
from services.contracts.imports.said import ContractSaid
from shared.kernel.dates import term_months
from shared.kernel.money import pounds, round_half_up

COLUMNS: Mapping[str, Sequence[str]] = {
    "ref": ("contractref", "contractreference", "ref", "reference"),
    "name": ("contractname", "contracttitle", "name", "title"),
    "supplier": ("winningbidder", "supplier", "suppliers", "suppliername"),
    "start": ("startdate", "contractstartdate", "start"),
    "end": (
        "currentenddate",
        "currentend",
        "currentcontractenddate",
        "currentendinclextensions",
        "currentenddateinclextensions",
    ),
    "value": ("currentvalue", "currentcontractvalue"),
    "route": ("procurementroute", "route"),
    "term": ("currenttermmonths", "currentterminmonths", "currentterm"),
    "annual": ("estimatedannualvalue", "annualvalue"),
    "commissioner": ("commissioner", "commissioners", "contractingauthority", "buyer"),
    "signed": ("signeddate", "datesigned", "signedon"),
    "cpv": ("cpv", "cpvcode", "cpvcodes"),
}
NEEDED = ("ref", "name", "supplier", "start", "end", "value")


def columns_of(header: Sequence[str]) -> Mapping[str, int]:
    """Where each column stands; ColumnsMissing naming those that do not, or stand there twice."""
    plain = [re.sub(r"[^a-z0-9]", "", title.casefold()) for title in header]
    found = {name: [place for place, title in enumerate(plain) if title in titles] for name, titles in COLUMNS.items()}
    missing = [COLUMNS[name][0] for name in NEEDED if not found[name]]
    twice = [COLUMNS[name][0] for name, places in found.items() if len(places) > 1]
    if missing or twice:
        what = [*(f"{name} is missing" for name in missing), *(f"{name} stands there twice" for name in twice)]
        raise ColumnsMissing(f"The first row of the file is to name its columns: {', '.join(what)}.")
    return {name: places[0] for name, places in found.items() if places}


def contract_in(columns: Mapping[str, int], fields: Sequence[str], importer: str) -> ContractSaid:
    """What a row says; without a column for it the commissioner is who imports."""
    if len(fields) <= max(columns.values()):
        raise RowNotReadable("The row has fewer fields than the header.")

    def field(name: str) -> str:
        return fields[columns[name]].strip() if name in columns else ""

    for name in ("ref", "name", "supplier"):
        if not field(name):
            raise FieldMissing(f"The row gives no {name}.", field=name)
    start, end = day_of(field("start"), "start date"), day_of(field("end"), "current end date")
    value = pence_of(field("value"), "current value")
    cpv = [cpv_of(code) for code in _several(field("cpv"))]
    notes = [f"{len(cpv) - len(list(filter(None, cpv)))} CPV codes are not valid and left out"] if None in cpv else []
    return ContractSaid(
        ref=field("ref"),
        title=field("name"),
        commissioners=tuple(_several(field("commissioner"))) or (importer,),
        suppliers=tuple(_several(field("supplier"))),
        route=field("route"),
        start=start,
        end=end,
        value_pence=value,
        cpv=tuple(code for code in cpv if code),
        signed_on=day_of(field("signed"), "date signed") if field("signed") else None,
        notes=(*notes, *_derived(field("term"), field("annual"), term_months(start, end), value)),
    )


def _several(text: str) -> Sequence[str]:
    return [one.strip() for one in re.split(r"[;|]", text) if one.strip()]


def _derived(term: str, annual: str, months: int, value: int) -> Sequence[str]:
    """What the source derived otherwise than the register does from the same dates and value."""
    notes = []
    if term and term.removesuffix(".0") != str(months):
        notes.append(f"The source says another term than the {months} months its dates make")
    if months < 1:
        return notes
    expected = round_half_up(Fraction(value * 12, months))
    try:
        told = pence_of(annual, "estimated annual value") if annual else expected
    except NotAnAmount:
        told = -1
    # Sources round to the pound.
    if abs(told - expected) > 100:
        notes.append(f"The source says another annual value than the {pounds(expected)} its value and dates make")
    return notes
