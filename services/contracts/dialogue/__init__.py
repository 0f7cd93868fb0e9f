"""The dialogue log: what commissioners and providers said to one another, only added to (R17, R18).

In a live procurement all bidders are treated alike: an entry is refused unless it is shared with all of them. The
others do not become parties of the entry, because then each would see who bids: each gets a copy of its own that says
what was said and not with whom, also one who bids later. Beside what every room has: `subjects.py` (what the log knows
of a contract, a procurement or a market exercise) and `copies.py` (who is to get a copy).
"""
