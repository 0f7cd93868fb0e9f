"""The gateway: one API over the services, and the alliance's own read models, made into one app."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware import Middleware

from services.gateway.alliance.storing import READ_MODELS
from services.gateway.alliance.things import CATALOGUE
from services.gateway.feeder import Feeder
from services.gateway.merged.api import merged_router
from services.gateway.merged.documents import Documents
from services.gateway.overview.api import overview_router
from services.gateway.overview.explaining import Explanations
from services.gateway.overview.reading import Overview
from services.gateway.overview.sources import SourceSeen
from services.gateway.passthrough.api import passthrough_router
from services.gateway.passthrough.passthrough import PassThrough
from services.gateway.settings import EdgeSettings
from services.gateway.stream.api import stream_router
from services.gateway.stream.streams import Streams
from services.gateway.stream.tail import Tail
from services.gateway.timeline.api import timeline_router
from services.gateway.timeline.reading import Timeline
from services.gateway.waiting.middleware import PositionWaiting
from services.gateway.waiting.waiter import PositionWaiter
from shared.choreography import Listening, feeds_for
from shared.kernel.addresses import PUBLIC
from shared.messaging.reconcile import Reconciler
from shared.runtime import Runtime
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.app import create_app, make_edge, make_service
from shared.web.cors import cors
from shared.web.issuers import IssuerKeys
from shared.web.limits import RateLimits
from shared.web.operations import operations_router

card = Card(
    name="gateway",
    title="ACS Alliance",
    access=Path(__file__).parent,
    listens_to=("contracts", "budgets", "referrals"),
    read_models=READ_MODELS,
    takes_files=(f"{PUBLIC}/imports", f"{PUBLIC}/place-imports"),
)


class FeedStatus:
    """What the comparison with the feeds says of each source."""

    def __init__(self, reconciler: Reconciler) -> None:
        self._reconciler = reconciler

    def sources(self) -> Mapping[str, SourceSeen]:
        """Every source, by name."""
        return {
            name: SourceSeen(state.reachable, state.head_seen, state.last_contact, state.caught_up_at)
            for name, state in self._reconciler.sources.items()
        }


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    ours = EdgeSettings()
    service, edge = make_service(card, alliance, settings), make_edge(card, alliance, faces_users=True)
    feeder = Feeder(service.database)
    listening = Listening(service, feeds_for(service, edge.signer), feeder, CATALOGUE)
    urls = {name: alliance.url_of(name) for name in card.listens_to}
    passthrough = PassThrough(edge, urls, patience=ours.patience, connections=ours.upstream_connections)
    streams = Streams(Tail(service.database, feeder.applied), most=ours.streams, most_each=ours.streams_per_principal)
    waiter = PositionWaiter(listening.inbox, card.listens_to, edge.cursors, patience_seconds=ours.position_wait_seconds)
    # Below the host that was asked: whoever reads it under another name or port still calls where it was read.
    documents = Documents(urls, server=urlsplit(alliance.public_url).path or "/")
    overview = Overview(service.database, FeedStatus(listening.reconciler))
    routers = (
        overview_router(overview, Explanations(service.database, edge.cursors)),
        timeline_router(Timeline(service.database, edge.cursors)),
        stream_router(streams),
        merged_router(documents),
        operations_router(card.name, listening=listening, prefix=PUBLIC),
        passthrough_router(passthrough),
    )
    return create_app(
        service,
        edge,
        routers,
        Runtime([IssuerKeys(edge.users, alliance.issuers), listening, passthrough, documents, waiter, streams]),
        openapi_url=None,
        outside=cors(ours.origins),
        inside=[
            Middleware(RateLimits, edge=edge, per_principal=ours.rate_per_principal, per_address=ours.rate_per_address),
            Middleware(PositionWaiting, edge=edge, waiter=waiter),
        ],
    )
