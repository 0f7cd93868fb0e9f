"""An alliance of a test's own, which it may harm, and what people do there through the gateway."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from deploy.stack.postgres import Postgres
from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Database
from shared.eventstore.published import PublishedEvent
from shared.eventstore.store import EventStore
from shared.kernel.dates import financial_year, year_bounds
from tests.architecture.test_events import CLASSES
from tests.e2e.asking import Asking, Thing
from tests.kit.apps import Client
from tests.kit.kafka import Kafka, RealKafka
from tests.kit.rig import running_rig
from tests.kit.stack import embedded_broker
from tests.messaging.world import Broker, EmbeddedBroker, WipeableKafka
from tests.services.budgets.pools.book import AGREED, a_line, a_pool
from tests.services.contracts.register.test_api import a_contract
from tests.services.referrals.http import LETTER, NETWORK, PRACTICE, PROVIDER, SECTIONS, TODAY, a_referral, day

DISCHARGED = TODAY - timedelta(days=30)
YEAR = financial_year(DISCHARGED)
FIRST, _ = year_bounds(YEAR)
NEXT = financial_year(TODAY.replace(day=1, year=TODAY.year + 1))
TARIFF_PENCE = 15_000
BUDGET_PENCE = 2_000_000_000
OWNERS = ("contracts", "budgets", "referrals")
"""The services that own events."""


@dataclass
class Alliance(Asking):
    """Who they are, and what they make and do."""

    @property
    def manager(self) -> Client:
        return self.person("CONTRACT_MANAGER", "COMMISSIONER", "JCB_APPROVER")

    @property
    def gp(self) -> Client:
        return self.person("REFERRING_CLINICIAN", org=PRACTICE)

    @property
    def clinician(self) -> Client:
        return self.person("SERVICE_PROVIDER_CLINICIAN", org=PROVIDER)

    def finance(self, org: str = "08F") -> Client:
        return self.person("FINANCE_PARTNER", org=org)

    async def contract(self, **changes: Any) -> Thing:
        """A draft that ends in the middle of the next financial year, with an option for a dear year more."""
        term = {
            "start": FIRST.isoformat(),
            "end": f"{NEXT[:4]}-09-30",
            "original_lifetime_value_pence": BUDGET_PENCE,
            "extension_options": [{"months": 12, "value_pence": 3 * BUDGET_PENCE}],
        }
        return await self.make(self.manager, "contracts", a_contract(**term | changes))

    async def activated(self, contract: Thing) -> Thing:
        """Signed."""
        return await self.do(self.manager, contract, "activation", {"signed_on": FIRST.isoformat()})

    async def pool(self, *lines: dict[str, Any], year: str = YEAR) -> Thing:
        """An active pool, of the financial year of the discharges unless another is asked for."""
        chosen = list(lines) or [a_line(budget_pence=BUDGET_PENCE)]
        pool = await self.make(self.finance(), "pools", a_pool(financial_year=year, lines=chosen))
        for partner, pence in AGREED.items():
            agreed = {"partner": partner, "amount_pence": pence}
            pool = await self.do(self.finance(partner), pool, "contributions", agreed)
            signed = {"partner": partner, "signed_on": FIRST.isoformat()}
            pool = await self.do(self.finance(partner), pool, "signatures", signed)
        return await self.do(self.finance(), pool, "activation")

    async def pathway(self, specialty: str = "320") -> Thing:
        """Signed by both parties and in use for more than a year."""
        author = self.person("PATHWAY_AUTHOR", org=NETWORK)
        body = {
            "title": f"Atrial fibrillation {uuid4().hex[:6]}",
            "condition": "Atrial fibrillation in adults",
            "specialty_tfc": specialty,
            "owner_network": NETWORK,
            "required_signatories": [NETWORK, PROVIDER],
        }
        pathway = await self.make(author, "pathways", body)
        for section in SECTIONS:
            edit = {"content": section}
            pathway = await self.do(author, pathway, f"sections/{section['section']}", edit, method="PUT")
        pathway = await self.do(author, pathway, "reviews")
        for signer, party in ((author, NETWORK), (self.clinician, PROVIDER)):
            pathway = await self.do(signer, pathway, "signatures", {"party": party})
        return await self.do(author, pathway, "publication", {"from_date": day(400)})

    async def referral(self, pathway: Thing, **changes: Any) -> Thing:
        """A patient of the practice."""
        return await self.make(self.gp, "referrals", a_referral(pathway.key, **changes))

    async def treated(self, referral: Thing) -> Thing:
        """Accepted, seen and treated."""
        for deed, body in (
            ("triage", {"outcome": "accepted_to_book", "triaged_on": day(98)}),
            ("appointments", {"booked_on": day(97), "appointment_on": day(60)}),
            ("attendances", {"attended_on": day(60)}),
            ("treatments", {"started_on": day(40)}),
        ):
            referral = await self.do(self.clinician, referral, deed, body)
        return referral

    async def discharged(self, referral: Thing) -> Thing:
        """The provider's part is over."""
        body = {"discharged_on": DISCHARGED.isoformat(), "setting": "op"}
        return await self.do(self.clinician, referral, "discharge", body)

    async def handed_over(self, referral: Thing, letter: dict[str, str] | None = None) -> Thing:
        """With the letter."""
        return await self.do(self.clinician, referral, "handovers", {"sent_on": day(25), **(letter or LETTER)})

    async def pays_for(self, pool: Thing, pathway: Thing, line: str = "BEDS") -> Thing:
        """A line pays for the discharges on a pathway."""
        tariff = [{"valid_from": FIRST.isoformat(), "op_pence": TARIFF_PENCE}]
        return await self.do(
            self.finance(), pool, "pathway-links", {"line": line, "pathway_id": pathway.key, "tariff": tariff}
        )

    async def stored(self, *services: str) -> list[PublishedEvent]:
        """Every event in the stores, without its private fields, oldest first within each service."""
        found: list[PublishedEvent] = []
        for name in services or OWNERS:
            database = Database(self.rig.databases[name].url)
            await database.open()
            try:
                found += await EventStore(name, database, Catalogue(CLASSES)).feed(0, 1_000_000)
            finally:
                await database.close()
        return found

    def kill(self, name: str) -> None:
        """kill -9 of a service."""
        self.rig.processes[name].kill()


@asynccontextmanager
async def own_alliance(
    directory: Path, postgres: Postgres, session_broker: Kafka, **environment: str
) -> AsyncIterator[Alliance]:
    """With a broker nobody else uses: two installations on one broker would read each other's topics."""
    broker = await asyncio.to_thread(_own_broker, directory, session_broker)
    try:
        async with running_rig(directory, postgres, broker, **environment) as rig:
            yield Alliance(rig, broker)
    finally:
        await asyncio.to_thread(broker.kill)


def _own_broker(directory: Path, session_broker: Kafka) -> Broker:
    """Of the session's kind; where that is somebody else's, an embedded one."""
    if isinstance(session_broker, RealKafka):
        real = WipeableKafka(RealKafka(directory / "kafka"))
        real.start()
        return real
    embedded = EmbeddedBroker(embedded_broker(directory))
    embedded.start()
    return embedded
