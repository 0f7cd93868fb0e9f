"""Pooled funds under section 75: agreed, paid in, spent, reported and shared out to the penny (R57, R107, R110).

Beside what every room has: `checks.py`, `ending.py`, `foreign.py`, `ledger.py`, `ledger_api.py`,
`ledger_commands.py`, `ledger_views.py`, `links.py`, `payments.py`, `risk_share.py`, `rows.py`, `section75.py`,
`year.py`.
"""
