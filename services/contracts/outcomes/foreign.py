"""What a framework has to know of contracts and of its other versions."""

from datetime import date
from uuid import UUID

from sqlmodel import col

from services.contracts.outcomes.commands import ContractOfFramework, EarlierVersion
from services.contracts.outcomes.views import OutcomesFrameworkRow, OutcomesFrameworkTable, outcomes_view
from services.contracts.register.api import register
from services.contracts.register.views import ContractRow, contract_view
from shared.web.call import Call


async def contract_named(call: Call, contract_id: UUID | None) -> ContractOfFramework | None:
    """The contract a caller names, for those who may read it; NotFound otherwise."""
    if contract_id is None:
        return None
    return known_contract(await call.row(register, contract_id, register.read_action))


async def contract_of(call: Call, framework_id: UUID) -> ContractOfFramework | None:
    """The contract a framework is linked to, whoever asks; None when there is none."""
    framework = await call.service.row(outcomes_view, framework_id)
    if framework is None or framework.contract_id is None:
        return None
    contract = await call.service.row(contract_view, framework.contract_id)
    return None if contract is None else known_contract(contract)


def earlier_version(row: OutcomesFrameworkRow) -> EarlierVersion:
    """What a later version has to know of it."""
    paid = [payment.year_end for payment in row.payments]
    return EarlierVersion(
        outcomes_framework_id=row.outcomes_framework_id,
        ref=row.ref,
        status=row.status,
        version_no=row.version_no,
        first_day=row.first_day,
        contract_id=row.contract_id,
        commissioners=tuple(row.commissioners),
        from_day=row.from_day,
        paid_until=max(paid, default=None),
    )


async def version_before(call: Call, framework_id: UUID) -> EarlierVersion | None:
    """The version that a draft is to supersede; None for a first one."""
    row = await call.service.row(outcomes_view, framework_id)
    if row is None or row.supersedes_id is None:
        return None
    before = await call.service.row(outcomes_view, row.supersedes_id)
    return None if before is None else earlier_version(before)


async def successor_from(call: Call, framework_id: UUID) -> date | None:
    """The first day of the version after it; None when none was agreed."""
    later = await call.rows(outcomes_view, col(OutcomesFrameworkTable.supersedes_id) == framework_id)
    return min((row.from_day for row in later if row.from_day is not None), default=None)


def known_contract(contract: ContractRow) -> ContractOfFramework:
    """What a framework has to know of a contract in the register."""
    return ContractOfFramework(
        contract_id=contract.contract_id,
        ref=contract.ref,
        start=contract.start,
        annual_value_pence=contract.annual_value_pence,
        commissioners=tuple(contract.commissioners),
    )
