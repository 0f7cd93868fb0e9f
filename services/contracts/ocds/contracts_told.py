"""What the public is told of a contract: nothing of a draft, everything agreed once it is signed, then each change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.contracts.ocds.commands import Telling
from services.contracts.ocds.parties import parties, references
from services.contracts.ocds.shapes import Shape, amendment, amount, first_moment, items, period
from services.contracts.register.views import ContractRow, contract_view
from shared.events.contracts.register import (
    ContractActivated,
    ContractExpired,
    ContractExtended,
    ContractNovated,
    ContractTerminated,
)
from shared.events.contracts.register_life import ContractModified, ContractRolledIntoAcs
from shared.kernel.dates import extended_end
from shared.kernel.money import pounds
from shared.kernel.organisations import Organisations
from shared.views import Recorded

SUPPLYING = ("lead", "member")
"""Who is paid by the buyer; subcontractors are paid by them."""


@dataclass(frozen=True)
class _Said:
    tags: tuple[str, ...]
    content: Shape


def tell_contract(
    history: Sequence[Recorded[Any]], organisations: Organisations, award_id: str | None = None
) -> Sequence[Telling]:
    """The tellings of a contract's events; `award_id` is the award it rests on, when a procurement made one."""
    tellings: list[Telling] = []
    row: ContractRow | None = None
    for recorded in history:
        row = contract_view.project(row, recorded)
        if row is None or (said := _said(recorded.event, row, organisations, award_id)) is None:
            continue
        tellings.append(
            Telling(
                tells_of=recorded.event_id,
                happened_at=recorded.occurred_at,
                tags=said.tags,
                parties=tuple(row.parties),
                content=json.dumps(said.content),
            )
        )
    return tellings


def _said(event: object, row: ContractRow, organisations: Organisations, award_id: str | None) -> _Said | None:
    contract: Shape = {"id": row.ref, "awardID": award_id or f"{row.ref}-A1"}
    match event:
        case ContractActivated():
            return _signed(event, row, organisations, contract, first_told=award_id is None)
        case ContractExtended():
            changed = amendment(
                f"extension-{event.option_no}",
                event.added_from,
                f"Extended by {event.months} months to {event.new_end}, an option agreed at the start",
            )
            return _amended(row, contract, changed)
        case ContractModified():
            changed = amendment(
                f"modification-{event.modification_ref}",
                event.effective_on,
                f"Modified: worth {pounds(event.new_value_pence)} until {event.new_end}",
                f"{event.regime} {event.ground}",
            )
            return _amended(row, contract, changed)
        case ContractNovated():
            return _novated(event, row, organisations, contract)
        case ContractTerminated() | ContractRolledIntoAcs():
            return _over(contract, event.effective_on, row.start)
        case ContractExpired():
            return _over(contract, event.end, row.start)
        case _:
            return None


def _signed(
    event: ContractActivated, row: ContractRow, organisations: Organisations, contract: Shape, *, first_told: bool
) -> _Said:
    contract |= {"title": row.title, "status": "active", "dateSigned": first_moment(event.signed_on)}
    contract |= _terms(row) | items(row.title, row.cpv)
    content: Shape = {
        "parties": parties(organisations, _roles(row)),
        "buyer": references(organisations, row.commissioners)[0],
    }
    if not first_told:
        return _Said(("contract",), content | {"contracts": [contract]})
    content["tender"] = {"id": row.ref, "title": row.title, "status": "complete"}
    if row.route != "not recorded":
        content["tender"]["procurementMethodDetails"] = row.route
    content["awards"] = [
        {
            "id": contract["awardID"],
            "title": row.title,
            "status": "active",
            "date": first_moment(event.signed_on),
            "value": amount(row.current_value_pence),
            "suppliers": references(organisations, _suppliers(row)),
        }
    ]
    return _Said(("award", "contract"), content | {"contracts": [contract]})


def _amended(row: ContractRow, contract: Shape, changed: Shape) -> _Said:
    return _Said(("contractAmendment",), {"contracts": [contract | _terms(row) | {"amendments": [changed]}]})


def _novated(event: ContractNovated, row: ContractRow, organisations: Organisations, contract: Shape) -> _Said:
    # OCDS 1.1 knows suppliers of awards alone, and merging never takes one away: the amendment says who left.
    newcomer = references(organisations, (event.to_ods,))
    former = references(organisations, (event.from_ods,))[0]
    changed = amendment(
        f"novation-{event.from_ods}-{event.to_ods}-{event.effective_on}",
        event.effective_on,
        f"{newcomer[0]['name']} took the place of {former['name']}",
        "novation",
    )
    content: Shape = {
        "parties": parties(organisations, {event.to_ods: _roles(row)[event.to_ods]}),
        "contracts": [contract | {"amendments": [changed]}],
    }
    if event.to_ods not in _suppliers(row):
        return _Said(("contractAmendment",), content)
    content["awards"] = [{"id": contract["awardID"], "suppliers": newcomer}]
    return _Said(("awardUpdate", "contractAmendment"), content)


def _over(contract: Shape, last: date, start: date) -> _Said:
    ended = {"status": "terminated", "period": period(start, last)}
    return _Said(("contractTermination",), {"contracts": [contract | ended]})


def _terms(row: ContractRow) -> Shape:
    options = sum(option.months for option in row.extension_options[row.options_taken :])
    latest = extended_end(row.current_end, options) if options else row.current_end
    return {
        "period": period(row.start, row.current_end, latest),
        "value": amount(row.current_value_pence),
    }


def _suppliers(row: ContractRow) -> Sequence[str]:
    return [one.ods for one in row.providers if one.role in SUPPLYING] or [one.ods for one in row.providers]


def _roles(row: ContractRow) -> Mapping[str, Sequence[str]]:
    suppliers = set(_suppliers(row))
    roles: dict[str, Sequence[str]] = dict.fromkeys(row.commissioners, ("buyer",))
    for one in row.providers:
        roles[one.ods] = ("supplier",) if one.ods in suppliers else ("subcontractor",)
    return roles
