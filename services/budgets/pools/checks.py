"""Money that must add up, counted in the database by other code than the rules' and the views'."""

from shared.eventstore.database import Connection
from shared.verify.findings import Findings

_SPENT = "('ExpenditurePosted', 'ExpenditureReversed')"
_PAID = "('ContributionPaid', 'ContributionReversed')"

_SUMS = f"""
WITH ledger AS (
    SELECT pool_id, sum(amount_pence) FILTER (WHERE funding = 'pooled') AS pooled,
           sum(amount_pence) FILTER (WHERE funding = 'aligned') AS aligned
    FROM pool_postings WHERE entry IN ('expenditure', 'reversal') GROUP BY pool_id),
held AS (SELECT pool_id, count(*) AS costs FROM pool_postings WHERE entry = 'held' GROUP BY pool_id),
told AS (
    SELECT data->>'pool_id' AS pool_id,
           sum((data->>'amount_pence')::numeric) FILTER (WHERE type IN {_SPENT}) AS spent,
           sum((data->>'amount_pence')::numeric) FILTER (WHERE type IN {_PAID}) AS paid
    FROM events WHERE type IN {_SPENT} OR type IN {_PAID} GROUP BY 1)
SELECT p.pool_id, p.version, what.name, what.says::numeric AS says, what.sum::numeric AS sum
FROM pools p LEFT JOIN ledger USING (pool_id) LEFT JOIN held USING (pool_id)
LEFT JOIN told ON told.pool_id = p.pool_id::text,
LATERAL (SELECT sum((line->>'spend_pence')::numeric) AS spent, sum((line->>'committed_pence')::numeric) AS committed
         FROM jsonb_array_elements(p.lines) line) lines,
LATERAL (SELECT sum((one->>'contribution_pence')::numeric) AS agreed, sum((one->>'paid_pence')::numeric) AS paid
         FROM jsonb_array_elements(p.positions) one) partners,
LATERAL (SELECT sum((one->>'amount_pence')::numeric) AS shared FROM jsonb_array_elements(p.allocations) one) shares,
LATERAL (VALUES
    ('spend_pence against the ledger', p.spend_pence, coalesce(ledger.pooled, 0)),
    ('aligned_spend_pence against the ledger', p.aligned_spend_pence, coalesce(ledger.aligned, 0)),
    ('held_costs against the ledger', p.held_costs, coalesce(held.costs, 0)),
    ('all spending against the lines', p.spend_pence + p.aligned_spend_pence, coalesce(lines.spent, 0)),
    ('all spending against the events', p.spend_pence + p.aligned_spend_pence, coalesce(told.spent, 0)),
    ('committed_pence against the lines', p.committed_pence, coalesce(lines.committed, 0)),
    ('contributions_pence against the partners', p.contributions_pence, coalesce(partners.agreed, 0)),
    ('paid_pence against the partners', p.paid_pence, coalesce(partners.paid, 0)),
    ('paid_pence against the events', p.paid_pence, coalesce(told.paid, 0)),
    ('variance_pence against what everybody bears of it', p.variance_pence,
     coalesce(shares.shared, 0) + p.unallocated_pence + p.risk_pool_used_pence - p.investment_fund_pence)
) AS what(name, says, sum)
WHERE what.says IS DISTINCT FROM what.sum ORDER BY p.pool_id
"""  # noqa: S608  # names of our own events


async def check_money(connection: Connection, found: Findings) -> None:
    """Every pool's totals are the sums of their parts, and no penny of a variance is lost between the partners."""
    for record in await connection.fetch(_SUMS):
        found.add(
            "money",
            "different",
            f"{record['name']}: the pool says {record['says']:f}, they add up to {record['sum']:f}",
            stream_id=f"pool-{record['pool_id']}",
            version=record["version"],
        )
