"""services/contracts

owns:        contracts and what is known of them (streams `contract-<uuid>`)
accepts:     register, activate, extend, record a finding, novate, terminate
listens to:  itself: a room's policies act on what another room has told
publishes:   acs.contracts
"""
