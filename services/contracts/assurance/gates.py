"""What a procurement asks of its ISAP case: launch needs checkpoint 1, signature 2, start 3 (R22)."""

from uuid import UUID

from sqlmodel import col

from services.contracts.assurance.state import CHECKPOINTS
from services.contracts.assurance.views import IsapCaseTable, isap_case_view
from shared.events.contracts.assurance import Checkpoint
from shared.kernel.parts import Part
from shared.service import Service
from shared.web.call import Call


class IsapGate(Part):
    """How assurance stands: without a screening nobody knows whether it applies; `passed` is in order."""

    screened: bool
    applies: bool
    passed: tuple[Checkpoint, ...]

    def opens(self, checkpoint: Checkpoint) -> bool:
        """Whether what needs the checkpoint may go on: it was passed, or screening found that none is needed."""
        return self.screened and (not self.applies or checkpoint in self.passed)


async def isap_gate(call: Call, procurement_id: UUID) -> IsapGate:
    """The gate of a procurement, whoever asks; not screened when no case is linked to it."""
    return await gate_of(call.service, procurement_id)


async def gate_of(service: Service, procurement_id: UUID) -> IsapGate:
    """The same for a policy."""
    cases = await service.rows(isap_case_view, col(IsapCaseTable.procurement_id) == procurement_id)
    if not cases:
        return IsapGate(screened=False, applies=False, passed=())
    (case,) = cases
    passed = tuple(one for one in CHECKPOINTS if one in case.passed)
    return IsapGate(screened=case.stage != "screening", applies=case.applies, passed=passed)
