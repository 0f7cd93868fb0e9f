"""The integrated support and assurance process: cases that gate procurement, signature and start (R22, R23).

Beside what every room has: `expectations.py` reads expectations.csv, `rating.py` holds the rules of the reviewer,
`gates.py` is what procurements ask.
"""
