"""services/contracts

owns:        contracts (streams `contract-<uuid>`) and all that leads to them or follows: places, scope, design, market,
             procurements, modifications, assurance, outcomes, governance (`shared/events/contracts/kinds.py`)
accepts:     what the routes of its capabilities ask, one folder each
listens to:  itself: a capability's policies act on what another has told
publishes:   acs.contracts
"""
