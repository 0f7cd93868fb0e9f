"""The rules of supply chains and shared resources."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.commands import AgreeSupplyChain, EndResourceSharing, ShareResource
from services.contracts.alliance_agreements.state import AllianceAgreement
from services.contracts.naming import each_once
from shared.events.contracts.alliance_agreements import (
    AllianceResourceShared,
    AllianceResourceSharingEnded,
    AllianceSupplyChainAgreed,
    CostPart,
    SupplyLink,
)
from shared.kernel.money import BASIS_POINTS, split


def agree_chain(command: AgreeSupplyChain, agreement: AllianceAgreement) -> Sequence[AllianceSupplyChainAgreed]:
    """Under each contract the chain hangs on one of its providers, and leads back to nobody."""
    each_once("links", [(link.contract_id, link.lead, link.subcontractor) for link in command.links])
    providers = {one.ods for one in agreement.signed_members if one.side == "provider"}
    contracts = {one.contract_id: set(one.providers) for one in agreement.contracts}
    for place, link in enumerate(command.links):
        if link.contract_id not in contracts:
            raise no.ChainOutsideContract(
                "The contract is not under this agreement.", field=f"links.{place}.contract_id"
            )
        for name, ods in (("lead", link.lead), ("subcontractor", link.subcontractor)):
            if ods not in providers:
                raise no.ChainOfNoProvider(f"{ods} is no member on that side.", field=f"links.{place}.{name}")
    for contract_id, own in contracts.items():
        _hangs_together(contract_id, own, command.links)
    return [
        AllianceSupplyChainAgreed(
            alliance_agreement_id=agreement.alliance_agreement_id, ref=agreement.ref, links=command.links
        )
    ]


def _hangs_together(contract_id: UUID, providers: set[str], links: Sequence[SupplyLink]) -> None:
    own = [link for link in links if link.contract_id == contract_id]
    graph: dict[str, set[str]] = {}
    for link in own:
        graph.setdefault(link.subcontractor, set()).add(link.lead)
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        raise no.CircularSupplyChain(f"It leads in a circle: {' → '.join(cycle.args[1])}.") from None
    if loose := [ods for ods in order if ods not in graph and ods not in providers]:
        raise no.ChainOutsideContract(f"{', '.join(loose)} leads a chain and is no provider of that contract.")


def share(command: ShareResource, agreement: AllianceAgreement) -> Sequence[AllianceResourceShared]:
    """The cost is split to the last penny."""
    codes = [one.ods for one in command.shares]
    each_once("shares", codes)
    members = {one.ods for one in agreement.signed_members}
    for field, ods in (("host", command.host), *((f"shares.{n}.ods", code) for n, code in enumerate(codes))):
        if ods not in members:
            raise no.SharerNotMember(f"{ods} is no member of alliance agreement {agreement.ref}.", field=field)
    total = sum(one.share_bp for one in command.shares)
    if total != BASIS_POINTS:
        raise no.SharesNotWhole(f"They add up to {total} basis points.", total_bp=total)
    pence = split(command.annual_cost_pence, [one.share_bp for one in command.shares])
    parts = tuple(
        CostPart(ods=one.ods, share_bp=one.share_bp, annual_pence=part)
        for one, part in zip(command.shares, pence, strict=True)
    )
    return [
        AllianceResourceShared(
            alliance_agreement_id=agreement.alliance_agreement_id,
            ref=agreement.ref,
            sharing_no=len(agreement.resources) + 1,
            parts=parts,
            **command.model_dump(exclude={"shares"}),
        )
    ]


def end_sharing(command: EndResourceSharing, agreement: AllianceAgreement) -> Sequence[AllianceResourceSharingEnded]:
    """Of one that runs."""
    for shared in agreement.resources:
        if shared.sharing_no == command.sharing_no and shared.ended_on is None:
            break
    else:
        raise no.NoSuchSharing(f"No sharing {command.sharing_no} runs under alliance agreement {agreement.ref}.")
    if command.ended_on > command.today:
        raise no.LeavingInFuture(f"Its last day is {command.ended_on}, and can be recorded then.", field="ended_on")
    if command.ended_on < shared.shared_from:
        raise no.SharingEndsBeforeStart(f"It is shared from {shared.shared_from}.")
    return [
        AllianceResourceSharingEnded(
            alliance_agreement_id=agreement.alliance_agreement_id,
            ref=agreement.ref,
            sharing_no=shared.sharing_no,
            resource=shared.resource,
            ended_on=command.ended_on,
        )
    ]
