"""One table that shows what the gateway makes of every event: which thing it is about, and what that thing adds to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.gateway.alliance.contracts import contract_figures, known_contract_view
from services.gateway.alliance.figures import Figures
from services.gateway.alliance.matters import known_matter_view, matter_figures, matter_id
from services.gateway.alliance.pathways import known_pathway_view, pathway_figures
from services.gateway.alliance.pools import known_pool_view, pool_figures
from services.gateway.alliance.referrals import known_referral_view, referral_figures
from shared.events.budgets.known_contracts import ContractNoted
from shared.events.budgets.pools import PoolEvent
from shared.events.contracts.kinds import KINDS
from shared.events.contracts.register import ContractEvent
from shared.events.referrals.erasures import ErasureEvent
from shared.events.referrals.pathways import PathwayEvent
from shared.events.referrals.referrals import ReferralEvent
from shared.eventstore.codec import Catalogue
from shared.kernel.message import Event
from shared.views import View


def id_of(stream_id: str) -> UUID:
    """The id a stream's name ends with."""
    return UUID(stream_id[-36:])


@dataclass(frozen=True, eq=False)
class Thing:
    """A kind of stream: how one is remembered, under which key, and what it adds to which figures."""

    events: tuple[type[Event], ...]
    view: View[Any]
    figures: Callable[[Any], Figures]
    key: Callable[[str], UUID] = id_of


THINGS = (
    Thing(ContractEvent.__args__, known_contract_view, contract_figures),
    Thing(PoolEvent.__args__, known_pool_view, pool_figures),
    Thing(PathwayEvent.__args__, known_pathway_view, pathway_figures),
    Thing(ReferralEvent.__args__, known_referral_view, referral_figures),
    Thing(
        tuple(event for events in KINDS.values() for event in events), known_matter_view, matter_figures, key=matter_id
    ),
)
THING_OF: Mapping[str, Thing] = {event.__name__: thing for thing in THINGS for event in thing.events}

_TOLD: Mapping[type[Event], Callable[[Any], tuple[str, ...]]] = {
    ContractNoted: lambda event: event.commissioners,
    **dict.fromkeys(ErasureEvent.__args__, lambda event: event.parties),
}
CONCERNED = {event.__name__: concerned for event, concerned in _TOLD.items()}
"""Events that are told in the timeline and add to no figure, and the organisations each concerns."""

CATALOGUE = Catalogue([*(event for thing in THINGS for event in thing.events), *_TOLD])
"""The event types the gateway has a meaning for."""
