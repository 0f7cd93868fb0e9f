"""Made-up people to try the alliance as; real organisations, so that what they see is the demonstration's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """`org` is the ODS code (GSS code of a borough) they act for unless another is asked for."""

    name: str
    person: str
    org: str
    roles: tuple[str, ...]
    does: str

    @property
    def sub(self) -> str:
        """The subject of their tokens."""
        return f"persona:{self.name}"


_ALL = (
    Persona(
        "commissioner",
        "Cara Commissioner (fictional)",
        "07L",
        ("COMMISSIONER", "CONTRACT_MANAGER", "PROCUREMENT_LEAD", "JCB_APPROVER"),
        "registers contracts, activates, extends and assesses them",
    ),
    Persona(
        "approver",
        "Jo Approver (fictional)",
        "07L",
        ("JCB_APPROVER", "LEADERSHIP_GROUP"),
        "sits on the joint commissioning board: approves what others propose",
    ),
    Persona(
        "finance",
        "Finn Finance (fictional)",
        "07L",
        ("FINANCE_PARTNER", "POOL_MANAGER"),
        "runs a pooled fund: contributions, spending, returns, year end",
    ),
    Persona("gp", "Dr Gail Practice (fictional)", "F82040", ("REFERRING_CLINICIAN",), "refers people, hears back"),
    Persona(
        "provider",
        "Dr Percy Provider (fictional)",
        "RF4",
        ("SERVICE_PROVIDER_CLINICIAN",),
        "triages referrals, treats, discharges and hands over",
    ),
    Persona("analyst", "Ana Analyst (fictional)", "07L", ("INFORMATION_ANALYST",), "reads figures, no patients"),
    Persona("operator", "Oli Operator (fictional)", "QMF", ("OPERATOR",), "looks after the running system"),
    Persona(
        "reviewer",
        "Rhea Reviewer (fictional)",
        "QMF",
        ("ASSURANCE_REVIEWER",),
        "answers for information governance: decides on erasures, sees who has opened what",
    ),
    Persona(
        "pathway-author",
        "Pat Author (fictional)",
        "07L",
        ("PATHWAY_AUTHOR",),
        "drafts pathways, has them signed off, publishes them",
    ),
    Persona(
        "council",
        "Connie Council (fictional)",
        "E09000002",
        ("COMMISSIONER", "FINANCE_PARTNER", "LEADERSHIP_GROUP"),
        "the borough's side of contracts, pools and what is decided together",
    ),
)

PERSONAS = {persona.name: persona for persona in _ALL}
"""By the name `acs token --as` takes."""
