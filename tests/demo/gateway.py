"""A gateway in memory that runs the real rules: versions, keys and refusals, but no network and no access policies.

Of what the alliance decides, procures and runs only the form of each call is looked at here; the rules need the facts
of the running services.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi.routing import APIRoute

from services.budgets.pools import commands as pools
from services.budgets.pools.domain import pool_decider
from services.contracts.app import ROUTERS
from services.contracts.register import commands as contracts
from services.contracts.register.domain import contract_decider
from services.referrals.pathways import commands as pathways
from services.referrals.pathways.domain import pathway_decider
from services.referrals.pathways.versions import newest_published
from services.referrals.referrals import commands as referrals
from services.referrals.referrals.domain import referral_decider
from shared.kernel.authority import Approval
from shared.kernel.message import Body, Command, JsonText
from shared.kernel.organisations import OrgKind
from shared.kernel.privacy import Sealed, private_fields
from shared.kernel.refusals import Refused, Stale
from tests.demo.test_files import organisations

KNOWN = organisations()
SEALED = Sealed[str](person_ref="somebody", box="sealed")

ROUTES: Mapping[tuple[str, str], tuple[type[Command], type[Body] | None]] = {
    ("contracts", ""): (contracts.RegisterContract, contracts.RegisterContractBody),
    ("contracts", "activation"): (contracts.ActivateContract, contracts.ActivateContractBody),
    ("contracts", "extensions"): (contracts.ExtendContract, contracts.ExtendContractBody),
    ("contracts", "findings"): (contracts.RecordContractFinding, contracts.RecordContractFindingBody),
    ("contracts", "novations"): (contracts.NovateContract, contracts.NovateContractBody),
    ("contracts", "termination"): (contracts.TerminateContract, contracts.TerminateContractBody),
    ("contracts", "expiry-plans"): (contracts.PlanContractExpiry, contracts.PlanContractExpiryBody),
    ("pathways", ""): (pathways.DraftPathway, pathways.DraftPathwayBody),
    ("pathways", "sections"): (pathways.EditPathwaySection, pathways.EditPathwaySectionBody),
    ("pathways", "reviews"): (pathways.SubmitPathwayForReview, pathways.SubmitPathwayForReviewBody),
    ("pathways", "signatures"): (pathways.SignOffPathway, pathways.SignOffPathwayBody),
    ("pathways", "publication"): (pathways.PublishPathway, pathways.PublishPathwayBody),
    ("pools", ""): (pools.OpenPool, pools.OpenPoolBody),
    ("pools", "contributions"): (pools.AgreeContribution, pools.AgreeContributionBody),
    ("pools", "signatures"): (pools.SignAgreement, pools.SignAgreementBody),
    ("pools", "activation"): (pools.ActivatePool, None),
    ("pools", "payments"): (pools.PayContribution, pools.PayContributionBody),
    ("pools", "expenditure"): (pools.PostExpenditure, pools.PostExpenditureBody),
    ("pools", "returns"): (pools.SubmitQuarterlyReturn, pools.SubmitQuarterlyReturnBody),
    ("pools", "forecasts"): (pools.UpdateForecast, pools.UpdateForecastBody),
    ("pools", "contract-links"): (pools.LinkContract, pools.LinkContractBody),
    ("pools", "pathway-links"): (pools.LinkPathway, pools.LinkPathwayBody),
    ("pools", "year-end"): (pools.ClosePoolYear, None),
    ("pools", "reconciliation"): (pools.ReconcilePool, None),
    ("referrals", ""): (referrals.SubmitReferral, referrals.SubmitReferralBody),
    ("referrals", "triage"): (referrals.TriageReferral, referrals.TriageReferralBody),
    ("referrals", "appointments"): (referrals.BookAppointment, referrals.BookAppointmentBody),
    ("referrals", "attendances"): (referrals.AttendFirstAppointment, referrals.AttendFirstAppointmentBody),
    ("referrals", "non-attendances"): (referrals.MissAppointment, referrals.MissAppointmentBody),
    ("referrals", "decisions-to-treat"): (referrals.DecideTreatment, referrals.DecideTreatmentBody),
    ("referrals", "active-monitoring"): (referrals.StartActiveMonitoring, referrals.StartActiveMonitoringBody),
    ("referrals", "treatments"): (referrals.StartTreatment, referrals.StartTreatmentBody),
    ("referrals", "discharge"): (referrals.DischargeReferral, referrals.DischargeReferralBody),
    ("referrals", "handovers"): (referrals.SendHandover, referrals.SendHandoverBody),
    ("referrals", "handovers/acknowledgement"): (referrals.AcknowledgeHandover, referrals.AcknowledgeHandoverBody),
    ("referrals", "handovers/query"): (referrals.QueryHandover, referrals.QueryHandoverBody),
    ("referrals", "cancellation"): (referrals.CancelReferral, referrals.CancelReferralBody),
}
DECIDERS: Mapping[str, Any] = {
    "contracts": contract_decider,
    "pathways": pathway_decider,
    "pools": pool_decider,
    "referrals": referral_decider,
}


NOTED = SimpleNamespace(ref="", status="noted")


def body_of(path: str) -> type[Body] | None:
    """The body that the contracts service's route asks for; None when it asks for none."""
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and route.path_regex.match(path):
                asked = route.dependant.body_params
                body: Any = asked[0].field_info.annotation if asked else None
                return body  # type: ignore[no-any-return]  # FastAPI says of a body only that it is a type
    raise KeyError(path)


def sign(persona: str, org: str) -> str:
    """A token that says who it is for."""
    return f"{persona}:{org}"


@dataclass
class Thing:
    """What was created: its state, and how often it has changed."""

    state: Any = None
    version: int = 0


@dataclass
class GatewayInMemory:
    """Its day is `today`; `before` is asked first about every call, and may answer in its place."""

    today: date
    before: Callable[[httpx.Request], httpx.Response | None] = lambda request: None
    things: dict[tuple[str, str], Thing] = field(default_factory=dict)
    receipts: dict[str, tuple[bytes, httpx.Response]] = field(default_factory=dict)
    written: int = 0

    @property
    def transport(self) -> httpx.MockTransport:
        """What a client talks to instead of the network."""
        return httpx.MockTransport(self._answer)

    def counted(self, collection: str) -> dict[str, int]:
        """How many things of a collection are in which status or stage."""
        states = [thing.state for (which, _), thing in self.things.items() if which == collection]
        names = [str(getattr(state, "status", None) or state.stage) for state in states]
        return {name: names.count(name) for name in names}

    def _answer(self, request: httpx.Request) -> httpx.Response:
        instead = self.before(request)
        if instead is not None:
            return instead
        collection, *rest = request.url.path.removeprefix("/api/v1/").split("/")
        if request.method == "GET":
            return self._read(collection, rest, request.url.params)
        key = request.headers["Idempotency-Key"]
        said = request.url.path.encode() + request.content
        if key in self.receipts:
            assert self.receipts[key][0] == said, f"{key} was used for something else"
            return self.receipts[key][1]
        try:
            answer = self._do(collection, rest, request)
        except Stale as stale:
            return httpx.Response(412, json={"title": "Stale", "detail": stale.detail})
        except Refused as refused:
            name, rule = type(refused).__name__, refused.rule
            problem = {"title": rule, "detail": refused.detail, "refusal": name, "field": refused.field}
            return httpx.Response(422, json=problem)
        self.receipts[key] = said, answer
        return answer

    def _do(self, collection: str, rest: list[str], request: httpx.Request) -> httpx.Response:
        thing_id = rest[0] if rest else str(uuid4())
        thing = self.things.get((collection, thing_id), Thing())
        if rest and request.headers["If-Match"] != f'"{thing.version}"':
            raise Stale(f"The current version is {thing.version}.")
        deed = "sections" if rest[1:2] == ["sections"] else "/".join(rest[1:])
        if collection not in DECIDERS:
            return self._note(collection, thing_id, thing, request)
        command_type, body_type = ROUTES[collection, deed]
        body = body_type.model_validate(JsonText(request.content)) if body_type else None
        command = self._command(command_type, body, thing_id, rest, request.headers["Authorization"].split(":")[1])
        decider = DECIDERS[collection]
        for event in decider.decide(command, thing.state):
            thing.state, thing.version = decider.evolve(thing.state, event), thing.version + 1
        return self._done(collection, thing_id, thing, bool(rest))

    def _note(self, collection: str, thing_id: str, thing: Thing, request: httpx.Request) -> httpx.Response:
        """A call of the form its route asks for."""
        existed = thing.version > 0
        body_type = body_of(request.url.path.removeprefix("/api/v1"))
        if body_type is not None:
            body_type.model_validate(JsonText(request.content))
        thing.state, thing.version = NOTED, thing.version + 1
        return self._done(collection, thing_id, thing, existed)

    def _done(self, collection: str, thing_id: str, thing: Thing, existed: bool) -> httpx.Response:
        self.things[collection, thing_id] = thing
        self.written += 1
        headers = {"ETag": f'"{thing.version}"'} | ({} if existed else {"Location": f"/{collection}/{thing_id}"})
        return httpx.Response(200 if existed else 201, headers=headers, json={})

    def _command(self, which: type[Command], body: Body | None, thing_id: str, rest: list[str], org: str) -> Command:
        """The command as the routes make it: what was said, sealed where it is private, and the facts."""
        said: dict[str, Any] = dict(body) if body else {}
        said |= {name: SEALED for name in private_fields(which) if said.get(name) is not None}
        facts: dict[str, Any] = {
            "today": self.today,
            "gate": None,
            "approval": Approval(
                org="07L", roles=("JCB_APPROVER",), matter="contract", today=self.today, required=False, authority=None
            ),
            "by_org": org,
            "signer_org": org,
            "posting_id": uuid4(),
            "known": None,
            "section": rest[-1] if rest else "",
            "share_elsewhere_bp": 0,
            "linked_elsewhere": False,
            **dict.fromkeys(("contract_id", "pathway_id", "pool_id", "referral_id"), UUID(thing_id)),
        }
        if which is pools.OpenPool:
            facts["partner_kinds"] = {code: OrgKind(KNOWN[code]["kind"]) for code in said["partners"]}
        if which is contracts.RegisterContract:
            facts |= self._contract_facts(said)
        if which is pathways.DraftPathway:
            facts["signatory_kinds"] = tuple(OrgKind(KNOWN[code]["kind"]) for code in said["required_signatories"])
        if which is referrals.SubmitReferral:
            facts |= self._referral_facts(said)
        return which.model_validate(
            {name: facts[name] for name in which.model_fields if name in facts and name not in said} | said
        )

    def _contract_facts(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "commissioner_kinds": {code: OrgKind(KNOWN[code]["kind"]) for code in said["commissioners"]},
            "known_localities": frozenset(row["locality"] for row in KNOWN.values() if row["locality"]),
        }

    def _referral_facts(self, said: dict[str, Any]) -> dict[str, Any]:
        practice = KNOWN[said["practice_ods"]]
        pathway = self.things["pathways", str(said["pathway_id"])].state
        published = newest_published(pathway.versions)
        assert published is not None
        tests = next(section for section in published.sections if section.section == "investigations")
        return {
            "patient_ref": "somebody",
            "practice_kind": OrgKind(practice["kind"]),
            "practice_locality": practice["locality"],
            "provider_kind": OrgKind(KNOWN[said["provider_ods"]]["kind"]),
            "open_duplicate": None,
            "published": referrals.PublishedVersion(
                version=published.version,
                specialty_tfc=pathway.specialty_tfc,
                investigations=tests.investigations,
                required_for_routine=tests.required_for_routine,
            ),
        }

    def _read(self, collection: str, rest: list[str], asked: Mapping[str, str]) -> httpx.Response:
        if rest:
            thing = self.things[collection, rest[0]]
            return httpx.Response(200, headers={"ETag": f'"{thing.version}"'}, json={})
        found = [thing.state for (which, _), thing in self.things.items() if which == collection]
        items = [
            {"ref": state.ref, "status": state.status, "start": state.start.isoformat()}
            for state in found
            if asked.get("commissioner", state.commissioners[0]) in state.commissioners
        ]
        return httpx.Response(200, json={"items": items, "next": None})
