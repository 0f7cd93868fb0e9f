"""What aims mean for incentives: those that reward more of what there is to be less of are flagged (R98)."""

from collections.abc import Sequence

from sqlmodel import col

from services.contracts.incentives.api import aims_against, incentives
from services.contracts.incentives.commands import ClearIncentive, FlagIncentive
from services.contracts.incentives.views import IncentiveRow, IncentiveTable, incentive_view
from shared.capability import Policies, Reaction
from shared.events.contracts.incentives import IncentiveAmended, IncentiveRegistered, IncentiveTerms, PerverseFlag
from shared.events.contracts.reduction_aims import ReductionAimDeclared, ReductionAimWithdrawn
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def flag_incentives_when_reduction_aim_declared(
    event: ReductionAimDeclared, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """All that pay for this activity; each itself tells whether it rewards more of it."""
    flag = PerverseFlag(reduction_aim_id=event.reduction_aim_id, activity=event.activity, reason=event.reason)
    rows = await _paying_for(event.activity, service)
    return [Reaction(incentives, row.incentive_id, FlagIncentive(flag=flag)) for row in rows]


async def clear_incentives_when_reduction_aim_withdrawn(
    event: ReductionAimWithdrawn, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """All that were flagged for its sake."""
    clear = ClearIncentive(reduction_aim_id=event.reduction_aim_id)
    return [Reaction(incentives, row.incentive_id, clear) for row in await _paying_for(event.activity, service)]


async def flag_incentive_when_incentive_registered(
    event: IncentiveRegistered, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """An aim that was declared while the incentive was being registered is found now, by whichever came later."""
    return await _flag(event, event.terms, service)


async def flag_incentive_when_incentive_amended(
    event: IncentiveAmended, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """As with one that is registered."""
    return await _flag(event, event.terms, service)


async def _flag(
    event: IncentiveRegistered | IncentiveAmended, terms: IncentiveTerms, service: Service
) -> Sequence[Reaction]:
    aims = await aims_against(service, terms)
    return [Reaction(incentives, event.incentive_id, FlagIncentive(flag=flag)) for flag in aims]


async def _paying_for(activity: str, service: Service) -> list[IncentiveRow]:
    return await service.rows(incentive_view, col(IncentiveTable.activity) == activity)


policies: Policies = {
    ReductionAimDeclared: (flag_incentives_when_reduction_aim_declared,),
    ReductionAimWithdrawn: (clear_incentives_when_reduction_aim_withdrawn,),
    IncentiveRegistered: (flag_incentive_when_incentive_registered,),
    IncentiveAmended: (flag_incentive_when_incentive_amended,),
}
