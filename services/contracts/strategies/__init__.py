"""Contracting strategies: approaches appraised side by side, one chosen with its reasons (R11-R16, R24, R28).

Beside what every room has: `approving.py`, `comparison.py`, `legality.py`, `vat.py`. The figures of VAT stand in CSV
files, by date.
"""
