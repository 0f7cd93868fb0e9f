"""What the log knows of a contract, a procurement or a market exercise on the day somebody writes in it."""

from services.contracts.dialogue import refusals as no
from services.contracts.dialogue.commands import RecordDialogueEntryBody, SubjectFacts
from services.contracts.procurements.api import procurements
from services.contracts.procurements.rows import ProcurementRow
from services.contracts.procurements.views import procurement_view
from services.contracts.register.api import register
from services.contracts.register.registering import COMMISSIONING_KINDS
from services.contracts.register.views import ContractRow
from shared.web.call import Call


async def facts_of(call: Call, body: RecordDialogueEntryBody) -> SubjectFacts:
    """Of a subject the caller may read; NotFound otherwise, NotOneSubject when none or two are named."""
    named_by_id = body.subject_id is not None and body.market_exercise is None
    named_as_market = body.market_exercise is not None and body.subject_id is None
    if body.subject == "market":
        if body.market_exercise is None or not named_as_market:
            raise no.NotOneSubject("Name the market exercise, and nothing else.", field="market_exercise")
        return _market(call, body.market_exercise)
    if body.subject_id is None or not named_by_id:
        raise no.NotOneSubject(f"Give the id of the {body.subject}, and nothing else.")
    if body.subject == "procurement":
        return of_procurement(await call.row(procurements, body.subject_id, procurements.read_action))
    contract = await call.row(register, body.subject_id, register.read_action)
    led_to_it = None
    if contract.procurement_id is not None:
        led_to_it = await call.service.row(procurement_view, contract.procurement_id)
    return of_contract(contract, led_to_it)


def _market(call: Call, exercise: str) -> SubjectFacts:
    own = call.organisations.known(call.principal.org, "subject")
    if own.kind not in COMMISSIONING_KINDS:
        raise no.DialogueOfNoCommissioner(f"{own.code} commissions nothing.")
    return SubjectFacts(ref=exercise, commissioners=(own.code,))


def of_procurement(row: ProcurementRow) -> SubjectFacts:
    """Bidders are treated alike from the launch, or the intention where there is none, to the award or its end."""
    ended = row.awarded_on or row.abandoned_on
    return SubjectFacts(
        ref=row.ref,
        commissioners=tuple(row.commissioners),
        localities=tuple(row.localities),
        procurement_id=row.procurement_id,
        live_from=row.launched_on or row.intention_published_on,
        live_until=None if row.live else ended,
        in_life_from=row.signed_on,
    )


def of_contract(contract: ContractRow, procurement: ProcurementRow | None) -> SubjectFacts:
    """In life from the signature; before it, as the procurement it came of."""
    before = of_procurement(procurement) if procurement is not None else None
    return SubjectFacts(
        ref=contract.ref,
        commissioners=tuple(contract.commissioners),
        localities=tuple(contract.localities),
        procurement_id=before.procurement_id if before else None,
        live_from=before.live_from if before else None,
        live_until=before.live_until if before else None,
        in_life_from=contract.signed_on,
    )
