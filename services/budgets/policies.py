"""What budgets does when contracts change, referrals end, or its own lines are linked."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col

from services.budgets.known_contracts.api import known_contracts
from services.budgets.known_contracts.commands import Modified, NoteContract
from services.budgets.known_contracts.views import KnownContractRow, known_contract_view
from services.budgets.pools.api import pools
from services.budgets.pools.commands import AlignCommitment, PostActivityCost
from services.budgets.pools.ledger_views import line_link_view, posting_view
from services.budgets.pools.rows import LineLinkRow, LineLinkTable, PostingTable
from shared.capability import Policies, Reaction
from shared.events.budgets.known_contracts import ContractNoted, ContractTerm
from shared.events.budgets.pools import LineLinkedToContract
from shared.events.contracts.register import (
    ContractActivated,
    ContractExpired,
    ContractExtended,
    ContractTerminated,
)
from shared.events.contracts.register_life import ContractModified, ContractRolledIntoAcs
from shared.events.referrals.referrals import ReferralDischarged
from shared.eventstore.published import PublishedEvent
from shared.kernel.dates import financial_year
from shared.service import Service

ContractTold = (
    ContractActivated
    | ContractExtended
    | ContractModified
    | ContractRolledIntoAcs
    | ContractTerminated
    | ContractExpired
)


def _noted(event: ContractTold, published: PublishedEvent, **said: Any) -> Sequence[Reaction]:
    note = NoteContract(contract_id=event.contract_id, ref=event.ref, contract_version=published.version, **said)
    return [Reaction(known_contracts, event.contract_id, note)]


async def note_contract_when_activated(
    event: ContractActivated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """From activation on a contract binds money."""
    term = ContractTerm(from_day=event.start, to_day=event.end, value_pence=event.value_pence)
    return _noted(event, published, start=event.start, end=event.end, term=term, commissioners=event.commissioners)


async def note_contract_when_extended(
    event: ContractExtended, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The option's own term with its own value comes after the others, whose value it leaves alone."""
    term = ContractTerm(from_day=event.added_from, to_day=event.new_end, value_pence=event.added_value_pence)
    return _noted(event, published, end=event.new_end, term=term)


async def note_contract_when_modified(
    event: ContractModified, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """What is left of the new value falls into the days that are left of the new term."""
    modified = Modified(from_day=event.effective_on, to_day=event.new_end, value_pence=event.new_value_pence)
    return _noted(event, published, end=event.new_end, modified=modified)


async def note_contract_when_ended_early(
    event: ContractTerminated | ContractRolledIntoAcs, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The days until the last one in force stay committed; a contract rolled into another leaves the rest to that."""
    return _noted(event, published, end=event.effective_on, ended=True)


async def note_contract_when_expired(
    event: ContractExpired, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The term ran out."""
    return _noted(event, published, end=event.end, ended=True)


async def align_commitments_when_contract_noted(
    event: ContractNoted, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Every pool with a line that pays for the contract; a line linked later is aligned by its own event."""
    links = await service.rows(line_link_view, col(LineLinkTable.contract_id) == event.contract_id)
    known = await service.row(known_contract_view, event.contract_id)
    if known is None:
        return []
    return [Reaction(pools, pool_id, _alignment(known)) for pool_id in sorted({link.pool_id for link in links})]


async def align_commitments_when_line_linked(
    event: LineLinkedToContract, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """A contract not known yet is aligned as soon as it is noted: whichever comes later finds the other."""
    known = await service.row(known_contract_view, event.contract_id)
    return [] if known is None else [Reaction(pools, event.pool_id, _alignment(known))]


def _alignment(known: KnownContractRow) -> AlignCommitment:
    return AlignCommitment(
        contract_id=known.contract_id,
        ref=known.ref,
        contract_version=known.contract_version,
        start=known.start,
        end=known.end,
        terms=tuple(known.terms),
        ended=known.ended,
    )


async def post_activity_cost_when_referral_discharged(
    event: ReferralDischarged, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Money follows the work (R89): onto the line that pays for the pathway, once, whatever is replayed.

    A patient who never came cost nothing; one who was seen and missed a later appointment did.
    """
    if not (event.attended or event.treated):
        return []
    links = await service.rows(line_link_view, col(LineLinkTable.pathway_id) == event.pathway_id)
    if not links:
        return []
    link = _paying(links, financial_year(event.discharged_on))
    source_ref = str(published.event_id)
    entries = await service.rows(
        posting_view, col(PostingTable.pool_id) == link.pool_id, col(PostingTable.source_ref) == source_ref
    )
    cost = PostActivityCost(
        posting_id=published.event_id,
        pathway_id=event.pathway_id,
        setting=event.setting,
        discharged_on=event.discharged_on,
        source_ref=source_ref,
        source_ref_taken=bool(entries),
    )
    return [Reaction(pools, link.pool_id, cost)]


def _paying(links: Sequence[LineLinkRow], year: str) -> LineLinkRow:
    """The link of the year of discharge; without one the latest, whose pool will hold the cost for a person."""
    of_year = [link for link in links if link.financial_year == year]
    return of_year[0] if of_year else max(links, key=lambda link: link.financial_year)


policies: Policies = {
    ContractActivated: (note_contract_when_activated,),
    ContractExtended: (note_contract_when_extended,),
    ContractModified: (note_contract_when_modified,),
    ContractRolledIntoAcs: (note_contract_when_ended_early,),
    ContractTerminated: (note_contract_when_ended_early,),
    ContractExpired: (note_contract_when_expired,),
    ContractNoted: (align_commitments_when_contract_noted,),
    LineLinkedToContract: (align_commitments_when_line_linked,),
    ReferralDischarged: (post_activity_cost_when_referral_discharged,),
}
