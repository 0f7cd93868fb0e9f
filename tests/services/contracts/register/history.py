"""A contract's history the tests of the register start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.register import commands as c
from shared.events.contracts import register as e
from shared.kernel.authority import Approval
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import Evidence

CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
END = date(2019, 3, 31)
REGISTER = c.RegisterContract(
    contract_id=CONTRACT,
    ref="BHR-0001",
    title="Acute services",
    commissioners=("07L", "08F"),
    providers=(e.ContractProvider(ods="RF4", role="lead", in_area_share_bp=8_000),),
    start=date(2014, 4, 1),
    end=END,
    extension_options=(e.ExtensionOption(months=12, value_pence=80_000_000),),
    original_lifetime_value_pence=400_000_000,
    localities=("havering-north",),
    commissioner_kinds={
        "07L": OrgKind.CCG,
        "08F": OrgKind.CCG,
        "QMF": OrgKind.ICB,
        "E09000016": OrgKind.BOROUGH,
        "RF4": OrgKind.NHS_TRUST,
        "F82001": OrgKind.GP_PRACTICE,
    },
    known_localities=frozenset({"havering-north", "havering-south"}),
)


def activating(signed_on: date = date(2014, 3, 1), today: date = END, **changes: Any) -> c.ActivateContract:
    """Signed by an organisation that has delegated no authority; of a contract that names no procurement."""
    approval = Approval(
        org="07L", roles=("JCB_APPROVER",), matter="contract", today=today, required=False, authority=None
    )
    said: dict[str, Any] = {"signed_on": signed_on, "today": today, "approval": approval, "gate": None}
    return c.ActivateContract(**said | changes)


def registered_as(command: c.RegisterContract) -> e.ContractRegistered:
    """The event this command leads to."""
    said = command.model_dump(exclude={"commissioner_kinds", "known_localities"})
    return e.ContractRegistered.model_validate(said)


registered = registered_as(REGISTER)
activated = e.ContractActivated(
    contract_id=CONTRACT,
    ref="BHR-0001",
    signed_on=date(2014, 3, 1),
    value_pence=400_000_000,
    annual_value_pence=80_000_000,
    start=date(2014, 4, 1),
    end=END,
    commissioners=("07L", "08F"),
)
extended = e.ContractExtended(
    contract_id=CONTRACT,
    ref="BHR-0001",
    option_no=1,
    months=12,
    added_from=date(2019, 4, 1),
    added_value_pence=80_000_000,
    new_end=date(2020, 3, 31),
    new_value_pence=480_000_000,
    new_annual_value_pence=80_000_000,
    passed_alert_months=12,
)
terminated = e.ContractTerminated(contract_id=CONTRACT, ref="BHR-0001", ground="agreed", effective_on=END)
expired = e.ContractExpired(contract_id=CONTRACT, ref="BHR-0001", end=END)
evidence = (Evidence(kind="review", uri="https://example.org/review", period="2017/18"),)
