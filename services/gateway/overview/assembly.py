"""The overview made from sums: pure, the same for now and for any moment of the past."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.gateway.alliance.contracts import FINDINGS, STATUSES
from services.gateway.alliance.referrals import STAGES
from services.gateway.overview.answers import ContractsPosition, PathwayPosition, PoolPosition
from services.gateway.overview.names import MONTHS
from shared.kernel.money import share_bp

Sums = Mapping[str, int]
"""Figures by the name they are shown under; one that is missing was never added to."""


@dataclass(frozen=True)
class Titles:
    """What pools (with financial year), pathways, procurements and outcomes frameworks are called, by id."""

    pools: Mapping[str, tuple[str, str]]
    pathways: Mapping[str, str]
    matters: Mapping[str, str]


def contracts_position(sums: Sums) -> ContractsPosition:
    """All contracts."""
    return ContractsPosition(
        by_status={status: sums.get(f"contracts.by_status.{status}", 0) for status in STATUSES},
        by_finding={finding: sums.get(f"contracts.by_finding.{finding}", 0) for finding in FINDINGS},
        in_force_value_pence=sums.get("contracts.in_force_value_pence", 0),
        expiring_within=_ending("expiring_within", sums),
        expiring_without_plan=_ending("expiring_without_plan", sums),
    )


def pool_positions(sums: Sums, titles: Titles) -> list[PoolPosition]:
    """Every pool, the latest year first, then by title."""
    positions = [_pool(pool_id, own, titles) for pool_id, own in _by_id("pools", sums).items()]
    positions.sort(key=lambda pool: (pool.title or "", str(pool.pool_id)))
    return sorted(positions, key=lambda pool: pool.financial_year or "", reverse=True)


def pathway_positions(sums: Sums, titles: Titles) -> list[PathwayPosition]:
    """Every pathway, by title."""
    positions = [_pathway(pathway_id, own, titles) for pathway_id, own in _by_id("referrals", sums).items()]
    return sorted(positions, key=lambda pathway: (pathway.title or "", str(pathway.pathway_id)))


def _pool(pool_id: str, own: Sums, titles: Titles) -> PoolPosition:
    title, financial_year = titles.pools.get(pool_id, (None, None))
    return PoolPosition(
        pool_id=UUID(pool_id),
        title=title,
        financial_year=financial_year,
        status=_status(own),
        contributions_agreed_pence=own.get("contributions_agreed_pence", 0),
        contributions_paid_pence=own.get("contributions_paid_pence", 0),
        spend_pence=own.get("spend_pence", 0),
        aligned_spend_pence=own.get("aligned_spend_pence", 0),
        commitments_pence=own.get("commitments_pence", 0),
        lines_above_budget=own.get("lines_above_budget", 0),
        held_costs=own.get("held_costs", 0),
        forecast_outturn_pence=own.get("forecast_outturn_pence"),
        variance_pence=own.get("variance_pence"),
        unallocated_pence=own.get("unallocated_pence"),
        forecast_share_pence=_under("forecast_share_pence", own),
        allocations_pence=_under("allocations_pence", own),
    )


def _pathway(pathway_id: str, own: Sums, titles: Titles) -> PathwayPosition:
    stages = _under("stages", own)
    waiting, within = own.get("running_clocks", 0), own.get("within_18_weeks", 0)
    return PathwayPosition(
        pathway_id=UUID(pathway_id),
        title=titles.pathways.get(pathway_id),
        status=_status(own),
        stages={stage: stages[stage] for stage in STAGES if stages.get(stage)},
        running_clocks=waiting,
        within_18_weeks=within,
        within_18_weeks_bp=share_bp(within, waiting),
        handovers_outstanding=own.get("handovers_outstanding", 0),
    )


def _ending(label: str, sums: Sums) -> dict[str, int]:
    return {f"{months}_months": sums.get(f"contracts.{label}.{months}_months", 0) for months in MONTHS}


def _by_id(kind: str, sums: Sums) -> Mapping[str, Sums]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name, amount in sums.items():
        if name.startswith(f"{kind}."):
            _, thing_id, figure = name.split(".", 2)
            found[thing_id][figure] = amount
    return found


def _under(group: str, own: Sums) -> dict[str, int]:
    return {name.split(".", 1)[1]: amount for name, amount in sorted(own.items()) if name.startswith(f"{group}.")}


def _status(own: Sums) -> str:
    """The status that stands at 1: a thing leaves one by -1 and enters the next by +1."""
    return next((name for name, amount in _under("status", own).items() if amount), "unknown")
