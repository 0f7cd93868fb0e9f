"""The market: which providers are interested and capable, and who is shortlisted (R9, R10).

Beside what every room has: `figures.py` (dated thresholds from figures.csv), `results.py` (scores, as they are read).
"""
