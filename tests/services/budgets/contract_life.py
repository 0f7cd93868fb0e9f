"""What becomes of a contract that budgets pays for."""

from datetime import date
from uuid import UUID

from shared.events.contracts.register_life import ContractModified, ContractRolledIntoAcs
from tests.services.budgets.pools.history import CONTRACT

MODIFIED = ContractModified(
    contract_id=CONTRACT,
    ref="BHR-0001",
    modification_id=UUID(int=77),
    modification_ref="BHR-0001-M1",
    regime="psr2023",
    ground="psr13_1_d",
    clause_ref=None,
    delta_value_pence=3_500,
    delta_term_days=0,
    effective_on=date(2018, 7, 1),
    new_value_pence=40_000,
    new_annual_value_pence=80_000,
    new_term_months=6,
    new_end=date(2018, 9, 30),
)
ROLLED = ContractRolledIntoAcs(
    contract_id=CONTRACT,
    ref="BHR-0001",
    acs_contract_id=UUID(int=78),
    acs_ref="ACS-1",
    effective_on=date(2018, 6, 30),
)
