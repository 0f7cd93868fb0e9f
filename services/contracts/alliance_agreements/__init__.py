"""Alliance agreements over contracts: signed by every member, with supply chain and shared resources (R27, R29, R93).

Beside what every room has: `drafting.py`, `membership.py`, `sharing.py`.
"""
