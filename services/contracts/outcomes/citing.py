"""What other rooms ask of an outcomes framework somebody names."""

from uuid import UUID

from services.contracts.outcomes.api import outcomes_frameworks
from services.contracts.outcomes.refusals import UnknownFramework
from services.contracts.outcomes.views import outcomes_view
from shared.web.call import Call


async def known_framework(call: Call, outcomes_framework_id: UUID | None) -> None:
    """That there is one, and that the caller may read it; UnknownFramework otherwise."""
    if outcomes_framework_id is None:
        return
    row = await call.service.row(outcomes_view, outcomes_framework_id)
    if row is None or not call.allowed(outcomes_frameworks.read_action, row):
        raise UnknownFramework("No outcomes framework has this id.")
