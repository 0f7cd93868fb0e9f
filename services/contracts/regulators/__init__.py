"""Contacts with regulators, what they found and how it was answered (R23).

Beside what every room has: `known.py` reads regulators.csv.
"""
