"""The rules of drafting: two sides, and contracts in force whose commissioners and providers are in the alliance."""

from collections.abc import Sequence

from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.commands import ContractToOverlay, DraftAllianceAgreement
from services.contracts.alliance_agreements.state import AllianceAgreement
from services.contracts.naming import all_known, each_once
from shared.events.contracts.alliance_agreements import AllianceAgreementDrafted


def draft(command: DraftAllianceAgreement, agreement: AllianceAgreement | None) -> Sequence[AllianceAgreementDrafted]:
    """An agreement to be signed, when everything said of it holds."""
    if agreement is not None:
        raise no.AllianceRefTaken("This alliance agreement is already drafted.")
    codes = tuple(one.ods for one in command.members)
    each_once("members", codes)
    each_once("contract_ids", command.contract_ids)
    all_known(command.localities, command.known_localities)
    if {one.side for one in command.members} != {"commissioner", "provider"}:
        raise no.OneSidedAlliance("Name at least one member on the commissioners' side and one on the providers'.")
    for place, contract in enumerate(command.contracts):
        _within(contract, codes, f"contract_ids.{place}")
    said = command.model_dump(exclude={"contract_ids", "contracts", "known_localities"})
    overlaid = tuple(contract.overlaid for contract in command.contracts)
    return [AllianceAgreementDrafted(parties=codes, contracts=overlaid, **said)]


def _within(contract: ContractToOverlay, members: Sequence[str], field: str) -> None:
    ref = contract.overlaid.ref
    if not contract.in_force:
        raise no.OverlaidContractNotInForce(f"Contract {ref} is not in force.", field=field)
    if outside := [ods for ods in contract.overlaid.providers if ods not in members]:
        raise no.ContractOutsideAlliance(
            f"Providers of contract {ref} that are no members: {', '.join(outside)}.", field=field
        )
    if not set(contract.commissioners) & set(members):
        raise no.ContractOutsideAlliance(f"No commissioner of contract {ref} is a member.", field=field)
