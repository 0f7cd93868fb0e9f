"""The scope of the ACS: which services for whom, where and from when, and the case for change (R3-R7, R20, R53, R54).

Beside what every room has: `case.py`, `case_api.py`, `deciding.py`.
"""
