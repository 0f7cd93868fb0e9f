"""Contracts in OCDS releases and records, as Contracts Finder and Find a Tender publish them: with all their gaps."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.contracts.files.refusals import RowNotReadable
from services.contracts.imports.readings import cpv_of, day_of, whole_pence
from services.contracts.imports.refusals import FieldMissing, NoContractYet, NotAnAmount
from services.contracts.imports.said import ContractSaid
from services.contracts.ocds.packages import compiled
from shared.kernel.refusals import Refused

LONGEST_REF = 60
NOT_TO_BE = ("cancelled", "unsuccessful")

Said = Mapping[str, Any]
Candidate = ContractSaid | Refused
"""A contract a process led to, or why it cannot be read."""


def contracts_in(documents: Sequence[Said], own_prefix: str) -> Sequence[Candidate]:
    """The contracts that the releases of one process, or its record, come to; NoContractYet when it led to none."""
    try:
        release = _standing(documents)
        found = list(_candidates(release, own_prefix))
    except (AttributeError, TypeError, KeyError, IndexError, ValueError):
        # Whatever somebody else's JSON may hold in the place of what the standard says stands there.
        raise RowNotReadable("The release is not of the shape that OCDS 1.1 gives it.") from None
    if not found:
        raise NoContractYet("The process tells of no contract and of no award that was made.")
    return found


def _standing(documents: Sequence[Said]) -> Said:
    """How things stand: a compiled release where there is one, otherwise all releases merged."""
    releases: list[dict[str, Any]] = []
    for document in documents:
        if document.get("compiledRelease"):
            return dict(document["compiledRelease"])
        releases += [dict(one) for one in document.get("releases", [document])]
    if any("ocid" not in one for one in releases):
        raise RowNotReadable("The record only links to its releases: send them themselves, or a compiled release.")
    return releases[0] if len(releases) == 1 else compiled(releases)


def _candidates(release: Said, own_prefix: str) -> Iterator[Candidate]:
    awards = {str(one.get("id")): one for one in release.get("awards") or ()}
    contracts = [one for one in release.get("contracts") or () if one.get("status") != "cancelled"]
    if contracts:
        for one in contracts:
            award = awards.get(str(one.get("awardID"))) or (next(iter(awards.values())) if len(awards) == 1 else {})
            yield _candidate(release, one, award, own_prefix)
        return
    for award in awards.values():
        if award.get("status", "active") == "active":
            yield _candidate(release, {}, award, own_prefix)


def _candidate(release: Said, contract: Said, award: Said, own_prefix: str) -> Candidate:
    tender = release.get("tender") or {}
    period = contract.get("period") or award.get("contractPeriod") or tender.get("contractPeriod") or {}
    try:
        value, noted = _value(contract.get("value") or award.get("value") or {})
        codes = list(_cpv(release))
        return ContractSaid(
            ref=_ref(release, str(contract.get("id") or award.get("id") or "1"), own_prefix),
            title=_text(contract, award, tender, release),
            commissioners=_buyers(release),
            suppliers=tuple(_suppliers(release, contract, award)),
            route=str(tender.get("procurementMethodDetails") or tender.get("procurementMethod") or "").strip(" -"),
            start=day_of(str(period.get("startDate") or ""), "start of the contract period"),
            end=day_of(str(period.get("endDate") or ""), "end of the contract period"),
            value_pence=value,
            cpv=tuple(dict.fromkeys(filter(None, codes))),
            signed_on=day_of(str(contract["dateSigned"]), "date signed") if contract.get("dateSigned") else None,
            pending=contract.get("status") == "pending",
            notes=noted if None not in codes else (*noted, "Classifications that are no CPV codes are left out"),
        )
    except Refused as refused:
        return refused


def _ref(release: Said, own: str, own_prefix: str) -> str:
    """Unique everywhere: the ocid is, and in a process the id of the contract, or of the award, is."""
    ocid = str(release["ocid"])
    if ocid.startswith(f"{own_prefix}-") and not own.startswith(ocid):
        return own  # our own publications: the contract's id is its reference in the register
    ref = own if own.startswith(ocid) else f"{ocid}-{own}"
    return ref if len(ref) <= LONGEST_REF else f"{ocid[:47]}-{hashlib.sha256(ref.encode()).hexdigest()[:12]}"


def _text(*told: Said) -> str:
    title = next((str(one["title"]).strip() for one in told if one.get("title")), "")
    if not title:
        raise FieldMissing("The release gives no title.", field="title")
    return title


def _value(value: Said) -> tuple[int, tuple[str, ...]]:
    if value.get("amount") is None:
        raise FieldMissing("The release gives no value of the contract.", field="value")
    if value.get("currency", "GBP") != "GBP":
        raise NotAnAmount("The value is not in pounds sterling.", field="value.currency")
    pence = whole_pence(str(value["amount"]), "value")
    return pence, () if pence else ("Worth nothing in the source, which often means that it is not disclosed",)


def _cpv(release: Said) -> Iterator[str | None]:
    tender = release.get("tender") or {}
    for part in (tender, *(tender.get("items") or ())):
        for one in (part.get("classification") or {}, *(part.get("additionalClassifications") or ())):
            if one.get("scheme") == "CPV" and one.get("id"):
                yield cpv_of(str(one["id"]))


def _buyers(release: Said) -> tuple[str, ...]:
    parties = {str(one.get("id")): one for one in release.get("parties") or ()}
    told = [release.get("buyer") or {}]
    told += [one for one in parties.values() if "buyer" in (one.get("roles") or ())]
    told += [] if any(told) else [one for one in parties.values() if "procuringEntity" in (one.get("roles") or ())]
    named = tuple(dict.fromkeys(_named(one, parties) for one in told if one))
    if not named:
        raise FieldMissing("The release names no buyer.", field="buyer")
    return named


def _suppliers(release: Said, contract: Said, award: Said) -> Sequence[str]:
    parties = {str(one.get("id")): one for one in release.get("parties") or ()}
    told = contract.get("suppliers") or award.get("suppliers") or ()
    told = told or [one for one in parties.values() if "supplier" in (one.get("roles") or ())]
    if not told:
        raise FieldMissing("The release names no supplier.", field="suppliers")
    return [_named(one, parties) for one in told]


def _named(organisation: Said, parties: Mapping[str, Said]) -> str:
    """By its code in the register of NHS organisations where that is told, otherwise by its name."""
    party = parties.get(str(organisation.get("id"))) or {}
    for identifier in (party.get("identifier") or {}, *(party.get("additionalIdentifiers") or ())):
        if identifier.get("scheme") in ("GB-NHS", "GB-GSS") and identifier.get("id"):
            return str(identifier["id"])
    if str(organisation.get("id")).startswith("GB-NHS-"):
        return str(organisation["id"])
    return str(organisation.get("name") or party.get("name") or organisation.get("id") or "")
