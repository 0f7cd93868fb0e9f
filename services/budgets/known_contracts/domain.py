"""Noting contracts: nothing is refused, because what is noted has already happened elsewhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from services.budgets.known_contracts.commands import Modified, NoteContract
from shared.events.budgets.known_contracts import ContractNoted, ContractTerm, KnownContractEvent
from shared.kernel.decider import Decider
from shared.kernel.money import round_half_up


def decide(command: NoteContract, known: ContractNoted | None) -> Sequence[KnownContractEvent]:
    """The contract as it is known now; nothing when that is no news, or older than what is known."""
    if known is None:
        return _first_noted(command)
    if command.contract_version <= known.contract_version:
        return []
    facts = {name: value for name, value in command if name not in ("term", "modified") and value is not None}
    noted = known.model_copy(update={**facts, "terms": _terms(command, known.terms)})
    unchanged = noted.model_copy(update={"contract_version": known.contract_version}) == known
    return [] if unchanged else [noted]


def _terms(command: NoteContract, terms: tuple[ContractTerm, ...]) -> tuple[ContractTerm, ...]:
    if command.modified is not None:
        terms = _with_the_rest_anew(terms, command.modified)
    return terms if command.term is None else (*terms, command.term)


def _with_the_rest_anew(terms: tuple[ContractTerm, ...], modified: Modified) -> tuple[ContractTerm, ...]:
    """What fell due before a modification stays; all the rest of the new value falls into the days that are left."""
    before = tuple(_until(modified.from_day, term) for term in terms if term.from_day < modified.from_day)
    rest = modified.value_pence - sum(term.value_pence for term in before)
    return (*before, ContractTerm(from_day=modified.from_day, to_day=modified.to_day, value_pence=rest))


def _until(day: date, term: ContractTerm) -> ContractTerm:
    """The part of a term before a day, with its share of the value by days."""
    if term.to_day < day:
        return term
    days, whole = (day - term.from_day).days, (term.to_day - term.from_day).days + 1
    value = round_half_up(Fraction(term.value_pence * days, whole))
    return ContractTerm(from_day=term.from_day, to_day=day - timedelta(days=1), value_pence=value)


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
