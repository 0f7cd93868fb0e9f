"""An outcomes framework's history the tests start from: two indicators, the usual schedule, two providers."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.contracts.outcomes import commands as c
from services.contracts.outcomes.domain import outcomes_decider
from services.contracts.outcomes.state import OutcomesFramework
from services.contracts.outcomes.views import outcomes_view
from shared.events.contracts import outcome_parts as p
from shared.kernel.organisations import OrgKind
from tests.kit.scenario import row_after

FRAMEWORK = UUID("01980000-0000-7000-8000-00000000d001")
SUCCESSOR = UUID("01980000-0000-7000-8000-00000000d002")
CONTRACT = UUID("01980000-0000-7000-8000-00000000d003")
FIRST_DAY, TODAY, DAY = date(2018, 4, 1), date(2026, 3, 2), timedelta(days=1)
ANALYST, PROPOSER, APPROVER = "analyst", "proposer", "approver"


def indicator(code: str, weight_bp: int, **changes: Any) -> p.OutcomeIndicator:
    """From half to all of those asked."""
    whole = p.OutcomeIndicator(
        code=code,
        title="People who feel supported",
        domain="Experience",
        numerator="Those who say they feel supported",
        denominator="Those asked",
        direction="increase",
        baseline=p.Ratio(num=1, den=2),
        target=p.Ratio(num=1, den=1),
        weight_bp=weight_bp,
    )
    return whole.model_copy(update=changes)


CONTRACT_KNOWN = c.ContractOfFramework(
    contract_id=CONTRACT,
    ref="BHR-0001",
    start=FIRST_DAY,
    annual_value_pence=16_000_000_000,
    commissioners=("07L",),
)
DRAFT = c.DraftOutcomesFramework(
    outcomes_framework_id=FRAMEWORK,
    ref="OF-1",
    title="Older people's outcomes",
    commissioners=("07L", "08F"),
    providers=("RF4", "RAT"),
    localities=("havering-north",),
    population="People of 65 and over in Havering",
    first_day=FIRST_DAY,
    indicators=(indicator("A-1", 6_000), indicator("B-1", 4_000)),
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
    contract=CONTRACT_KNOWN,
    earlier=None,
    today=TODAY,
    by=PROPOSER,
)
AGREE = c.AgreeOutcomesFramework(from_day=FIRST_DAY, earlier=None, today=TODAY, by=APPROVER)


def measure(code: str, num: int, den: int, year: int = 2, **changes: Any) -> c.MeasureOutcomeIndicator:
    """The counts of a whole contract year, recorded in time."""
    first = date(FIRST_DAY.year + year - 1, 4, 1)
    last = date(first.year + 1, 3, 31)
    whole = c.MeasureOutcomeIndicator(code=code, start=first, end=last, num=num, den=den, today=TODAY)
    return whole.model_copy(update=changes)


def calculate(year: int = 2, **changes: Any) -> c.CalculateOutcomePayment:
    """The payment of a contract year under the contract as registered."""
    whole = c.CalculateOutcomePayment(contract_year=year, contract=CONTRACT_KNOWN, successor_from=None, today=TODAY)
    return whole.model_copy(update=changes)


def correct(year: int = 2, **changes: Any) -> c.CorrectOutcomePayment:
    """The payment of a contract year anew."""
    whole = c.CorrectOutcomePayment(
        contract_year=year, contract=CONTRACT_KNOWN, successor_from=None, today=TODAY, reason="recount"
    )
    return whole.model_copy(update=changes)


def earlier(**changes: Any) -> c.EarlierVersion:
    """The version before, which has paid for its first two years."""
    whole = c.EarlierVersion(
        outcomes_framework_id=FRAMEWORK,
        ref="OF-1",
        status="in_force",
        version_no=1,
        first_day=FIRST_DAY,
        contract_id=CONTRACT,
        commissioners=("08F", "07L"),
        from_day=FIRST_DAY,
        paid_until=date(2020, 3, 31),
    )
    return whole.model_copy(update=changes)


def events(*wishes: Any) -> list[Any]:
    """What the wishes lead to, one after another."""
    framework, happened = outcomes_decider.initial, list[Any]()
    for wish in wishes:
        new = outcomes_decider.decide(wish, framework)
        happened += new
        framework = outcomes_decider.fold(new, framework)
    return happened


def after(*wishes: Any) -> OutcomesFramework:
    """The version after the wishes."""
    framework = outcomes_decider.fold(events(*wishes))
    assert framework is not None
    return framework


def row(*wishes: Any) -> Any:
    """The version as people read it."""
    return row_after(outcomes_view, *events(*wishes))
