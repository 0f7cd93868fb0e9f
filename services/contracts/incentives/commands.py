"""What an incentive can be asked."""

from datetime import date
from uuid import UUID

from shared.events.contracts.incentives import IncentiveTerms, PerverseFlag, ReviewOutcome
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose


class RegisterIncentiveBody(Body):
    """An incentive of a contract: whom it pays, whom it moves, and on which terms."""

    contract_id: UUID
    title: Name
    beneficiary: OrgCode
    beneficiary_group: Name
    terms: IncentiveTerms


class RegisterIncentive(RegisterIncentiveBody, Command):
    """Enter an incentive; `aims` are those pursued that concern its activity."""

    incentive_id: UUID
    contract_ref: str
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    aims: tuple[PerverseFlag, ...]
    by: str


class FlagIncentive(Command):
    """There is to be less of what it rewards."""

    flag: PerverseFlag


class ClearIncentive(Command):
    """That is no longer aimed at."""

    reduction_aim_id: UUID


class ReviewIncentiveBody(Body):
    """What becomes of it, and why."""

    outcome: ReviewOutcome
    reasons: Prose
    reviewed_on: date


class ReviewIncentive(ReviewIncentiveBody, Command):
    """Decide what becomes of it."""

    by: str
    today: date


class AmendIncentiveBody(Body):
    """Its terms from now on, and why."""

    terms: IncentiveTerms
    reason: Prose


class AmendIncentive(AmendIncentiveBody, Command):
    """Pay it on other terms; `aims` are those pursued that concern the activity now paid for."""

    aims: tuple[PerverseFlag, ...]
    by: str


IncentiveCommand = RegisterIncentive | FlagIncentive | ClearIncentive | ReviewIncentive | AmendIncentive
