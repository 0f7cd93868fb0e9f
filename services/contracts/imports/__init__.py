"""Contracts that are kept elsewhere enter the register: OCDS packages, and the register as CSV (R1).

A file is cut into rows as it comes in and worked off afterwards, some rows at a time; it is safe to send it again, and
to cut the work off anywhere: a contract's id follows from the source and its reference there, and each row is entered
under a receipt of its own. Contracts enter as what they are: registered, in force with the day of their signature (or
their start, where none is given), and expired by the clock. The register has no free edit: a row that says something
else than the register is refused, naming what differs, because the change is an extension or a modification.

Whom the register does not know stands in no contract: a row that names such an organisation is refused and says which.
That is no defect of the row, and sending the file again once the installation knows the organisation takes it in.

Beside what every room has: `job.py`, `entering.py` (from what a row says to the register), `lines.py` (rows that
wait), `pieces.py` (elements of JSON as they come), `register_csv.py` and `ocds_packages.py` (what a row of
each layout says), `said.py`, `readings.py` (days, money), `names.py` (who is meant).
"""
