"""A well-formed body for each command of the alliance, so that an attack comes as far as the rules."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.e2e.alliance import YEAR
from tests.services.budgets.pools.book import a_pool
from tests.services.contracts.register.test_api import a_contract
from tests.services.contracts.test_access import FINDING, NOVATION, TERMINATION
from tests.services.referrals.http import LETTER, NETWORK, PRACTICE, PROVIDER, SECTIONS, a_referral, day

REASON = {"reason": "entered by mistake"}
PATHWAY = {
    "title": "Atrial fibrillation",
    "condition": "Atrial fibrillation in adults",
    "specialty_tfc": "320",
    "owner_network": NETWORK,
    "required_signatories": [NETWORK, PROVIDER],
}
PAYMENT = {"partner": "07L", "amount_pence": 100, "paid_on": day(5), "payment_ref": "BACS-1"}
SPENT = {"line": "BEDS", "amount_pence": 100, "period": f"{YEAR[:4]}-04", "source_ref": "INV-1"}
AGREED = {"partner": "07L", "amount_pence": 450_000_000, "variation_reason": "more beds"}

CONTRACTS: Mapping[str, Any] = {
    "activation": {"signed_on": "2024-03-01"},
    "extensions": {"option_no": 1},
    "findings": FINDING,
    "novations": NOVATION,
    "termination": TERMINATION,
}
POOLS: Mapping[str, Any] = {
    "signatures": {"partner": "07L", "signed_on": day(30)},
    "contributions": AGREED,
    "activation": None,
    "year-end": None,
    "reconciliation": None,
    "termination": {"ground": "all agreed", "effective_on": day(1)},
    "payments": PAYMENT,
    "payments/{payment_ref}/reversal": REASON,
    "expenditure": SPENT,
    "expenditure/{posting_id}/reversal": REASON,
    "held-costs/{posting_id}/dismissal": REASON,
    "returns": {"quarter": 1},
    "returns/{quarter}/amendments": REASON,
    "forecasts": {"outturn_pence": 2_600_000_000},
}
PATHWAYS: Mapping[str, Any] = {
    "sections/{section}": {"content": SECTIONS[0]},
    "reviews": {},
    "signatures": {"party": PROVIDER},
    "publication": {"from_date": day(0)},
    "drafts": {},
    "withdrawal": {"from_date": day(0), "reason": "superseded"},
}
REFERRALS: Mapping[str, Any] = {
    "triage": {"outcome": "accepted_to_book", "triaged_on": day(98)},
    "appointments": {"booked_on": day(97), "appointment_on": day(60)},
    "attendances": {"attended_on": day(60)},
    "non-attendances": {"missed_on": day(60)},
    "decisions-to-treat": {"decided_on": day(60), "kind": "medical"},
    "active-monitoring": {"started_on": day(60)},
    "treatments": {"started_on": day(40)},
    "discharge": {"discharged_on": day(30), "setting": "op"},
    "cancellation": {"cancelled_on": day(30), "reason": "moved_away"},
    "clock-pauses": {"from_date": day(50), "to_date": day(40)},
    "handovers": {"sent_on": day(25), **LETTER},
    "handovers/acknowledgement": {"acknowledged_on": day(20)},
    "handovers/query": {"queried_on": day(20), "query": "Which dose?"},
    "handovers/resolution": {"resolved_on": day(19), "answer": "5 mg"},
}
ERASURES: Mapping[str, Any] = {
    "approval": {"finding": "retention_period_over"},
    "refusal": {"reason": "record_must_be_kept"},
    "cancellation": {},
}
MEANT: Mapping[str, str] = {"acs_contract_id": "contract_id", "design_id": "acs_design_id"}
"""What the fields are that name a thing otherwise than by its key."""
FRESH = ("ref", "service", "code")
"""What nothing else may be called."""
SUITABLE: Mapping[str, Any] = {
    "provider": "RAT",
    "providers": ["RAT"],
    "beneficiary": "RAT",
    "delta_value_pence": 100,
    "effective_on": day(-30),
    "answer_due_on": day(-30),
    "respond_by": day(-30),
    "locality": "havering-south",
    "localities": ["havering-south"],
}
"""What the rules have nothing against, by field."""
OF_WHO_ASKS = "<org>"
BESIDES: Mapping[str, Mapping[str, Any]] = {
    "/dialogue-entries": {"market_exercise": "soft market test"},
    "/service-alignments": {"evidence": [{"kind": "rota", "uri": "https://example.org/rota", "period": "2026"}]},
    "/places": {"commissioner": OF_WHO_ASKS},
}
"""What the rules ask for beside what is required."""
ERASURE = {"ground": "no_longer_necessary", "reference": "SAR-2026-17"}


def deeds(contract_id: str, pathway_id: str) -> dict[str, Any]:
    """The body of each change by its path template; links name the contract and the pathway."""
    links = {
        "contract-links": {"line": "BEDS", "contract_id": contract_id},
        "pathway-links": {
            "line": "BEDS",
            "pathway_id": pathway_id,
            "tariff": [{"valid_from": f"{YEAR[:4]}-04-01", "op_pence": 15_000}],
        },
    }
    return {
        f"/{kind}/{{{key}}}/{deed}": body
        for kind, key, bodies in (
            ("contracts", "contract_id", CONTRACTS),
            ("pools", "pool_id", {**POOLS, **links}),
            ("pathways", "pathway_id", PATHWAYS),
            ("referrals", "referral_id", REFERRALS),
            ("erasures", "erasure_id", ERASURES),
        )
        for deed, body in bodies.items()
    }


def beginnings(pathway_id: str) -> dict[str, Any]:
    """A body that starts a new thing of each kind, fresh each time."""
    return {
        "/contracts": a_contract(commissioners=["07L", "08F"], ref=f"ATK-{uuid4().hex[:10]}"),
        "/pools": a_pool(),
        "/pathways": PATHWAY,
        "/referrals": a_referral(pathway_id, practice_ods=PRACTICE, provider_ods=PROVIDER),
    }
