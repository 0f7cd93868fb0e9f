"""Procurements under the PSR, the light-touch regime and the Procurement Act, to their commencement (R12, R16, R28).

Which steps a route takes stands in `ways.py`, and every stage's rules in a file of their own: `planning.py`,
`tendering.py`, `evaluating.py`, `repeating.py`, `awarding.py`, `challenging.py`, `ending.py`, with `guards.py` for what
many ask first, and `award_commands.py` for the commands of the later ones. `record.py` is what people read of a
procurement, `sealed.py` what they do not. `legal.py` asks the rules engine, with
`limits.csv`, and `foreign.py` the other rooms. `rows.py` holds the
tables: published notices are everybody's, a bid is its bidder's until it is opened, evaluations are for those who run
the procurement. Their routes: `tender_api.py`, `award_api.py`, `challenge_api.py`, `sealed_api.py`, `summary_api.py`
with `summaries.py` (SI 2023/1348 regs 25-26). `signing.py` is the gate that contracts ask before they come into force
(R22), `equal_treatment.py` what the dialogue with bidders asks.
"""
