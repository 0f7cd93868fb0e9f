"""From what a row says to the register: registered, in force where it is, or why not."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError
from sqlmodel import col

from services.contracts.imports.names import Names
from services.contracts.imports.refusals import CommissionedByOthers, DiffersFromRegister, NotStorable
from services.contracts.imports.said import ContractSaid
from services.contracts.imports.views import ContractImportRow
from services.contracts.register.api import register
from services.contracts.register.commands import ActivateContract, RegisterContract
from services.contracts.register.refusals import ContractRefTaken
from services.contracts.register.views import ContractRow, ContractTable, contract_view
from shared.capability import Capability
from shared.events.contracts.register import ContractProvider
from shared.eventstore.codec import Meta
from shared.kernel.message import Command
from shared.kernel.refusals import Refused
from shared.service import Service
from shared.wish import ReceiptRequest, Wish

LONGEST_TITLE = 200
FINGERPRINT = "import"


def contract_id_of(source: str, ref: str) -> UUID:
    """The same whenever, and by whomever, the contract is imported from this source."""
    return uuid5(NAMESPACE_URL, f"urn:acs:contract:{source}:{ref}")


@dataclass(frozen=True)
class Entered:
    """What came of a contract: whether it is new in the register, and what to look at."""

    contract_id: UUID
    new: bool
    notes: tuple[str, ...]


class Entering:
    """Enters contracts for one import, in the name of the organisation that sent the file."""

    def __init__(self, service: Service, one: ContractImportRow) -> None:
        self._service = service
        self._import_id = one.contract_import_id
        self._source = one.source
        self._org = one.parties[0]
        self._approval = one.approval
        self._names = Names(service.organisations)
        actor = f"import:{one.contract_import_id}"
        self._meta = Meta(actor=actor, org=self._org, correlation=actor)

    async def enter(self, said: ContractSaid, row: int) -> Entered:
        """Put it in the register, once however often the row is worked off; Refused when that is not to be."""
        command, notes = self._registration(said)
        step = f"{row}:{said.ref}:registered"
        known = await self._service.row(contract_view, command.contract_id)
        if known is not None and await self._service.store.receipt(self._receipt(step)) is None:
            return _compared(known, command)
        try:
            await self._execute(register, command.contract_id, command, step)
        except ContractRefTaken:
            (known,) = await self._service.rows(contract_view, col(ContractTable.ref) == command.ref)
            return _compared(known, command)
        return Entered(command.contract_id, True, (*notes, *await self._into_force(said, command, row)))

    def _registration(self, said: ContractSaid) -> tuple[RegisterContract, tuple[str, ...]]:
        commissioners = self._names.codes_of(said.commissioners, "commissioners")
        providers = self._names.codes_of(said.suppliers, "supplier")
        if self._org not in commissioners:
            raise CommissionedByOthers(f"The contract is commissioned by {', '.join(commissioners)}: they import it.")
        notes, title = said.notes, said.title
        if len(title) > LONGEST_TITLE:
            title, notes = f"{title[: LONGEST_TITLE - 1]}…", (*notes, "The title is shortened to 200 characters")
        organisations = self._service.organisations
        try:
            command = RegisterContract(
                contract_id=contract_id_of(self._source, said.ref),
                ref=said.ref,
                title=title,
                commissioners=tuple(commissioners),
                providers=tuple(
                    ContractProvider(ods=code, role="lead" if place == 0 else "member")
                    for place, code in enumerate(providers)
                ),
                cpv=said.cpv[:20],
                route=said.route[:LONGEST_TITLE] or "not recorded",
                start=said.start,
                end=said.end,
                original_lifetime_value_pence=said.value_pence,
                standard_form="not recorded",
                commissioner_kinds={code: organisations[code].kind for code in commissioners},
                known_localities=organisations.localities,
            )
        except ValidationError as wrong:
            field = ".".join(str(part) for part in wrong.errors()[0]["loc"])
            raise NotStorable(f"{field}: {wrong.errors()[0]['msg']}.", field=field) from None
        return command, notes

    async def _into_force(self, said: ContractSaid, command: RegisterContract, row: int) -> tuple[str, ...]:
        today = self._service.today()
        signed_on = said.signed_on or said.start
        if said.pending or signed_on > today:
            return ("Left as a draft: the source does not say that it is signed",)
        if self._approval is None:
            return ("Left as a draft: bringing contracts into force is for an approver",)
        authority = self._approval.authority
        activation = ActivateContract(
            signed_on=signed_on,
            delegation_id=authority.delegation_id if authority else None,
            today=today,
            approval=self._approval,
            gate=None,
        )
        try:
            await self._execute(register, command.contract_id, activation, f"{row}:{said.ref}:activated")
        except Refused as refused:
            return (f"Left as a draft: {refused.detail}",)
        return () if said.signed_on else ("The source does not say when it was signed: its start is taken",)

    def _receipt(self, step: str) -> str:
        return f"import:{self._import_id}:{step}"

    async def _execute(self, capability: Capability, key: UUID, command: Command, step: str) -> None:
        receipt = ReceiptRequest(self._receipt(step), FINGERPRINT, keep_body=False)
        wish = Wish(
            command, self._meta, self._service.now(), begins=isinstance(command, RegisterContract), receipt=receipt
        )
        await self._service.executor.execute(capability, key, wish)


def _compared(known: ContractRow, command: RegisterContract) -> Entered:
    if differing := _differing(known, command):
        raise DiffersFromRegister(
            f"The register says otherwise of its {', '.join(differing)}: record what happened as an extension, a "
            "novation or a modification.",
            differs=list(differing),
        )
    return Entered(known.contract_id, False, ())


def _differing(known: ContractRow, command: RegisterContract) -> list[str]:
    """What the register says otherwise, in the words of the source's columns."""
    told: list[tuple[str, object, object]] = [
        ("name", known.title, command.title),
        ("commissioners", set(known.commissioners), set(command.commissioners)),
        ("supplier", set(known.provider_codes), {one.ods for one in command.providers}),
        ("start", known.start, command.start),
        ("current end", known.current_end, command.end),
        ("current value", known.current_value_pence, command.original_lifetime_value_pence),
    ]
    return [name for name, register_says, row_says in told if register_says != row_says]
