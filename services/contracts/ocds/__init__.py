"""What the public is told of procurements and contracts, as OCDS 1.1.5: releases, records, and a feed (R12, R21).

A release is an event of its own, and not a view of what it tells of: once published it stays byte for byte what it was,
though the mapping, an organisation's name or the prefix of the ocids change later, and a rebuild makes the same rows.
The events of a procurement and of the contracts it led to end up in one stream, which numbers the releases of the
process: that gives `<ocid>-<number>`. What is told follows from histories alone, so a process that was never told of
(its contract is older than this room) is told in full with its next event. The feed pages by the position of these
events in the store, where nothing can appear behind a reader.

Only what is public by law is told: a contract once it is signed, a procurement from its first notice on. Drafts, bids,
marks, prices of others, representations and free text written for inside never are.

Beside what every room has: `contracts_told.py`, `procurements_told.py` and `awards_told.py` (from events to what is
said), `shapes.py` (the parts it is said in), `parties.py`, `packages.py`, `feed.py`. The schema of the standard lies in
schema/.
"""
