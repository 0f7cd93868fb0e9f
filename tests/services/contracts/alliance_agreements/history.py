"""An alliance agreement's history the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.alliance_agreements import commands as c
from services.contracts.alliance_agreements.domain import alliance_agreement_decider
from shared.events.contracts import alliance_agreements as e
from tests.kit.scenario import given

AGREEMENT = UUID("01980000-0000-7000-8000-00000000a001")
CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
STARTS = date(2026, 4, 1)
TODAY = date(2026, 5, 1)

MEMBERS = (
    e.AllianceParty(ods="08F", side="commissioner"),
    e.AllianceParty(ods="RF4", side="provider"),
    e.AllianceParty(ods="RAT", side="provider"),
)
DRAFT = c.DraftAllianceAgreement(
    alliance_agreement_id=AGREEMENT,
    ref="BHR-A1",
    title="Havering out of hospital alliance",
    localities=("havering-north",),
    members=MEMBERS,
    contract_ids=(CONTRACT,),
    principles=("Best for the person, then for the system", "No member decides alone"),
    terms_of_reference=e.TermsOfReference(
        purpose="Lead the alliance", decides="By consensus; else it goes to the boards", meets="monthly", quorum=3
    ),
    starts_on=STARTS,
    contracts=(
        c.ContractToOverlay(
            overlaid=e.OverlaidContract(contract_id=CONTRACT, ref="BHR-0001", providers=("RF4",)),
            commissioners=("08F", "07L"),
            in_force=True,
        ),
    ),
    known_localities=frozenset({"havering-north"}),
)


def sign(member: str, signed_on: date = date(2026, 3, 1), today: date = TODAY) -> c.SignAllianceAgreement:
    return c.SignAllianceAgreement(member=member, signed_on=signed_on, seat="chief executive", by="ann", today=today)


def after(*commands: Any) -> tuple[e.AllianceAgreementEvent, ...]:
    """What happened when all this was asked, one after another."""
    history: list[e.AllianceAgreementEvent] = []
    for command in commands:
        history += given(alliance_agreement_decider, *history).when(command).happened()
    return tuple(history)


JOIN_LATER = c.InviteAllianceMember(member="ILLF01", side="provider")
CHAIN = c.AgreeSupplyChain(
    links=(e.SupplyLink(contract_id=CONTRACT, lead="RF4", subcontractor="RAT", service_lines=("rehabilitation",)),)
)
SHARE = c.ShareResource(
    resource="Integrated discharge team",
    host="RAT",
    annual_cost_pence=10_000_001,
    shares=(
        e.CostShare(ods="08F", share_bp=5_000),
        e.CostShare(ods="RF4", share_bp=3_000),
        e.CostShare(ods="RAT", share_bp=2_000),
    ),
    shared_from=date(2026, 4, 1),
)
END_SHARING = c.EndResourceSharing(sharing_no=1, ended_on=TODAY, today=TODAY)
END = c.EndAllianceAgreement(ended_on=TODAY, reason="The services were rolled into the ACS contract", today=TODAY)


def leave(member: str, left_on: date = TODAY) -> c.RecordAllianceLeaving:
    return c.RecordAllianceLeaving(member=member, left_on=left_on, reason="Merged", today=TODAY)


drafted = after(DRAFT)
in_force = after(DRAFT, sign("08F"), sign("RF4"), sign("RAT"))
EVERYTHING = (
    *after(
        DRAFT,
        sign("08F"),
        sign("RF4"),
        sign("RAT"),
        JOIN_LATER,
        sign("ILLF01", date(2026, 4, 20)),
        CHAIN,
        SHARE,
        END_SHARING,
        leave("ILLF01"),
        END,
    ),
)
