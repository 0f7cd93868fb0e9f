"""What the clock asks of an alliance agreement."""

from collections.abc import Mapping
from datetime import date

from services.contracts.alliance_agreements.commands import CommenceAllianceAgreement
from services.contracts.alliance_agreements.state import AllianceStatus
from services.contracts.alliance_agreements.views import AllianceAgreementRow


def due_of(agreement: AllianceAgreementRow) -> Mapping[str, date]:
    """One that all have signed comes into force on its day."""
    if agreement.status != AllianceStatus.CONCLUDED or agreement.in_force_from is None:
        return {}
    return {"commencement": agreement.in_force_from}


def due_command(kind: str, today: date) -> CommenceAllianceAgreement:
    """There is one kind."""
    return CommenceAllianceAgreement(today=today)
