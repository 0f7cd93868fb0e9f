"""services/contracts

owns:        contracts and what is known of them (streams `contract-<uuid>`)
accepts:     register, activate, extend, record a finding, novate, terminate
listens to:  nobody yet
publishes:   acs.contracts
"""
