"""Governance bodies: hierarchy, terms of reference, seats, quorum, decision rights (R21, R58, R60, R64, R94, R100).

Beside what every room has: `quorum.py`, how many of which kind have to be there; `rights.py`, who decides what.
"""
