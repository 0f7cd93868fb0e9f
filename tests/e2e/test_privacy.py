"""Nothing that says who a patient is, or what was written about them, leaves the sealed fields of the referrals."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest

from deploy.stack.postgres import Postgres
from tests.e2e.alliance import OWNERS, Alliance, own_alliance
from tests.e2e.asking import API, Thing
from tests.e2e.canary import BORN, LETTER, NAME, NARRATIVE, QUERY, REPLY, Trace, seen_in, traces
from tests.e2e.canary_life import everything_arrived, refusals, short_lives, whole_life
from tests.e2e.dumps import every_record, every_row
from tests.kit.apps import Answer
from tests.kit.kafka import Kafka
from tests.kit.rig import eventually
from tests.services.referrals.http import OTHER_PRACTICE, PROVIDER, patient

pytestmark = pytest.mark.kafka
SERVICES = (*OWNERS, "gateway")


@dataclass(frozen=True)
class Lived:
    """An alliance in which the patient was referred, treated and handed over, and much was refused."""

    alliance: Alliance
    number: str
    referral: Thing
    pathway: Thing

    @property
    def traces(self) -> list[Trace]:
        return traces(self.number)

    def clean(self, where: str, text: str) -> None:
        """Nothing of the patient stands in a text."""
        if found := seen_in(text, self.traces):
            raise AssertionError(f"{where} tells {found}")


@pytest.fixture(scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka) -> AsyncIterator[Lived]:
    directory = tmp_path_factory.mktemp("privacy")
    async with own_alliance(directory, postgres, broker, ACS_LOG_LEVEL="debug") as alliance:
        number, pathway = patient(), await alliance.pathway()
        await alliance.pays_for(await alliance.pool(), pathway)
        await alliance.contract()
        referral = await whole_life(alliance, pathway, number)
        await short_lives(alliance, pathway, number)
        await refusals(alliance, pathway, referral, number)
        await eventually(lambda: everything_arrived(alliance))
        yield Lived(alliance, number, referral, pathway)


class TestTheSearchItself:
    def test_finds_the_patient_in_every_spelling(self) -> None:
        number = "9990000018"
        looked_for = traces(number)
        for hidden in (
            f"x{number}y",
            "999 000 0018",
            "999-000-0018",
            f"a{base64.b64encode(b'some words ' + number.encode() + b' more').decode()}",
            number.encode().hex().upper(),
            json.dumps(NAME),
            f"born 19/07/1931 {quote(NAME)}",
            base64.urlsafe_b64encode(f"..{LETTER['plan']}".encode()).decode(),
        ):
            assert seen_in(hidden, looked_for), hidden
        assert not seen_in("9990000026 was born 1931-07-20", looked_for)


class TestNothingOfThePatientStands:
    @pytest.mark.promise(number=7)
    async def test_on_kafka(self, lived: Lived) -> None:
        topics = await every_record(lived.alliance.broker.bootstrap)
        assert {"acs.contracts", "acs.budgets", "acs.referrals"} <= set(topics)
        assert lived.referral.key in topics["acs.referrals"]
        assert "HandoverQueryResolved" in topics["acs.referrals"]
        assert "ReferralCancelled" in topics["acs.referrals"]
        for topic, records in topics.items():
            lived.clean(topic, records)

    @pytest.mark.promise(number=7)
    async def test_in_the_logs(self, lived: Lived) -> None:
        logs = sorted(lived.alliance.rig.settings.logs_dir.glob("*.log*"))
        assert {f"{name}-serve.log" for name in SERVICES} <= {log.name for log in logs}
        for log in [*logs, lived.alliance.rig.postgres.process.log]:
            text = log.read_text(errors="replace")
            lived.clean(log.name, text)
            assert log.stem != "referrals-serve" or "/referrals/{referral_id}/triage" in text

    async def test_in_the_metrics(self, lived: Lived) -> None:
        async with httpx.AsyncClient(timeout=20) as http:
            for name in SERVICES:
                answer = await http.get(f"{lived.alliance.rig.url(name)}/metrics")
                assert "acs_" in answer.text
                lived.clean(f"metrics of {name}", answer.text)

    async def test_in_any_answer_but_that_of_the_routes_that_open_it(self, lived: Lived) -> None:
        refused = [answer for answer in lived.alliance.answers if answer.status >= 400]
        assert len(refused) > 30
        for answer in lived.alliance.answers:
            lived.clean(f"{answer.status} {answer.body}"[:900], said_in(answer))

    async def test_in_the_feed_the_timeline_and_the_lists(self, lived: Lived) -> None:
        alliance = lived.alliance
        operator = alliance.rig.client("referrals", "OPERATOR")
        feed = await operator.get("/feed", after=0, limit=500)
        assert lived.referral.key in said_in(feed)
        timeline = await alliance.reader.get(f"{API}/alliance/timeline", limit=200)
        assert "handover" in said_in(timeline)
        lists = await alliance.gp.get(f"{API}/referrals", limit=200)
        assert lived.referral.key in said_in(lists)
        for answer in (feed, timeline, lists):
            assert answer.status == 200
            lived.clean("a list", said_in(answer))

    @pytest.mark.parametrize("service", SERVICES)
    @pytest.mark.promise(number=7)
    async def test_in_the_database_of(self, lived: Lived, service: str) -> None:
        tables = await every_row(lived.alliance.rig, service)
        where = "timeline" if service == "gateway" else "events"
        assert tables[where]
        assert service in ("contracts", "budgets") or lived.referral.key in tables[where]
        for table, rows in tables.items():
            lived.clean(f"{service}.{table}", rows)


class TestTheRoutesThatOpenIt:
    @pytest.mark.parametrize("part", ["identity", "texts"])
    async def test_open_it_for_practice_and_provider(self, lived: Lived, part: str) -> None:
        for who in (lived.alliance.gp, lived.alliance.clinician):
            answer = await who.get(f"{lived.referral.path}/{part}")
            assert answer.status == 200
            assert answer.headers["cache-control"] == "no-store"
            if part == "identity":
                shown = (answer.body["nhs_number"], answer.body["patient_name"], answer.body["date_of_birth"])
                assert shown == (lived.number, NAME, BORN.isoformat())
            else:
                assert (answer.body["narrative"], answer.body["handover"]) == (NARRATIVE, LETTER)
                assert [(one["query"], one["answer"]) for one in answer.body["queries"]] == [(QUERY, REPLY)]
            assert seen_in(said_in(answer), lived.traces)

    @pytest.mark.parametrize("part", ["identity", "texts"])
    @pytest.mark.parametrize("role", ["COMMISSIONER", "INFORMATION_ANALYST", "OPERATOR"])
    async def test_are_not_for_those_who_plan_pay_and_run(self, lived: Lived, part: str, role: str) -> None:
        # Even of the practice's or the provider's own organisation.
        for org in ("07L", PROVIDER):
            answer = await lived.alliance.person(role, org=org).get(f"{lived.referral.path}/{part}")
            assert answer.status == 403
            lived.clean("a refusal", said_in(answer))

    @pytest.mark.parametrize("part", ["", "/identity", "/texts"])
    async def test_are_not_found_by_another_practice(self, lived: Lived, part: str) -> None:
        for who in (
            lived.alliance.person("REFERRING_CLINICIAN", org=OTHER_PRACTICE),
            lived.alliance.person("SERVICE_PROVIDER_CLINICIAN", org="RAT"),
        ):
            assert (await who.get(lived.referral.path + part)).status == 404


def said_in(answer: Answer) -> str:
    """Body and headers, as text."""
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body, ensure_ascii=False)
    return body + "\n" + "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
