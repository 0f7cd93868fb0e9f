"""Pools as people read them: one row per pool with the position of its lines, partners, returns and year end."""

from collections.abc import Mapping
from typing import Any, assert_never
from uuid import UUID

from services.budgets.pools.rows import (
    ContractOnLine,
    LinePosition,
    PartnerPosition,
    PathwayOnLine,
    PoolRow,
    PoolTable,
    QuarterlyReturn,
)
from services.budgets.pools.state import PoolStatus, quarter_of
from shared.events.budgets.pools import (
    ActivityCostDismissed,
    ActivityCostHeld,
    AgreementEvent,
    AgreementSigned,
    CommitmentAdjusted,
    CommitmentClosed,
    CommitmentOpened,
    CommitmentsAboveBudget,
    CommitmentsBackWithinBudget,
    ContributionAgreed,
    ContributionPaid,
    ContributionReversed,
    ExpenditurePosted,
    ExpenditureReversed,
    ForecastUpdated,
    LedgerEvent,
    LineLinkedToContract,
    LineUnlinkedFromContract,
    LinkEvent,
    PathwayLinked,
    PathwayUnlinked,
    PoolActivated,
    PoolAgreed,
    PoolEvent,
    PoolOpened,
    PoolReconciled,
    PoolTerminated,
    PoolYearClosed,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    ShortfallEscalated,
    SignaturesWithdrawn,
    VarianceAllocated,
)
from shared.views import Recorded, View


def project_pool(row: PoolRow | None, recorded: Recorded[PoolEvent]) -> PoolRow | None:
    """The pool's row after one more event."""
    event = recorded.event
    if isinstance(event, PoolOpened):
        return _opened(event, recorded)
    if row is None:
        return None
    if isinstance(event, LedgerEvent):
        changes = _entry(row, event)
    elif isinstance(event, LinkEvent):
        changes = _link(row, event)
    else:
        changes = _agreement(row, event)
    return row.model_copy(update={"version": recorded.version, "changed_at": recorded.occurred_at, **changes})


def _opened(event: PoolOpened, recorded: Recorded[PoolEvent]) -> PoolRow:
    return PoolRow(
        version=recorded.version,
        changed_at=recorded.occurred_at,
        parties=list(event.partners),
        pool_id=event.pool_id,
        title=event.title,
        financial_year=event.financial_year,
        status=PoolStatus.DRAFT,
        host=event.host,
        partners=list(event.partners),
        trust_consents=list(event.trust_consents),
        statements=event.statements,
        risk_share=event.risk_share,
        lines=[LinePosition(line=line) for line in event.lines],
        positions=[PartnerPosition(partner=partner) for partner in event.partners],
        pooled_budget_pence=sum(line.budget_pence for line in event.lines if line.funding == "pooled"),
    )


def _agreement(row: PoolRow, event: AgreementEvent) -> dict[str, Any]:
    match event:
        case PoolOpened():
            return {}
        case ContributionAgreed():
            return _contribution(row, event)
        case AgreementSigned():
            return {"positions": _partner(row, event.partner, signed_on=event.signed_on)}
        case SignaturesWithdrawn():
            unsigned = [one.model_copy(update={"signed_on": None}) for one in row.positions]
            return {"status": PoolStatus.DRAFT, "positions": unsigned}
        case PoolAgreed():
            return {"status": PoolStatus.AGREED}
        case PoolActivated():
            return {"status": PoolStatus.ACTIVE, "activated_on": event.activated_on}
        case PoolYearClosed():
            return {"status": PoolStatus.YEAR_END, "closed_on": event.closed_on}
        case PoolReconciled():
            return {"status": PoolStatus.RECONCILED, "reconciled_on": event.reconciled_on}
        case PoolTerminated():
            return {"status": PoolStatus.TERMINATED, "terminated_on": event.effective_on}
    assert_never(event)


def _contribution(row: PoolRow, event: ContributionAgreed) -> dict[str, Any]:
    more = event.amount_pence - event.previous_pence
    now = next(one for one in row.positions if one.partner == event.partner)
    kind = f"{event.kind}_agreed_pence"
    changed = {kind: event.amount_pence, "contribution_pence": now.contribution_pence + more}
    return {
        "positions": _partner(row, event.partner, **changed),
        "contributions_pence": row.contributions_pence + more,
    }


def _entry(row: PoolRow, event: LedgerEvent) -> dict[str, Any]:
    match event:
        case ContributionPaid() | ContributionReversed():
            now = next(one for one in row.positions if one.partner == event.partner)
            return {
                "positions": _partner(row, event.partner, paid_pence=now.paid_pence + event.amount_pence),
                "paid_pence": row.paid_pence + event.amount_pence,
                "returns_to_amend": _stale_returns(row, event.quarter),
            }
        case ExpenditurePosted() | ExpenditureReversed():
            return _spent(row, event)
        case ActivityCostHeld():
            return {"held_costs": row.held_costs + 1}
        case ActivityCostDismissed():
            return {"held_costs": row.held_costs - 1}
        case QuarterlyReturnSubmitted() | QuarterlyReturnAmended():
            still = [quarter for quarter in row.returns_to_amend if quarter != event.quarter]
            return {"returns": _returned(row, event), "returns_to_amend": still}
        case ForecastUpdated():
            return _forecast(row, event)
        case VarianceAllocated():
            names = ("outturn_pence", "variance_pence", "risk_pool_used_pence", "investment_fund_pence")
            return {name: getattr(event, name) for name in (*names, "unallocated_pence", "rule_version")} | {
                "allocations": list(event.allocations),
                "trace": list(event.trace),
            }
        case ShortfallEscalated():
            return {"escalated_to": event.escalated_to}
    assert_never(event)


def _spent(row: PoolRow, event: ExpenditurePosted | ExpenditureReversed) -> dict[str, Any]:
    spent = _position(row, event.line).spend_pence + event.amount_pence
    released = 1 if isinstance(event, ExpenditurePosted) and event.releases_held else 0
    changes = {"lines": _line(row, event.line, spend_pence=spent), "held_costs": row.held_costs - released}
    if event.funding == "aligned":
        return changes | {"aligned_spend_pence": row.aligned_spend_pence + event.amount_pence}
    return changes | {
        "spend_pence": row.spend_pence + event.amount_pence,
        "returns_to_amend": _stale_returns(row, quarter_of(event.period)),
    }


def _stale_returns(row: PoolRow, changed: int) -> list[int]:
    """With an entry in a quarter, the submitted returns of it and of later quarters, which say the year so far."""
    since = {one.quarter for one in row.returns if one.quarter >= changed}
    return sorted(since | set(row.returns_to_amend))


def _returned(row: PoolRow, event: QuarterlyReturnSubmitted | QuarterlyReturnAmended) -> list[QuarterlyReturn]:
    before = next((one for one in row.returns if one.quarter == event.quarter), None)
    reported = QuarterlyReturn(
        quarter=event.quarter,
        income_pence=event.income_pence,
        expenditure_pence=event.expenditure_pence,
        income_to_date_pence=event.income_to_date_pence,
        expenditure_to_date_pence=event.expenditure_to_date_pence,
        amendments=0 if before is None else before.amendments + 1,
    )
    others = [one for one in row.returns if one.quarter != event.quarter]
    return sorted([*others, reported], key=lambda one: one.quarter)


def _forecast(row: PoolRow, event: ForecastUpdated) -> dict[str, Any]:
    by_partner = {one.partner: one for one in event.partner_forecasts}
    positions = [
        one.model_copy(
            update={
                "forecast_variance_pence": by_partner[one.partner].variance_pence,
                "forecast_total_pence": by_partner[one.partner].total_pence,
            }
        )
        for one in row.positions
    ]
    if event.line is None:
        lines = [one.model_copy(update={"forecast_pence": None}) for one in row.lines]
    else:
        lines = _line(row, event.line, forecast_pence=event.line_forecast_pence)
    return {
        "lines": lines,
        "positions": positions,
        "forecast_outturn_pence": event.forecast_outturn_pence,
        "forecast_variance_pence": event.variance_pence,
        "forecast_unallocated_pence": event.unallocated_pence,
    }


def _link(row: PoolRow, event: LinkEvent) -> dict[str, Any]:
    match event:
        case LineLinkedToContract():
            on_line = _position(row, event.line).contracts
            linked = next((one for one in on_line if one.contract_id == event.contract_id), None)
            if linked is None:
                linked = ContractOnLine(contract_id=event.contract_id, share_bp=event.share_bp)
            linked = linked.model_copy(update={"share_bp": event.share_bp})
            return {"lines": _line(row, event.line, contracts=(*_others(on_line, event.contract_id), linked))}
        case LineUnlinkedFromContract():
            kept = _others(_position(row, event.line).contracts, event.contract_id)
            return _with_commitments(row, event.line, kept)
        case PathwayLinked():
            paid = PathwayOnLine(pathway_id=event.pathway_id, tariff=event.tariff)
            return {"lines": _pathways(row, event.pathway_id, {event.line: paid})}
        case PathwayUnlinked():
            return {"lines": _pathways(row, event.pathway_id, {})}
        case CommitmentOpened() | CommitmentAdjusted() | CommitmentClosed():
            return _committed(row, event)
        case CommitmentsAboveBudget():
            return {"lines": _line(row, event.line, above_budget=True)}
        case CommitmentsBackWithinBudget():
            return {"lines": _line(row, event.line, above_budget=False)}
    assert_never(event)


def _committed(row: PoolRow, event: CommitmentOpened | CommitmentAdjusted | CommitmentClosed) -> dict[str, Any]:
    on_line = _position(row, event.line).contracts
    status = "closed" if isinstance(event, CommitmentClosed) else "open"
    now = {"ref": event.contract_ref, "committed_pence": event.amount_pence, "status": status}
    contracts = tuple(one.model_copy(update=now) if one.contract_id == event.contract_id else one for one in on_line)
    return _with_commitments(row, event.line, contracts)


def _with_commitments(row: PoolRow, code: str, contracts: tuple[ContractOnLine, ...]) -> dict[str, Any]:
    committed = sum(one.committed_pence for one in contracts)
    lines = _line(row, code, contracts=contracts, committed_pence=committed)
    return {"lines": lines, "committed_pence": sum(one.committed_pence for one in lines)}


def _pathways(row: PoolRow, pathway_id: UUID, paid_by: Mapping[str, PathwayOnLine]) -> list[LinePosition]:
    lines = []
    for one in row.lines:
        kept = tuple(link for link in one.pathways if link.pathway_id != pathway_id)
        now = (*kept, paid_by[one.line.code]) if one.line.code in paid_by else kept
        lines.append(one.model_copy(update={"pathways": now}))
    return lines


def _others(contracts: tuple[ContractOnLine, ...], contract_id: UUID) -> tuple[ContractOnLine, ...]:
    return tuple(one for one in contracts if one.contract_id != contract_id)


def _position(row: PoolRow, code: str) -> LinePosition:
    return next(one for one in row.lines if one.line.code == code)


def _line(row: PoolRow, code: str, **changes: Any) -> list[LinePosition]:
    return [one.model_copy(update=changes) if one.line.code == code else one for one in row.lines]


def _partner(row: PoolRow, partner: str, **changes: Any) -> list[PartnerPosition]:
    return [one.model_copy(update=changes) if one.partner == partner else one for one in row.positions]


pool_view: View[PoolRow] = View(table=PoolTable, row=PoolRow, project=project_pool)
