"""Pathways agreed across the alliance: drafted, signed by every party, published by version (R72, R73, R75).

Beside what every room has: `agreement.py`, `versions.py`.
"""
