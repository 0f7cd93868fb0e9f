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
    STATEMENTS,
    TERMS,
    YEAR_END,
    activated,
    all_signed,
    contributions_agreed,
    line,
    opened,
    pool_agreed,
    signature,
    spent,
    terminated,
    year_closed,
)


def opening(**changes: Any) -> c.OpenPool:
    return OPEN.model_copy(update=changes)


KINDS_OF_CONSENT = {
    "07L": OrgKind.CCG,
    "QMF": OrgKind.ICB,
    "08F": OrgKind.NHS_TRUST,
    "RAT": OrgKind.NHS_TRUST,
    "E09000002": OrgKind.BOROUGH,
}


def signing(partner: str) -> c.SignAgreement:
    return c.SignAgreement(partner=partner, signed_on=date(2018, 3, 1), by_org=partner, today=YEAR_END)


class TestOpenPool:
    CONSENT = e.TrustConsent(trust="08F", commissioner="QMF")

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

    def test_accepts_an_integrated_care_board_as_nhs_body(self) -> None:
        kinds = {"07L": OrgKind.ICB, "08F": OrgKind.ICB, "E09000002": OrgKind.BOROUGH}
        assert given(pool_decider).when(opening(partner_kinds=kinds)).happened()

    @pytest.mark.parametrize("kind", [OrgKind.CCG, OrgKind.ICB, OrgKind.BOROUGH])
    def test_refuses_partners_all_of_one_side(self, kind: OrgKind) -> None:
        kinds = dict.fromkeys(OPEN.partners, kind)
        given(pool_decider).when(opening(partner_kinds=kinds)).then_refused(r.BothSidesNeeded)

    def test_refuses_a_trust_without_its_commissioners_consent(self) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST}
        given(pool_decider).when(opening(partner_kinds=kinds)).then_refused(r.TrustWithoutConsent)

    def test_accepts_a_trust_with_consent(self) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST}
        opening_with = opening(partner_kinds=kinds, trust_consents=(self.CONSENT,), consenting_kinds=KINDS_OF_CONSENT)
        assert given(pool_decider).when(opening_with).happened()

    def test_refuses_a_second_trust_without_a_consent_of_its_own(self) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST, "07L": OrgKind.NHS_TRUST}
        one = opening(partner_kinds=kinds, trust_consents=(self.CONSENT,), consenting_kinds=KINDS_OF_CONSENT)
        given(pool_decider).when(one).then_refused(r.TrustWithoutConsent)

    @pytest.mark.parametrize("commissioner", ["08F", "E09000002", "RAT"])
    def test_refuses_the_consent_of_the_trust_itself_and_of_others_who_are_no_commissioner(
        self, commissioner: str
    ) -> None:
        kinds = OPEN.partner_kinds | {"08F": OrgKind.NHS_TRUST}
        consent = e.TrustConsent(trust="08F", commissioner=commissioner)
        asked = opening(partner_kinds=kinds, trust_consents=(consent,), consenting_kinds=KINDS_OF_CONSENT)
        given(pool_decider).when(asked).then_refused(r.ConsentMisplaced)

    @pytest.mark.parametrize("trust", ["07L", "RAT"])
    def test_refuses_a_consent_to_what_is_no_trust_in_the_pool(self, trust: str) -> None:
        consent = e.TrustConsent(trust=trust, commissioner="07L")
        asked = opening(trust_consents=(consent,), consenting_kinds=KINDS_OF_CONSENT)
        given(pool_decider).when(asked).then_refused(r.ConsentMisplaced)

    def test_refuses_the_title_of_another_pool_of_the_year(self) -> None:
        given(pool_decider).when(opening(title_taken=True)).then_refused(r.PoolTitleTaken)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"partners": ("07L", "E09000002", "07L")}, r.PartnerNamedTwice),
            ({"host": "08N"}, r.HostNotAPartner),
            ({"financial_year": "2018/20"}, r.NotAFinancialYear),
            ({"financial_year": "1999/00"}, r.BeforePooledFunds),
            ({"lines": (line("BEDS"), line("BEDS"))}, r.LineNamedTwice),
            ({"lines": (line("BEDS", no_contract_reason=None),)}, r.LineWithoutContractOrReason),
            ({"lines": (line("BEDS", no_contract_reason="  "),)}, r.LineWithoutContractOrReason),
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


class TestActivatePool:
    ACTIVATE = c.ActivatePool(by_org="08F", today=date(2018, 4, 1))

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
        given(pool_decider, *ACTIVE, spent("BEDS", 7)).when(c.ClosePoolYear(by_org="08F", today=DAY_AFTER)).then(
            year_closed(7)
        )

    def test_is_refused_on_the_last_day(self) -> None:
        given(pool_decider, *ACTIVE).when(c.ClosePoolYear(by_org="08F", today=YEAR_END)).then_refused(
            r.YearStillRunning
        )

    def test_is_refused_twice(self) -> None:
        given(pool_decider, *ACTIVE, year_closed(0)).when(c.ClosePoolYear(by_org="08F", today=DAY_AFTER)).then_refused(
            r.YearAlreadyClosed
        )
