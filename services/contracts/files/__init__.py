"""Files that are taken in as they come and worked off row by row: what every import has in common.

`waiting.py` is where its rows wait, `fragments.py` holds what has come of it, `records.py` cuts CSV into records,
`report.py` reads what became of the rows, `routes.py` is how files come in over HTTP and the report goes out.
"""
