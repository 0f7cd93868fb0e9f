"""What can be asked of a pool's books, and by whom."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.events.budgets.pools import (
    ContributionKind,
    LineCode,
    LongWords,
    Pence,
    Period,
    Quarter,
    Setting,
)
from shared.kernel.message import Body, Command, Message
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import NO_BLANK, Words

Amount = Annotated[int, Field(ge=1, le=10**13, description="Pence")]
Reference = Annotated[str, Words(100)]
PaymentReference = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._:()-]*(/[A-Za-z0-9][A-Za-z0-9 ._:()-]*)*$",
        description="A payment is reversed at an address that holds its reference",
        examples=["BACS/2018-04/07L"],
    ),
]
Reason = Annotated[str, Field(min_length=1, max_length=4_000, pattern=NO_BLANK)]


class ByHost(Command):
    """What only the host may ask; `by_org` is the organisation of the person who does."""

    by_org: str


class PayContributionBody(Body):
    """Money paid, or its worth delivered in kind, by a partner."""

    partner: OrgCode
    kind: ContributionKind = "cash"
    amount_pence: Amount
    paid_on: date
    payment_ref: PaymentReference


class PayContribution(PayContributionBody, Command):
    """Take a payment of a contribution; `by_org` is the organisation of the person who records it."""

    by_org: str
    today: date


class ReverseContributionPaymentBody(Body):
    """Why a payment is taken back."""

    reason: Reason


class ReverseContributionPayment(ReverseContributionPaymentBody, Command):
    """Take a payment back by an entry of its own; its reference may then be used again."""

    payment_ref: Reference
    by_org: str


class PostExpenditureBody(Body):
    """Money spent on a line in a month; `source_ref` names the invoice or journal, once in a pool until reversed."""

    line: LineCode
    amount_pence: Amount
    period: Period
    source_ref: Reference
    narrative: LongWords = ""


class Posting(Message):
    """An entry as the ledger has it: a foreign fact for the rules."""

    posting_id: UUID
    line: LineCode
    amount_pence: int | None
    period: Period
    entry: str
    pathway_id: UUID | None
    setting: Setting | None
    reversed_by: UUID | None


class PostExpenditure(PostExpenditureBody, ByHost):
    """Post expenditure; `known` is the live entry of this pool that already has the source reference.

    A held cost is released by posting it: `posting_id` is then that of the held entry.
    """

    posting_id: UUID
    known: Posting | None
    today: date


class ReverseExpenditureBody(Body):
    """Why a posting is taken back."""

    reason: Reason


class ReverseExpenditure(ReverseExpenditureBody, ByHost):
    """Take a posting back by an entry of its own; `posting` is None when this pool has none of that id."""

    reversal_id: UUID
    posting: Posting | None


class PostActivityCost(Command):
    """Pay for a discharge; `source_ref_taken` when an entry of this pool already stands for it."""

    posting_id: UUID
    pathway_id: UUID
    setting: Setting
    discharged_on: date
    source_ref: Reference
    source_ref_taken: bool


class DismissHeldCostBody(Body):
    """Why a held cost is not for this pool to pay."""

    reason: Reason


class DismissHeldCost(DismissHeldCostBody, ByHost):
    """Decide that a held cost is never posted here."""

    posting_id: UUID


class SubmitQuarterlyReturnBody(Body):
    """Which quarter to report; its figures are computed."""

    quarter: Quarter
    narrative: LongWords = ""


class SubmitQuarterlyReturn(SubmitQuarterlyReturnBody, ByHost):
    """Report a quarter that has ended."""

    today: date


class AmendQuarterlyReturnBody(Body):
    """Why a submitted return is put right."""

    reason: Reason


class AmendQuarterlyReturn(AmendQuarterlyReturnBody, ByHost):
    """Put a submitted return right with the figures as they stand now."""

    quarter: Quarter


class UpdateForecastBody(Body):
    """The forecast of a line's spending for the whole year, or without a line of the whole pool's."""

    line: LineCode | None = None
    outturn_pence: Pence


class UpdateForecast(UpdateForecastBody, ByHost):
    """Forecast how the year will end."""


class ClosePoolYear(ByHost):
    """Close the year once it is over."""

    today: date


class ReconcilePool(ByHost):
    """Share the year's variance and close the books."""

    today: date


LedgerCommand = (
    PayContribution
    | ReverseContributionPayment
    | PostExpenditure
    | ReverseExpenditure
    | DismissHeldCost
    | PostActivityCost
    | SubmitQuarterlyReturn
    | AmendQuarterlyReturn
    | UpdateForecast
    | ReconcilePool
)


def said(command: Command, *without: str) -> dict[str, Any]:
    """The fields of a command but for some, to be repeated in an event."""
    return {name: value for name, value in command if name not in without}
