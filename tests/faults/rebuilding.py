"""Every view of every service made from nothing and compared with the live one; every store as `acs verify` sees it."""

from functools import partial

import asyncpg

from services.budgets.app import card as budgets
from services.contracts.app import card as contracts
from services.gateway.alliance.rebuilding import Rebuild
from services.referrals.app import card as referrals
from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Database
from shared.eventstore.store import EventStore
from shared.messaging.feed_client import FeedClient
from shared.rebuild import Rebuilt, rebuild_views
from shared.service import Card
from shared.verify.engine import verify_service
from shared.web.tokens import ServiceSigner
from tests.e2e.alliance import OWNERS
from tests.kit.rig import Rig

CARDS = (contracts, budgets, referrals)


async def verified(rig: Rig) -> list[str]:
    """What `acs verify` would tell an operator."""
    found = [one for card in CARDS for one in await verify_service(card, rig.databases[card.name].url)]
    return [f"acs verify: {finding}" for finding in found if not finding.warning]


async def differing_views(rig: Rig, signer: ServiceSigner) -> list[str]:
    """Which views differ from what their events make of them."""
    done = [one for card in CARDS for one in await _rebuilt(rig, card)]
    done += await _gateway_rebuilt(rig, signer)
    return [f"view {one.view}: {one.differing} rows differ when rebuilt" for one in done if one.differing]


async def _rebuilt(rig: Rig, card: Card) -> list[Rebuilt]:
    address = rig.databases[card.name]
    store = EventStore(card.name, Database(address.url), Catalogue(card.event_classes))
    return await rebuild_views(store, card.capabilities, address.owner_url, address.url, lambda *_: None)


async def _gateway_rebuilt(rig: Rig, signer: ServiceSigner) -> list[Rebuilt]:
    feeds = {source: FeedClient(rig.url(source), partial(signer.token_for, source), source) for source in OWNERS}
    address = rig.databases["gateway"]
    owner = await asyncpg.connect(address.owner_url, command_timeout=600)
    try:
        return await Rebuild(feeds, address.url, lambda *_: None).run(owner)
    finally:
        await owner.close()
        for feed in feeds.values():
            await feed.close()
