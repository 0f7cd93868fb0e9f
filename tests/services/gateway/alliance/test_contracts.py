"""What the alliance knows of a contract: the newest finding, and the last day in force."""

from datetime import date

from services.gateway.alliance.contracts import known_contract_view
from shared.events.contracts.register import ContractFindingRecorded, ContractTerminated, Finding
from tests.kit.scenario import row_after
from tests.services.contracts.register.history import CONTRACT, END, activated, evidence, registered


def found(finding: Finding, assessed_on: date, *, newest: bool) -> ContractFindingRecorded:
    return ContractFindingRecorded(
        contract_id=CONTRACT,
        ref="BHR-0001",
        finding=finding,
        themes=(),
        evidence=evidence,
        assessed_on=assessed_on,
        newest=newest,
    )


def test_an_older_assessment_told_late_changes_nothing() -> None:
    late = found("mixed", date(2018, 1, 1), newest=False)
    row = row_after(known_contract_view, registered, activated, found("works_well", END, newest=True), late)
    assert (row.finding, row.version) == ("works_well", 4)


def test_a_terminated_contract_ends_on_its_last_day_in_force() -> None:
    last = date(2016, 3, 31)
    ended = ContractTerminated(contract_id=CONTRACT, ref="BHR-0001", ground="agreed", effective_on=last)
    row = row_after(known_contract_view, registered, activated, ended)
    assert (row.status, row.end) == ("terminated", last)
