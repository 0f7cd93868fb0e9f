"""Outcomes frameworks: weighted indicators, measurements, scores, and the payment that depends on them (R97, R111).

Beside what every room has: `scoring.py` says how well a year went, `measuring.py` holds the rules of measurements,
`paying.py` those of the payment, `drafting.py` those of the draft, `schedule.py` knows contract years and
the share at risk, `foreign.py` other rooms and versions, `citing.py` what other rooms ask of a framework.
"""
