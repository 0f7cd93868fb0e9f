"""The rules of what partners pay in, and of a payment taken back."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.budgets.pools.commands import PayContribution, ReverseContributionPayment, said
from services.budgets.pools.refusals import (
    HostOrPayerOnly,
    NotAPartner,
    PaidInFuture,
    PaidOutsideYear,
    PaymentAboveAgreed,
    PaymentAlreadyReversed,
    PaymentNotFound,
    PaymentRefTaken,
)
from services.budgets.pools.state import Pool, books_open
from shared.events.budgets.pools import ContributionPaid, ContributionReversed, LedgerEvent
from shared.kernel.dates import add_months, quarter, year_bounds
from shared.kernel.money import pounds

MONTHS_BEFORE, MONTHS_AFTER = 3, 6
"""How long before and after the year a payment for it may be dated: a sanity window of ours, no law."""


def pay(command: PayContribution, pool: Pool) -> Sequence[LedgerEvent]:
    """Take a payment up to what was agreed."""
    books_open(pool)
    if command.partner not in pool.partners:
        raise NotAPartner(f"{command.partner} is not a partner of pool {pool.title}.")
    _recorded_by(command.by_org, command.partner, pool)
    if command.payment_ref in pool.payments:
        raise PaymentRefTaken(f"Payment {command.payment_ref} was already taken.")
    _well_dated(command, pool)
    key = (command.partner, command.kind)
    agreed, paid = pool.contributions.get(key, 0), pool.paid.get(key, 0)
    if paid + command.amount_pence > agreed:
        raise PaymentAboveAgreed(
            f"{command.partner} agreed {pounds(agreed)} and has paid {pounds(paid)}.",
            agreed_pence=agreed,
            paid_pence=paid,
        )
    in_quarter = _quarter_within(pool.financial_year, command.paid_on)
    return [ContributionPaid(**pool.about, **said(command, "today", "by_org"), quarter=in_quarter)]


def reverse_payment(command: ReverseContributionPayment, pool: Pool) -> Sequence[LedgerEvent]:
    """Take a payment back in the quarter it counted in."""
    books_open(pool)
    payment = pool.payments.get(command.payment_ref)
    if payment is None:
        if command.payment_ref in pool.reversed_payments:
            raise PaymentAlreadyReversed(f"Payment {command.payment_ref} was already reversed.")
        raise PaymentNotFound("There is no such payment into this pool.")
    _recorded_by(command.by_org, payment.partner, pool)
    return [
        ContributionReversed(
            **pool.about,
            partner=payment.partner,
            kind=payment.kind,
            amount_pence=-payment.amount_pence,
            quarter=payment.quarter,
            payment_ref=payment.payment_ref,
            reason=command.reason,
        )
    ]


def _recorded_by(by_org: str, partner: str, pool: Pool) -> None:
    if by_org not in {pool.host, partner}:
        raise HostOrPayerOnly(f"{by_org} is neither the host of pool {pool.title} nor {partner}.")


def _well_dated(command: PayContribution, pool: Pool) -> None:
    if command.paid_on > command.today:
        raise PaidInFuture(f"The payment is dated {command.paid_on}, after today.")
    first, last = year_bounds(pool.financial_year)
    earliest = add_months(first, -MONTHS_BEFORE)
    latest = add_months(last + timedelta(days=1), MONTHS_AFTER) - timedelta(days=1)
    if not earliest <= command.paid_on <= latest:
        raise PaidOutsideYear(f"The payment is dated {command.paid_on}, not from {earliest} to {latest}.")


def _quarter_within(financial_year: str, day: date) -> int:
    """Money paid before the year counts in its first quarter, money paid late in its last."""
    first, last = year_bounds(financial_year)
    return quarter(min(max(day, first), last))
