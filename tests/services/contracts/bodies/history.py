"""A joint commissioning board's history the tests start from."""

from datetime import date
from uuid import UUID

from services.contracts.bodies import commands as c
from shared.events.contracts import bodies as e
from shared.kernel.organisations import OrgKind

BODY = UUID("01980000-0000-7000-8000-00000000b001")
LEADERS = UUID("01980000-0000-7000-8000-00000000b002")
TODAY = date(2017, 7, 31)
ANN, BOB = "persona:ann", "persona:bob"
ABOVE = c.Parent(body_id=LEADERS, ref="LG", kind="leadership_group", dissolved=False)
ESTABLISH = c.EstablishBody(
    ref="JCB",
    name="Joint Commissioning Board",
    kind="joint_commissioning",
    parent_id=LEADERS,
    convened_by=("07L", "E09000002"),
    established_on=date(2017, 7, 1),
    body_id=BODY,
    parent=ABOVE,
    known_localities=frozenset({"havering-north"}),
    today=TODAY,
)
established = e.BodyEstablished(
    body_id=BODY,
    parties=("07L", "E09000002"),
    localities=(),
    ref="JCB",
    name="Joint Commissioning Board",
    kind="joint_commissioning",
    parent_id=LEADERS,
    convened_by=("07L", "E09000002"),
    established_on=date(2017, 7, 1),
)
RULE = e.QuorumRule(total=4, clinical=1, democratic=1, commissioner=1)
RIGHTS = (
    e.DecisionRight(matter="contracting-strategy", area="what_to_commission", right="decides"),
    e.DecisionRight(matter="shared-services", area="joint_accountability", right="decides"),
    e.DecisionRight(matter="care-model", area="how_to_provide", right="advises"),
)
TERMS = e.TermsOfReference(
    edition=1,
    purpose="Decides together what to commission for the three boroughs.",
    quorum=RULE,
    majority="simple_majority",
    rights=RIGHTS,
    document=None,
    effective_from=date(2017, 7, 1),
)
PROPOSE = c.ProposeTermsOfReference(
    purpose=TERMS.purpose, quorum=RULE, rights=RIGHTS, effective_from=TERMS.effective_from, by=ANN
)
put_forward = e.TermsOfReferenceProposed(body_id=BODY, ref="JCB", terms=TERMS, proposed_by=ANN)
adopted = e.TermsOfReferenceAdopted(body_id=BODY, ref="JCB", terms=TERMS, adopted_by=BOB)


def a_seat(seat: str, kind: e.SeatKind, org: str, start: date = TODAY, end: date | None = None) -> e.Seat:
    return e.Seat(seat=seat, kind=kind, org=org, start=start, end=end)


APPOINT = c.AppointSeat(
    seat="clinical-chair-redbridge", kind="clinical", org="08N", start=TODAY, end=None, org_kind=OrgKind.CCG
)
appointed = e.SeatAppointed(
    body_id=BODY,
    ref="JCB",
    seat=a_seat("clinical-chair-redbridge", "clinical", "08N"),
    parties=("07L", "E09000002", "08N"),
)
moved = e.BodyMoved(body_id=BODY, ref="JCB", parent_id=None, parent_ref=None)
vacated = e.SeatVacated(body_id=BODY, ref="JCB", seat="clinical-chair-redbridge", start=TODAY, end=date(2017, 12, 31))
OPTION = e.BodyOption(
    number=1, title="Alliance of all providers", form="alliance_agreement", for_it=("keeps all in",), against_it=()
)
logged = e.BodyOptionLogged(body_id=BODY, ref="JCB", option=OPTION)
concluded = e.BodyOptionConcluded(body_id=BODY, ref="JCB", number=1, outcome="recommended", reason="least disruption")
dissolved = e.BodyDissolved(body_id=BODY, ref="JCB", reason="merged", dissolved_on=TODAY)
