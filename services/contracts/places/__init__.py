"""Places: practices in networks in localities in boroughs, each for its days (R40, R50).

Beside what every room has: `answers.py`, `finding.py`, `memberships.py`.
"""
