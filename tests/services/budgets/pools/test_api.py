"""Pools over HTTP, from the agreement to the year's end, on a real PostgreSQL."""

import asyncio
from uuid import uuid4

import pytest

from shared.kernel.dates import financial_year
from tests.kit.apps import Client, RunningApp
from tests.services.budgets.pools.book import (
    PARTNERS,
    STATEMENTS,
    a_line,
    a_pool,
    activate,
    active,
    beds,
    discharged,
    opened,
    refresh,
)


@pytest.fixture
def manager(budgets: RunningApp) -> Client:
    return budgets.client("FINANCE_PARTNER", org="08F")


class TestAPoolsYear:
    async def test_from_the_agreement_to_the_sharing_of_its_overspend(self, budgets: RunningApp) -> None:
        """Worked example W2, with the councils capped at 3% of their contribution."""
        book = await active(budgets)
        await book.done(
            "payments",
            {"partner": "07L", "amount_pence": 450_000_000, "paid_on": "2018-04-30", "payment_ref": "BACS-1"},
        )
        await book.done("expenditure", beds(2_613_745_931))
        forecast = await book.done("forecasts", {"outturn_pence": 2_613_745_931})
        assert forecast["forecast_variance_pence"] == 113_745_931
        reported = await book.done("returns", {"quarter": 1})
        assert reported["returns"][0]["income_pence"] == 450_000_000
        amended = await book.done("returns/1/amendments", {"reason": "checked"})
        assert amended["returns"][0]["amendments"] == 1
        await book.done("year-end")
        final = await book.done("reconciliation")
        assert final["status"] == "reconciled"
        shares = [one["amount_pence"] for one in final["allocations"]]
        assert shares == [17_138_629, 9_000_000, 22_851_505, 7_500_000, 24_755_797, 7_500_000]
        assert (final["risk_pool_used_pence"], final["unallocated_pence"]) == (25_000_000, 0)

    async def test_can_be_read_as_it_was(self, budgets: RunningApp, manager: Client) -> None:
        book = await active(budgets)
        await book.done("expenditure", beds(100))
        assert (await manager.get(book.path)).body["spend_pence"] == 100
        assert (await manager.get(book.path, as_of="1")).body["status"] == "draft"

    async def test_may_end_before_its_time(self, budgets: RunningApp) -> None:
        today = budgets.service.now().date()
        contract = {"line": "BEDS", "contract_id": str(uuid4())}
        book = await active(budgets, financial_year=financial_year(today))
        await book.done("contract-links", contract)
        merger = {"ground": "merger", "effective_on": today.isoformat()}
        ended = await book.done("termination", merger)
        assert (ended["status"], ended["terminated_on"]) == ("terminated", today.isoformat())
        # Its title and its contracts are free for another pool of the year.
        again = await active(budgets, financial_year=financial_year(today), title=ended["title"])
        await again.done("contract-links", contract)
        await again.done("termination", merger)

    async def test_is_not_ended_on_a_day_that_is_none_of_it_nor_while_it_holds_money(self, budgets: RunningApp) -> None:
        today = budgets.service.now().date()
        book = await active(budgets, financial_year=financial_year(today))
        for day, refusal in (("1900-01-01", "TerminationMisdated"), ("2099-01-01", "TerminationMisdated")):
            answer = await book.do("termination", {"ground": "merger", "effective_on": day})
            assert (answer.status, answer.body["refusal"]) == (422, refusal)
        await book.done("expenditure", beds(1, period=f"{today:%Y-%m}"))
        answer = await book.do("termination", {"ground": "merger", "effective_on": today.isoformat()})
        assert (answer.status, answer.body["refusal"]) == (422, "PoolHoldsMoney")
        assert (await book.do("termination", {"ground": " ", "effective_on": today.isoformat()})).status in (400, 422)

    async def test_says_which_returns_no_longer_agree_with_the_entries(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        await book.done("returns", {"quarter": 1})
        assert (await book.done("expenditure", beds(100)))["returns_to_amend"] == [1]
        assert (await book.done("returns/1/amendments", {"reason": "late invoice"}))["returns_to_amend"] == []


class TestOpening:
    async def test_names_the_place_of_an_unknown_organisation(self, manager: Client) -> None:
        answer = await manager.post("/pools", a_pool(lines=[a_line(provider="NOWHERE")]))
        assert (answer.status, answer.body["field"]) == (422, "lines.0.provider")

    async def test_names_the_statement_that_is_missing(self, manager: Client) -> None:
        answer = await manager.post("/pools", a_pool(statements=STATEMENTS | {"review": None}))
        assert (answer.status, answer.body["refusal"]) == (422, "AgreementStatementMissing")
        assert answer.body["field"] == "statements.review"

    async def test_refuses_a_practice_as_partner(self, budgets: RunningApp, manager: Client) -> None:
        practice = next(code for code, one in budgets.service.organisations.items() if one.kind == "gp_practice")
        answer = await manager.post("/pools", a_pool(partners=[*PARTNERS, practice]))
        assert (answer.status, answer.body["refusal"]) == (422, "PartnerNotEligible")

    async def test_refuses_the_same_title_twice_in_a_year(self, budgets: RunningApp, manager: Client) -> None:
        book = await opened(budgets)
        title = (await manager.get(book.path)).body["title"]
        answer = await manager.post("/pools", a_pool(title=title))
        assert (answer.status, answer.body["refusal"]) == (409, "PoolTitleTaken")
        assert answer.body["detail"] == f"Another pool of 2018/19 has the title {title}."
        assert (await manager.post("/pools", a_pool(title=title, financial_year="2017/18"))).status == 201

    async def test_of_two_at_once_with_one_title_one_is_refused(self, manager: Client) -> None:
        body = a_pool()
        answers = await asyncio.gather(*(manager.post("/pools", body) for _ in range(2)))
        assert sorted(answer.status for answer in answers) == [201, 409]

    async def test_of_a_trust_names_the_consent_that_is_none(self, manager: Client) -> None:
        partners = [*PARTNERS, "RAT"]
        for consents, status, field in (
            ([], 422, "trust_consents"),
            ([{"trust": "RAT", "commissioner": "RAT"}], 422, "trust_consents.0.commissioner"),
            ([{"trust": "RF4", "commissioner": "07L"}], 422, "trust_consents.0.trust"),
            ([{"trust": "RAT", "commissioner": "NOWHERE"}], 422, "trust_consents.0.commissioner"),
        ):
            answer = await manager.post("/pools", a_pool(partners=partners, trust_consents=consents))
            assert (answer.status, answer.body["field"]) == (status, field)
        given = [{"trust": "RAT", "commissioner": "QMF"}]
        answer = await manager.post("/pools", a_pool(partners=partners, trust_consents=given))
        assert (answer.status, answer.body["trust_consents"]) == (201, given)


class TestLedger:
    async def test_takes_a_source_reference_once(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        await book.done("expenditure", beds(100))
        again = await book.do("expenditure", beds(100))
        assert (again.status, again.body["refusal"]) == (409, "SourceRefTaken")

    async def test_takes_the_same_reference_in_another_pool(self, budgets: RunningApp) -> None:
        for book in (await active(budgets), await active(budgets)):
            await book.done("expenditure", beds(100))

    async def test_reverses_a_posting_once(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        await book.done("expenditure", beds(100))
        (posting,) = await book.postings(source_ref="INV-1")
        taken_back = await book.done(f"expenditure/{posting['posting_id']}/reversal", {"reason": "wrong line"})
        assert taken_back["spend_pence"] == 0
        again = await book.do(f"expenditure/{posting['posting_id']}/reversal", {"reason": "wrong line"})
        assert (again.status, again.body["refusal"]) == (409, "PostingAlreadyReversed")
        assert [entry["amount_pence"] for entry in await book.postings()] == [-100, 100]
        assert [entry["entry"] for entry in await book.postings(entry="reversal")] == ["reversal"]

    async def test_takes_the_right_amount_under_the_reference_of_a_reversed_posting(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        await book.done("expenditure", beds(1_000))
        (wrong,) = await book.postings()
        await book.done(f"expenditure/{wrong['posting_id']}/reversal", {"reason": "mistyped"})
        assert (await book.done("expenditure", beds(100)))["spend_pence"] == 100
        assert [entry["amount_pence"] for entry in await book.postings(source_ref="INV-1")] == [100, 1_000]
        again = await book.do("expenditure", beds(100))
        assert (again.status, again.body["refusal"]) == (409, "SourceRefTaken")

    async def test_takes_the_right_payment_under_the_reference_of_a_reversed_one(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        payment = {"partner": "07L", "amount_pence": 1_000, "paid_on": "2018-04-30", "payment_ref": "BACS/18/1"}
        await book.done("payments", payment, org="07L")
        taken_back = await book.done("payments/BACS/18/1/reversal", {"reason": "mistyped"})
        assert (taken_back["paid_pence"], taken_back["positions"][0]["paid_pence"]) == (0, 0)
        again = await book.do("payments/BACS/18/1/reversal", {"reason": "mistyped"})
        assert (again.status, again.body["refusal"]) == (409, "PaymentAlreadyReversed")
        assert (await book.done("payments", payment | {"amount_pence": 100}))["paid_pence"] == 100
        unknown = await book.do("payments/BACS-2/reversal", {"reason": "mistyped"})
        assert (unknown.status, unknown.body["refusal"]) == (404, "PaymentNotFound")
        blank = await book.do("payments/%20/reversal", {"reason": "mistyped"})
        assert blank.status == 400
        assert [wrong["field"] for wrong in blank.body["errors"]] == ["payment_ref"]

    async def test_dismisses_a_held_cost_and_is_not_settled_before(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        pathway = str(uuid4())
        tariff = [{"valid_from": "2018-04-01", "ip_pence": 150}]
        await book.done("pathway-links", {"line": "BEDS", "pathway_id": pathway, "tariff": tariff})
        await discharged(book, pathway, "2018-05-02")
        await refresh(book)
        await book.done("year-end")
        refused = await book.do("reconciliation")
        assert (refused.status, refused.body["refusal"]) == (422, "HeldCostsOutstanding")
        (held,) = await book.postings(entry="held")
        gone = await book.done(f"held-costs/{held['posting_id']}/dismissal", {"reason": "another pool paid"})
        assert gone["held_costs"] == 0
        (entry,) = await book.postings()
        assert (entry["entry"], entry["narrative"]) == ("dismissed", "another pool paid")
        assert (await book.done("reconciliation"))["status"] == "reconciled"

    async def test_is_kept_by_the_host_alone(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        for deed, body in (("expenditure", beds(100)), ("returns", {"quarter": 1}), ("year-end", None)):
            answer = await book.do(deed, body, org="07L")
            assert (answer.status, answer.body["refusal"]) == (403, "HostOnly")

    async def test_knows_no_posting_of_another_pool(self, budgets: RunningApp) -> None:
        book, other = await active(budgets), await active(budgets)
        await book.done("expenditure", beds(100))
        (posting,) = await book.postings()
        answer = await other.do(f"expenditure/{posting['posting_id']}/reversal", {"reason": "wrong pool"})
        assert answer.status == 404

    async def test_releases_a_held_cost_under_its_reference(self, budgets: RunningApp) -> None:
        book = await opened(budgets)
        pathway = str(uuid4())
        tariff = [{"valid_from": "2018-04-01", "op_pence": 150}]
        await book.done("pathway-links", {"line": "BEDS", "pathway_id": pathway, "tariff": tariff})
        await discharged(book, pathway, "2018-05-02")
        (held,) = await book.postings(entry="held")
        assert (held["amount_pence"], held["held_because"]) == (150, "the pool is draft")
        await refresh(book)
        await activate(book)
        released = await book.done("expenditure", beds(150, held["source_ref"], "2018-05"))
        assert (released["spend_pence"], released["held_costs"]) == (150, 0)
        (entry,) = await book.postings()
        assert (entry["entry"], entry["posting_id"]) == ("expenditure", held["posting_id"])

    async def test_is_not_shown_to_strangers(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        stranger = budgets.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
        assert (await stranger.get(book.path)).status == 404
        assert (await stranger.get(f"{book.path}/postings")).status == 404

    async def test_of_two_at_once_one_is_told_to_look_again(self, budgets: RunningApp) -> None:
        book = await active(budgets)
        client = budgets.client("FINANCE_PARTNER", org="08F")
        answers = await asyncio.gather(
            *(client.post(f"{book.path}/expenditure", beds(100, ref), etag=book.etag) for ref in ("A", "B"))
        )
        assert sorted(answer.status for answer in answers) == [200, 412]


class TestLinks:
    async def test_pay_for_a_pathway_once_in_a_year(self, budgets: RunningApp) -> None:
        link = {
            "line": "BEDS",
            "pathway_id": str(uuid4()),
            "tariff": [{"valid_from": "2018-04-01", "op_pence": 1}],
        }
        first, second = await opened(budgets), await opened(budgets)
        following = await opened(budgets, financial_year="2019/20")
        shown = await first.done("pathway-links", link)
        assert shown["lines"][0]["pathways"][0]["pathway_id"] == link["pathway_id"]
        refused = await second.do("pathway-links", link)
        assert (refused.status, refused.body["refusal"]) == (409, "PathwayLinkedElsewhere")
        await following.done("pathway-links", link)

    async def test_share_a_contract_between_pools_and_no_more_than_the_whole(self, budgets: RunningApp) -> None:
        link = {"line": "BEDS", "contract_id": str(uuid4()), "share_bp": 6_000}
        first, second = await opened(budgets), await opened(budgets)
        await first.done("contract-links", link)
        refused = await second.do("contract-links", link)
        assert (refused.status, refused.body["refusal"]) == (422, "ContractSharedTwice")
        await second.done("contract-links", link | {"share_bp": 4_000})

    async def test_of_a_contract_named_at_the_opening_are_there(self, budgets: RunningApp) -> None:
        contract = str(uuid4())
        book = await opened(budgets, lines=[a_line(contract_id=contract, no_contract_reason=None)])
        row = (await budgets.client("POOL_MANAGER").get(book.path)).body
        assert row["lines"][0]["contracts"][0]["contract_id"] == contract


class TestAccess:
    async def test_lets_a_partner_sign_only_for_itself(self, budgets: RunningApp) -> None:
        book = await opened(budgets)
        answer = await book.do("signatures", {"partner": "07L", "signed_on": "2018-03-01"}, org="08F")
        assert (answer.status, answer.body["refusal"]) == (403, "PartnerSpeaksForItself")

    @pytest.mark.parametrize("role", ["COMMISSIONER", "INFORMATION_ANALYST", "OPERATOR", "JCB_APPROVER"])
    async def test_lets_nobody_else_open_a_pool(self, budgets: RunningApp, role: str) -> None:
        assert (await budgets.client(role, org="08F").post("/pools", a_pool())).status == 403

    async def test_lets_no_outsider_open_a_pool(self, budgets: RunningApp) -> None:
        outsider = budgets.client("FINANCE_PARTNER", org="RF4")
        assert (await outsider.post("/pools", a_pool())).status == 403

    async def test_lists_what_may_be_read(self, budgets: RunningApp) -> None:
        book = await opened(budgets, title=f"Listed {uuid4().hex[:6]}")
        pool_id = book.path.rsplit("/", 1)[1]
        analyst = budgets.client("INFORMATION_ANALYST", org="QMF")
        shown = await analyst.get("/pools", partner="07L", status="draft", financial_year="2018/19")
        assert pool_id in {one["pool_id"] for one in shown.body["items"]}
        outsider = budgets.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
        assert (await outsider.get("/pools")).body["items"] == []
