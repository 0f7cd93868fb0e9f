"""Erasing a person: asked for, approved by somebody else, carried out by destroying the person's key (article 17).

Beside what every room has: `care.py`, `checks.py`, `shredding.py`.
"""
