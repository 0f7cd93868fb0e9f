"""Noting contracts: nothing is refused, because what is noted has already happened elsewhere."""

from collections.abc import Sequence

from services.budgets.known_contracts.commands import NoteContract
from shared.events.budgets.known_contracts import ContractNoted, KnownContractEvent
from shared.kernel.decider import Decider


def decide(command: NoteContract, known: ContractNoted | None) -> Sequence[KnownContractEvent]:
    """The contract as it is known now; nothing when that is no news, or older than what is known."""
    if known is None:
        return _first_noted(command)
    if command.contract_version <= known.contract_version:
        return []
    facts = {name: value for name, value in command if name != "term" and value is not None}
    added = () if command.term is None else (command.term,)
    noted = known.model_copy(update={**facts, "terms": (*known.terms, *added)})
    unchanged = noted.model_copy(update={"contract_version": known.contract_version}) == known
    return [] if unchanged else [noted]


def _first_noted(command: NoteContract) -> Sequence[KnownContractEvent]:
    if command.start is None or command.end is None or command.term is None or command.commissioners is None:
        return []  # a contract is known from its activation on
    return [
        ContractNoted(
            contract_id=command.contract_id,
            ref=command.ref,
            contract_version=command.contract_version,
            start=command.start,
            end=command.end,
            terms=(command.term,),
            ended=bool(command.ended),
            commissioners=command.commissioners,
        )
    ]


def evolve(known: ContractNoted | None, event: KnownContractEvent) -> ContractNoted | None:
    """The latest note says everything."""
    return event


known_contract_decider: Decider[NoteContract, ContractNoted | None, KnownContractEvent] = Decider(
    category="known-contract",
    events=(ContractNoted,),
    initial=None,
    decide=decide,
    evolve=evolve,
)
