"""Challenges: issues that stakeholders raise, how they are debated, and answered in time (R31, R116).

Beside what every room has: `figures.py` (the working days for an answer, from figures.csv).
"""
