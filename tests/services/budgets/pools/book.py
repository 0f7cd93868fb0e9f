"""A pool over HTTP, as the tests of its routes handle it: opened, agreed, activated, written to."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.budgets.pools.api import pools
from services.budgets.pools.commands import PostActivityCost
from shared.eventstore.codec import Meta
from shared.wish import Wish
from tests.kit.apps import Answer, RunningApp

PARTNERS = ["07L", "E09000002", "08F", "E09000016", "08N", "E09000026"]
AGREED = dict(
    zip(PARTNERS, (450_000_000, 300_000_000, 600_000_000, 250_000_000, 650_000_000, 250_000_000), strict=True)
)
STATEMENTS = dict.fromkeys(
    (
        "aims",
        "functions",
        "persons_and_services",
        "staff_goods_and_accommodation",
        "contributions_variation",
        "duration",
        "review",
        "termination",
        "management",
    ),
    "As agreed.",
)


def a_line(code: str = "BEDS", **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": "Intermediate beds",
        "service_line": "intermediate care",
        "sector": "community",
        "pathway_stage": "community",
        "budget_pence": 2_500_000_000,
        "provider": "RAT",
        "commissioner": "08F",
        "no_contract_reason": "grant",
    } | changes


def a_pool(**changes: Any) -> dict[str, Any]:
    return {
        "title": f"Pool {uuid4().hex[:8]}",
        "financial_year": "2018/19",
        "host": "08F",
        "partners": PARTNERS,
        "lines": [a_line()],
        "statements": STATEMENTS,
        "risk_share": {
            "risk_pool_pence": 25_000_000,
            "caps": [{"partner": council, "cap_bp": 300} for council in ("E09000002", "E09000016", "E09000026")],
            "underspend_to_investment_bp": 2_500,
        },
    } | changes


class Book:
    """One pool over HTTP, its ETag kept in mind."""

    def __init__(self, budgets: RunningApp, made: Answer) -> None:
        self.budgets = budgets
        self.path = made.headers["location"]
        self.etag = made.etag

    async def do(self, deed: str, body: Any = None, org: str = "08F") -> Answer:
        client = self.budgets.client("FINANCE_PARTNER", org=org)
        answer = await client.post(f"{self.path}/{deed}", body, etag=self.etag)
        if answer.status == 200:
            self.etag = answer.etag
        return answer

    async def done(self, deed: str, body: Any = None, org: str = "08F") -> Any:
        answer = await self.do(deed, body, org)
        assert answer.status == 200, answer.body
        return answer.body

    async def postings(self, **filters: Any) -> list[Any]:
        answer = await self.budgets.client("FINANCE_PARTNER", org="08F").get(f"{self.path}/postings", **filters)
        return list(answer.body["items"])


async def opened(budgets: RunningApp, **changes: Any) -> Book:
    made = await budgets.client("FINANCE_PARTNER", org="08F").post("/pools", a_pool(**changes))
    assert made.status == 201, made.body
    return Book(budgets, made)


async def activate(book: Book) -> None:
    for partner, pence in AGREED.items():
        await book.done("contributions", {"partner": partner, "amount_pence": pence}, org=partner)
        await book.done("signatures", {"partner": partner, "signed_on": "2018-03-01"}, org=partner)
    await book.done("activation")


async def active(budgets: RunningApp, **changes: Any) -> Book:
    book = await opened(budgets, **changes)
    await activate(book)
    return book


def beds(pence: int, ref: str = "INV-1", period: str = "2018-04") -> dict[str, Any]:
    return {"line": "BEDS", "amount_pence": pence, "period": period, "source_ref": ref, "narrative": "beds"}


async def refresh(book: Book) -> None:
    book.etag = (await book.budgets.client("FINANCE_PARTNER", org="08F").get(book.path)).etag


async def discharged(book: Book, pathway: str, on: str) -> None:
    """As the policy would have it when a referral is discharged."""
    event_id = uuid4()
    command = PostActivityCost(
        posting_id=event_id,
        pathway_id=UUID(pathway),
        setting="op",
        discharged_on=date.fromisoformat(on),
        source_ref=str(event_id),
        source_ref_taken=False,
    )
    service = book.budgets.service
    wish = Wish(command=command, meta=Meta(actor="policy", org="", correlation="test"), now=service.now())
    await service.executor.execute(pools, UUID(book.path.rsplit("/", 1)[1]), wish)
