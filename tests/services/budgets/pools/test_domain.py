"""How a pool's agreement comes about and ends, at its edges and refused."""

from datetime import date
from typing import Any

import pytest

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from shared.events.budgets import pools as e
from shared.kernel.organisations import OrgKind
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    AGREED,
    CONTRACT,
    DAY_AFTER,
    OPEN,
    PATHWAY,
    STATEMENTS,
    TERMS,
    YEAR_END,
    activated,
    all_signed,
    contribution,
    contributions_agreed,
    line,
    opened,
    paid,
    pathway_linked,
    pool_agreed,
    reconciled,
    signature,
    spent,
    terminated,
    year_closed,
)


def opening(**changes: Any) -> c.OpenPool:
    return OPEN.model_copy(update=changes)


class TestOpenPool:
    def test_enters_a_draft(self) -> None:
        given(pool_decider).when(OPEN).then(opened)

    def test_links_the_lines_that_name_a_contract(self) -> None:
        lines = (line("BEDS", contract_id=CONTRACT, no_contract_reason=None),)
        _, linked = given(pool_decider).when(opening(lines=lines)).happened()
        assert linked == e.LineLinkedToContract(**ABOUT, line="BEDS", contract_id=CONTRACT, share_bp=10_000)

    def test_refuses_the_same_pool_twice(self) -> None:
        given(pool_decider, opened).when(OPEN).then_refused(r.PoolTitleTaken)

    @pytest.mark.parametrize("kind", [OrgKind.GP_FEDERATION, OrgKind.VOLUNTARY, OrgKind.GP_PRACTICE, OrgKind.ALLIANCE])
    def test_refuses_a_partner_that_is_neither_nhs_body_nor_council(self, kind: OrgKind) -> None:
        kinds = OPEN.partner_kinds | {"08F": kind}
        given(pool_decider).when(opening(partner_kinds=kinds)).then_refused(r.PartnerNotEligible)

    @pytest.mark.parametrize("kind", [OrgKind.CCG, OrgKind.BOROUGH])
    def test_refuses_partners_all_of_one_side(self, kind: OrgKind) -> None:
        kinds = dict.fromkeys(OPEN.partners, kind)
        given(pool_decider).when(opening(partner_kinds=kinds)).then_refused(r.BothSidesNeeded)

    def test_refuses_a_trust_without_its_commissioners_consent(self) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST}
        given(pool_decider).when(opening(partner_kinds=kinds)).then_refused(r.TrustWithoutConsent)

    def test_accepts_a_trust_with_consent(self) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST}
        assert given(pool_decider).when(opening(partner_kinds=kinds, trust_consents=("07L",))).happened()

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"partners": ("07L", "E09000002", "07L")}, r.PartnerNamedTwice),
            ({"host": "08N"}, r.HostNotAPartner),
            ({"financial_year": "2018/20"}, r.NotAFinancialYear),
            ({"financial_year": "1999/00"}, r.BeforePooledFunds),
            ({"lines": (line("BEDS"), line("BEDS"))}, r.LineNamedTwice),
            ({"lines": (line("BEDS", no_contract_reason=None),)}, r.LineWithoutContractOrReason),
            ({"lines": (line("BEDS", contract_id=CONTRACT),)}, r.LineWithoutContractOrReason),
            ({"risk_share": e.RiskShareTerms(caps=(e.PartnerCap(partner="08N", cap_bp=1),))}, r.CapForNoPartner),
            ({"risk_share": e.RiskShareTerms(caps=TERMS.caps * 2)}, r.CapForNoPartner),
        ],
    )
    def test_refuses_what_does_not_fit_together(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(pool_decider).when(opening(**changes)).then_refused(refusal)

    def test_accepts_the_first_year_of_pooled_funds(self) -> None:
        assert given(pool_decider).when(opening(financial_year="2000/01")).happened()

    @pytest.mark.parametrize("heading", list(e.AgreementStatements.model_fields))
    @pytest.mark.parametrize("missing", [None, " "])
    def test_refuses_an_agreement_that_leaves_out_a_statement(self, heading: str, missing: str | None) -> None:
        statements = STATEMENTS.model_copy(update={heading: missing})
        with pytest.raises(r.AgreementStatementMissing) as caught:
            pool_decider.decide(opening(statements=statements), None)
        assert caught.value.field == f"statements.{heading}"

    @pytest.mark.parametrize(
        "function",
        [
            "surgery",
            "radiotherapy",
            "termination_of_pregnancy",
            "endoscopy",
            "class_4_laser_or_other_invasive",
            "emergency_ambulance",
        ],
    )
    def test_pools_no_function_outside_the_regulations_but_aligns_it(self, function: Any) -> None:
        pooled, aligned = (line("SURG", function=function, funding=funding) for funding in ("pooled", "aligned"))
        given(pool_decider).when(opening(lines=(pooled,))).then_refused(r.LineNotPoolable)
        assert given(pool_decider).when(opening(lines=(aligned,))).happened()

    def test_refuses_two_lines_paying_the_whole_of_one_contract(self) -> None:
        lines = tuple(line(code, contract_id=CONTRACT, no_contract_reason=None) for code in ("BEDS", "HOME"))
        given(pool_decider).when(opening(lines=lines)).then_refused(r.ContractSharedTwice)

    def test_refuses_a_contract_another_pool_of_the_year_pays_for(self) -> None:
        lines = (line("BEDS", contract_id=CONTRACT, no_contract_reason=None),)
        elsewhere = opening(lines=lines, contract_shares_elsewhere_bp={CONTRACT: 1})
        given(pool_decider).when(elsewhere).then_refused(r.ContractSharedTwice)


class TestSignAgreement:
    SIGN = c.SignAgreement(partner="07L", signed_on=date(2018, 3, 1), by_org="07L", today=date(2018, 3, 1))

    def test_by_a_partner_for_itself_today(self) -> None:
        given(pool_decider, opened).when(self.SIGN).then(signature("07L"))

    def test_of_the_last_partner_makes_the_pool_agreed(self) -> None:
        given(pool_decider, opened, *contributions_agreed, *all_signed[1:]).when(self.SIGN).then(
            signature("07L"), pool_agreed
        )

    def test_does_not_make_it_agreed_while_a_contribution_is_missing(self) -> None:
        given(pool_decider, opened, *contributions_agreed[1:], *all_signed[1:]).when(self.SIGN).then(signature("07L"))

    def test_is_refused_for_somebody_else(self) -> None:
        other = self.SIGN.model_copy(update={"by_org": "08F"})
        given(pool_decider, opened).when(other).then_refused(r.PartnerSpeaksForItself)

    def test_is_refused_for_no_partner(self) -> None:
        other = self.SIGN.model_copy(update={"partner": "08N", "by_org": "08N"})
        given(pool_decider, opened).when(other).then_refused(r.NotAPartner)

    def test_is_refused_twice(self) -> None:
        given(pool_decider, opened, signature("07L")).when(self.SIGN).then_refused(r.AlreadySigned)

    def test_is_refused_when_dated_tomorrow(self) -> None:
        early = self.SIGN.model_copy(update={"today": date(2018, 2, 28)})
        given(pool_decider, opened).when(early).then_refused(r.SignedInFuture)

    def test_is_refused_once_the_pool_has_ended(self) -> None:
        given(pool_decider, opened, terminated).when(self.SIGN).then_refused(r.PoolNotDraft)


class TestAgreeContribution:
    AGREE = c.AgreeContribution(partner="07L", amount_pence=50_000, by_org="07L")
    VARY = c.AgreeContribution(partner="07L", amount_pence=60_000, variation_reason="inflation", by_org="07L")

    def test_by_a_partner_for_itself(self) -> None:
        given(pool_decider, opened).when(self.AGREE).then(contribution("07L", 50_000))

    def test_said_again_changes_nothing(self) -> None:
        given(pool_decider, *ACTIVE).when(self.AGREE).then()

    def test_of_the_last_partner_makes_the_pool_agreed(self) -> None:
        given(pool_decider, opened, *contributions_agreed[1:], *all_signed).when(self.AGREE).then(
            contribution("07L", 50_000), pool_agreed
        )

    def test_is_varied_with_a_reason_while_the_pool_is_active(self) -> None:
        given(pool_decider, *ACTIVE).when(self.VARY).then(contribution("07L", 60_000, 50_000, "inflation"))

    def test_is_refused_without_a_reason(self) -> None:
        silent = self.VARY.model_copy(update={"variation_reason": None})
        given(pool_decider, *ACTIVE).when(silent).then_refused(r.VariationWithoutReason)

    def test_counts_cash_and_kind_together(self) -> None:
        in_kind = c.AgreeContribution(partner="07L", kind="in_kind", amount_pence=7, by_org="07L")
        activate = c.ActivatePool(today=DAY_AFTER)
        (now_active,) = given(pool_decider, *AGREED).when(in_kind, activate).happened()
        assert now_active.contributions[0].amount_pence == 50_007

    def test_is_refused_for_somebody_else(self) -> None:
        other = self.AGREE.model_copy(update={"by_org": "08F"})
        given(pool_decider, opened).when(other).then_refused(r.PartnerSpeaksForItself)

    def test_may_fall_to_what_was_paid_and_not_below(self) -> None:
        down = self.VARY.model_copy(update={"amount_pence": 10_000})
        below = self.VARY.model_copy(update={"amount_pence": 9_999})
        assert given(pool_decider, *ACTIVE, paid("07L", 10_000)).when(down).happened()
        given(pool_decider, *ACTIVE, paid("07L", 10_000)).when(below).then_refused(r.ContributionBelowPaid)

    def test_is_refused_once_the_year_is_closed(self) -> None:
        given(pool_decider, *ACTIVE, year_closed(0)).when(self.VARY).then_refused(r.ContributionsSettled)


class TestActivatePool:
    ACTIVATE = c.ActivatePool(today=date(2018, 4, 1))

    def test_lets_money_flow(self) -> None:
        given(pool_decider, *AGREED).when(self.ACTIVATE).then(activated)

    def test_is_refused_while_a_signature_is_missing(self) -> None:
        given(pool_decider, opened, *contributions_agreed, *all_signed[1:]).when(self.ACTIVATE).then_refused(
            r.AgreementNotSigned
        )

    def test_is_refused_while_a_contribution_is_missing(self) -> None:
        given(pool_decider, opened, *all_signed, *contributions_agreed[1:]).when(self.ACTIVATE).then_refused(
            r.ContributionNotAgreed
        )

    def test_accepts_pooled_lines_of_exactly_the_contributions(self) -> None:
        exact = opened.model_copy(update={"lines": (line("BEDS", budget_pence=100_000),)})
        assert given(pool_decider, exact, *AGREED[1:]).when(self.ACTIVATE).happened()

    def test_refuses_a_penny_more(self) -> None:
        above = opened.model_copy(update={"lines": (line("BEDS", budget_pence=100_001),)})
        given(pool_decider, above, *AGREED[1:]).when(self.ACTIVATE).then_refused(r.LinesAboveContributions)

    def test_is_refused_twice(self) -> None:
        given(pool_decider, *ACTIVE).when(self.ACTIVATE).then_refused(r.PoolAlreadyActivated)

    def test_is_refused_for_a_pool_nobody_opened(self) -> None:
        given(pool_decider).when(self.ACTIVATE).then_refused(r.PoolNotFound)


class TestClosePoolYear:
    def test_happens_the_day_after_the_last(self) -> None:
        given(pool_decider, *ACTIVE, spent("BEDS", 7)).when(c.ClosePoolYear(today=DAY_AFTER)).then(year_closed(7))

    def test_is_refused_on_the_last_day(self) -> None:
        given(pool_decider, *ACTIVE).when(c.ClosePoolYear(today=YEAR_END)).then_refused(r.YearStillRunning)

    def test_is_refused_twice(self) -> None:
        given(pool_decider, *ACTIVE, year_closed(0)).when(c.ClosePoolYear(today=DAY_AFTER)).then_refused(
            r.YearAlreadyClosed
        )


class TestTerminatePool:
    TERMINATE = c.TerminatePool(ground="agreed", effective_on=date(2018, 9, 30))

    def test_ends_a_draft(self) -> None:
        given(pool_decider, opened).when(self.TERMINATE).then(terminated)

    def test_frees_the_pathways_of_an_active_pool(self) -> None:
        freed = e.PathwayUnlinked(**ABOUT, line="BEDS", pathway_id=PATHWAY)
        given(pool_decider, *ACTIVE, pathway_linked).when(self.TERMINATE).then(freed, terminated)

    @pytest.mark.parametrize("ending", [year_closed(0), reconciled, terminated])
    def test_is_refused_once_the_year_is_closed_or_the_pool_ended(self, ending: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, ending).when(self.TERMINATE).then_refused(r.PoolNotTerminable)
