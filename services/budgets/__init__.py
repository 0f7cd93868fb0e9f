"""services/budgets

owns:        pooled funds under section 75 (streams `pool-<uuid>`), what is known of contracts (`known-contract-<uuid>`)
accepts:     open, sign, agree and vary contributions, activate, pay, post, reverse, report, forecast, link, close,
             reconcile, terminate
listens to:  acs.contracts (commitments), acs.referrals (the cost of discharges), acs.budgets (its own links)
publishes:   acs.budgets
"""
