"""The rules of a pool: how its agreement comes about and ends. Entries and links have rooms of their own."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from services.budgets.pools.commands import (
    ActivatePool,
    AgreeContribution,
    ByHost,
    ClosePoolYear,
    LedgerCommand,
    LinkCommand,
    OpenPool,
    PoolCommand,
    SignAgreement,
    TerminatePool,
)
from services.budgets.pools.ending import terminate
from services.budgets.pools.ledger import decide_entry
from services.budgets.pools.links import decide_link
from services.budgets.pools.refusals import (
    AgreementNotSigned,
    AlreadySigned,
    ContributionBelowPaid,
    ContributionNotAgreed,
    ContributionOfNothing,
    ContributionsSettled,
    HostOnly,
    LinesAboveContributions,
    NotAPartner,
    PartnerSpeaksForItself,
    PoolAlreadyActivated,
    PoolNotDraft,
    PoolNotFound,
    PoolTitleTaken,
    SignedInFuture,
    VariationWithoutReason,
    YearAlreadyClosed,
    YearStillRunning,
)
from services.budgets.pools.section75 import check_agreement
from services.budgets.pools.state import Pool, PoolStatus, evolve
from shared.events.budgets.pools import (
    AgreementSigned,
    ContributionAgreed,
    LineLinkedToContract,
    PartnerContribution,
    PoolActivated,
    PoolAgreed,
    PoolEvent,
    PoolOpened,
    PoolYearClosed,
    SignaturesWithdrawn,
)
from shared.kernel.dates import year_bounds
from shared.kernel.decider import Decider
from shared.kernel.money import BASIS_POINTS, pounds


def decide(command: PoolCommand, pool: Pool | None) -> Sequence[PoolEvent]:
    """What happens, or a refusal."""
    if isinstance(command, OpenPool):
        return _open(command, pool)
    if pool is None:
        raise PoolNotFound("There is no such pool.")
    if isinstance(command, ByHost) and command.by_org != pool.host:
        raise HostOnly(f"{pool.host} hosts pool {pool.title}, {command.by_org} does not.", host=pool.host)
    if isinstance(command, LedgerCommand):
        return decide_entry(command, pool)
    if isinstance(command, LinkCommand):
        return decide_link(command, pool)
    match command:
        case SignAgreement():
            return _sign(command, pool)
        case AgreeContribution():
            return _agree_contribution(command, pool)
        case ActivatePool():
            return _activate(command, pool)
        case ClosePoolYear():
            return _close_year(command, pool)
        case TerminatePool():
            return terminate(command, pool)
    assert_never(command)


def _open(command: OpenPool, pool: Pool | None) -> Sequence[PoolEvent]:
    if pool is not None:
        raise PoolTitleTaken("This pool is already open.")
    if command.title_taken:
        raise PoolTitleTaken(f"Another pool of {command.financial_year} has the title {command.title}.")
    check_agreement(command)
    facts = {"partner_kinds", "consenting_kinds", "title_taken", "contract_shares_elsewhere_bp"}
    said = {name: value for name, value in command if name not in facts}
    opened = PoolOpened(**said)
    about = {name: said[name] for name in ("pool_id", "title", "financial_year", "partners")}
    links = [
        LineLinkedToContract(**about, line=line.code, contract_id=line.contract_id, share_bp=BASIS_POINTS)
        for line in command.lines
        if line.contract_id is not None
    ]
    return [opened, *links]


def _sign(command: SignAgreement, pool: Pool) -> Sequence[PoolEvent]:
    _speaks_for_itself(command.partner, command.by_org, pool)
    if command.partner in pool.signed:
        raise AlreadySigned(f"{command.partner} has already signed.")
    if pool.status is not PoolStatus.DRAFT:
        raise PoolNotDraft(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    if command.signed_on > command.today:
        raise SignedInFuture(f"The signature is dated {command.signed_on}, after today.")
    signed = AgreementSigned(**pool.about, partner=command.partner, signed_on=command.signed_on)
    return [signed, *_agreed_after(pool, signed)]


def _agree_contribution(command: AgreeContribution, pool: Pool) -> Sequence[PoolEvent]:
    _speaks_for_itself(command.partner, command.by_org, pool)
    _contributions_open(command, pool)
    key = (command.partner, command.kind)
    previous = pool.contributions.get(key)
    if previous == command.amount_pence:
        return []  # agreed already
    if previous is not None and command.variation_reason is None:
        raise VariationWithoutReason(f"{command.partner} had agreed {pounds(previous)}.", agreed_pence=previous)
    paid = pool.paid.get(key, 0)
    if command.amount_pence < paid:
        raise ContributionBelowPaid(f"{command.partner} has already paid {pounds(paid)}.", paid_pence=paid)
    agreed = ContributionAgreed(
        **pool.about,
        partner=command.partner,
        kind=command.kind,
        amount_pence=command.amount_pence,
        previous_pence=previous or 0,
        variation_reason=command.variation_reason,
    )
    after = evolve(pool, agreed)
    if after and after.contribution_by_partner[command.partner] == 0:
        raise ContributionOfNothing(f"{command.partner} would contribute nothing to pool {pool.title}.")
    if after and pool.status is PoolStatus.ACTIVE:
        _lines_within_contributions(after)
    if _signatures_fall(pool, previous):
        return [agreed, SignaturesWithdrawn(**pool.about, partner=command.partner)]
    return [agreed, *_agreed_after(pool, agreed)]


def _contributions_open(command: AgreeContribution, pool: Pool) -> None:
    if pool.status not in {PoolStatus.DRAFT, PoolStatus.AGREED, PoolStatus.ACTIVE}:
        raise ContributionsSettled(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    last_day = year_bounds(pool.financial_year)[1]
    if pool.status is PoolStatus.ACTIVE and command.today > last_day:
        # Its outturn is known by then: whoever lowered its contribution would leave the risk share to the others.
        raise ContributionsSettled(f"{pool.financial_year} ended on {last_day}.", status=pool.status)


def _signatures_fall(pool: Pool, previous: int | None) -> bool:
    """Whether what somebody has signed is no longer what would be agreed."""
    return pool.status is PoolStatus.AGREED or (
        pool.status is PoolStatus.DRAFT and previous is not None and bool(pool.signed)
    )


def _speaks_for_itself(partner: str, by_org: str, pool: Pool) -> None:
    if partner not in pool.partners:
        raise NotAPartner(f"{partner} is not a partner of pool {pool.title}.")
    if partner != by_org:
        raise PartnerSpeaksForItself(f"{by_org} cannot speak for {partner}.")


def _agreed_after(pool: Pool, event: PoolEvent) -> Iterator[PoolEvent]:
    """The agreement stands with the last signature or the last contribution, whichever comes later."""
    after = evolve(pool, event)
    if after and after.status is PoolStatus.DRAFT and not _unsigned(after) and not _without_contribution(after):
        yield PoolAgreed(**after.about, pool_pence=after.pool_pence, contributions=_contributions(after))


def _activate(command: ActivatePool, pool: Pool) -> Sequence[PoolEvent]:
    if pool.status not in {PoolStatus.DRAFT, PoolStatus.AGREED}:
        raise PoolAlreadyActivated(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    if missing := _unsigned(pool):
        raise AgreementNotSigned(f"Not signed yet: {', '.join(missing)}.", partners=[*missing])
    if missing := _without_contribution(pool):
        raise ContributionNotAgreed(f"No contribution agreed yet: {', '.join(missing)}.", partners=[*missing])
    _lines_within_contributions(pool)
    return [
        PoolActivated(
            **pool.about,
            activated_on=command.today,
            pool_pence=pool.pool_pence,
            contributions=_contributions(pool),
        )
    ]


def _lines_within_contributions(pool: Pool) -> None:
    pooled = pool.pooled_budget_pence
    if pooled > pool.pool_pence:
        raise LinesAboveContributions(
            f"The pooled lines are budgeted at {pounds(pooled)}, the contributions are {pounds(pool.pool_pence)}.",
            budget_pence=pooled,
            pool_pence=pool.pool_pence,
        )


def _unsigned(pool: Pool) -> list[str]:
    return [partner for partner in pool.partners if partner not in pool.signed]


def _without_contribution(pool: Pool) -> list[str]:
    return [partner for partner, pence in pool.contribution_by_partner.items() if pence == 0]


def _contributions(pool: Pool) -> tuple[PartnerContribution, ...]:
    by_partner = pool.contribution_by_partner.items()
    return tuple(PartnerContribution(partner=partner, amount_pence=pence) for partner, pence in by_partner)


def _close_year(command: ClosePoolYear, pool: Pool) -> Sequence[PoolEvent]:
    if pool.status is not PoolStatus.ACTIVE:
        raise YearAlreadyClosed(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    last_day = year_bounds(pool.financial_year)[1]
    if command.today <= last_day:
        raise YearStillRunning(f"{pool.financial_year} runs to the end of {last_day}.")
    return [PoolYearClosed(**pool.about, closed_on=command.today, spend_pence=pool.spend_pence)]


pool_decider: Decider[PoolCommand, Pool | None, PoolEvent] = Decider(
    category="pool",
    events=PoolEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
