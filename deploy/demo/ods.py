"""Makes bhr/organisations.csv from the published ODS files; run it with the paths of epraccur.csv and etr.csv."""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

BHR = Path(__file__).parent / "bhr"
COLUMNS = ("code", "name", "kind", "commissioner", "locality", "network", "opened", "closed", "source")

# Columns of epraccur.csv and etr.csv, counted from 0 (ODS "GP and GP practice related data" specification).
CODE, NAME, POSTCODE, OPENED, STATUS, COMMISSIONER, SETTING = 0, 1, 9, 10, 12, 14, 25
ACTIVE, GP_PRACTICE = "A", "4"

TRUSTS = ("RF4", "RAT")
BOROUGHS = {
    "E09000002": "London Borough of Barking and Dagenham",
    "E09000016": "London Borough of Havering",
    "E09000026": "London Borough of Redbridge",
}
CCGS = {"07L": "NHS Barking and Dagenham CCG", "08F": "NHS Havering CCG", "08N": "NHS Redbridge CCG"}
FEDERATIONS = {
    "ILLF01": ("Barking and Dagenham GP Federation", "07L"),
    "ILLF02": ("Havering GP Federation", "08F"),
    "ILLF03": ("Redbridge GP Federation", "08N"),
}
VOLUNTARY = {"ILLV01": "Three Rivers Befriending", "ILLV02": "Everyday Carers Together"}
NETWORKS = {
    "barking-dagenham-east": ("ILLN01", "Barking and Dagenham East", "07L"),
    "barking-dagenham-north": ("ILLN02", "Barking and Dagenham North", "07L"),
    "barking-dagenham-west": ("ILLN03", "Barking and Dagenham West", "07L"),
    "havering-north": ("ILLN04", "Havering North", "08F"),
    "havering-central": ("ILLN05", "Havering Central", "08F"),
    "havering-south": ("ILLN06", "Havering South", "08F"),
    "redbridge-cranbrook-loxford": ("ILLN07", "Cranbrook and Loxford", "08N"),
    "redbridge-fairlop": ("ILLN08", "Fairlop", "08N"),
    "redbridge-seven-kings": ("ILLN09", "Seven Kings", "08N"),
    "redbridge-wanstead-woodford": ("ILLN10", "Wanstead and Woodford", "08N"),
}
LOCALITY_OF_DISTRICT = {
    "07L": {"RM10": "barking-dagenham-east", "IG11": "barking-dagenham-west", "": "barking-dagenham-north"},
    "08F": {
        **dict.fromkeys(("RM3", "RM5"), "havering-north"),
        **dict.fromkeys(("RM12", "RM13", "RM14"), "havering-south"),
        "": "havering-central",
    },
    "08N": {
        **dict.fromkeys(("E11", "E12", "E18", "IG8"), "redbridge-wanstead-woodford"),
        **dict.fromkeys(("IG5", "IG6", "IG7"), "redbridge-fairlop"),
        **dict.fromkeys(("IG1", "IG4"), "redbridge-cranbrook-loxford"),
        "": "redbridge-seven-kings",
    },
}
"""Which locality a practice is put in, by postcode district: ILLUSTRATIVE, the true assignment is not published."""


def titled(name: str) -> str:
    """`DR BK JAISWAL'S PRACTICE` as people write it: `Dr BK Jaiswal's Practice`; initials stay capitals."""
    words = name.split()
    return " ".join(_titled(word, words[place - 1] if place else "") for place, word in enumerate(words))


def _titled(word: str, before: str) -> str:
    if word in {"NHS", "CCG", "II"} or (
        len(word) <= 2 and (before in {"DR", "P", "&"} or (before, word) == ("", "AT"))
    ):
        return word
    if word in {"AND", "OF", "THE"} and before not in {"", "-"}:
        return word.lower()
    return word.capitalize()


def practices(rows: Iterable[list[str]]) -> Iterator[dict[str, str]]:
    """The active GP practices that a BHR CCG commissions."""
    for row in rows:
        if row[STATUS] == ACTIVE and row[SETTING] == GP_PRACTICE and row[COMMISSIONER] in CCGS:
            districts = LOCALITY_OF_DISTRICT[row[COMMISSIONER]]
            locality = districts.get(row[POSTCODE].split()[0], districts[""])
            yield {
                "code": row[CODE],
                "name": titled(row[NAME]),
                "kind": "gp_practice",
                "commissioner": row[COMMISSIONER],
                "locality": locality,
                "network": NETWORKS[locality][0],
                "opened": _iso(row[OPENED]),
                "source": "ODS epraccur, OGL v3.0; locality and network ILL",
            }


def organisations(epraccur: Iterable[list[str]], etr: Iterable[list[str]]) -> Iterator[dict[str, str]]:
    """Every row of organisations.csv, in a fixed order."""
    yield {
        "code": "QMF",
        "name": "NHS North East London Integrated Care Board",
        "kind": "icb",
        "source": "ODS, OGL v3.0",
    }
    for code, name in CCGS.items():
        yield {"code": code, "name": name, "kind": "ccg", "opened": "2013-04-01", "source": "ODS, OGL v3.0"}
    for code, name in BOROUGHS.items():
        yield {"code": code, "name": name, "kind": "borough", "source": "ONS GSS code, OGL v3.0"}
    trusts = {row[CODE]: row for row in etr}
    for code in TRUSTS:
        yield {
            "code": code,
            "name": titled(trusts[code][NAME]),
            "kind": "nhs_trust",
            "opened": _iso(trusts[code][OPENED]),
            "source": "ODS etr, OGL v3.0",
        }
    for code, (name, commissioner) in FEDERATIONS.items():
        yield _made_up(code, f"{name} (illustrative)", "gp_federation", commissioner)
    for locality, (code, name, commissioner) in NETWORKS.items():
        yield _made_up(code, f"{name} GP Network (illustrative)", "gp_network", commissioner, locality)
    for code, name in VOLUNTARY.items():
        yield _made_up(code, f"{name} (fictional)", "voluntary")
    yield from sorted(practices(epraccur), key=lambda row: row["code"])


def _made_up(code: str, name: str, kind: str, commissioner: str = "", locality: str = "") -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "commissioner": commissioner,
        "locality": locality,
        "source": "ILL",
    }


def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else ""


def main(epraccur: str, etr: str) -> None:
    """Write bhr/organisations.csv anew."""
    with (
        Path(epraccur).open(encoding="utf-8") as practice_file,
        Path(etr).open(encoding="utf-8") as trust_file,
        (BHR / "organisations.csv").open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(organisations(csv.reader(practice_file), csv.reader(trust_file)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
