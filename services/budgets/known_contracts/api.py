"""Known contracts have no routes: only events of other services change them, and pools show what follows."""

from services.budgets.known_contracts.domain import known_contract_decider
from services.budgets.known_contracts.views import known_contract_view
from shared.capability import Capability

known_contracts = Capability(
    decider=known_contract_decider,
    resource=known_contract_view,
    views=(known_contract_view,),
    path="/known-contracts",
)
