"""The rules of delegated authority (R107), at their edges and refused."""

from datetime import date

from services.contracts.delegations import commands as c
from services.contracts.delegations import refusals as r
from services.contracts.delegations.domain import delegation_decider
from services.contracts.delegations.views import delegation_view
from services.contracts.naming import NamedTwice
from shared.kernel.four_eyes import ApprovedByProposer
from tests.kit.scenario import given, row_after
from tests.services.contracts.delegations.history import (
    END,
    FINN,
    GRANT,
    JO,
    TODAY,
    WIDER,
    amended,
    confirmed,
    granted,
    revoked,
)

FINANCE = ("FINANCE_PARTNER",)
AMEND = c.AmendDelegation(
    matters=WIDER.matters, limit_pence=80_000_000, end=None, reason="larger programme", by=JO, today=END
)


def confirm(by: str = FINN, roles: tuple[str, ...] = FINANCE, org: str = "07L") -> c.ConfirmDelegation:
    return c.ConfirmDelegation(by=by, roles=roles, org=org)


class TestGrantDelegation:
    def test_grants_authority_that_waits_for_somebody_else(self) -> None:
        given(delegation_decider).when(GRANT).then(granted)
        row = row_after(delegation_view, granted)
        assert (row.status, row.edition, row.pending_by) == ("granted", 0, JO)

    def test_accepts_one_for_a_single_day(self) -> None:
        assert given(delegation_decider).when(GRANT.model_copy(update={"end": TODAY})).happened()

    def test_refuses_an_end_before_the_start(self) -> None:
        early = GRANT.model_copy(update={"end": date(2018, 3, 31)})
        given(delegation_decider).when(early).then_refused(r.DelegationEndsBeforeItStarts)

    def test_refuses_a_matter_named_twice(self) -> None:
        twice = GRANT.model_copy(update={"matters": ("contract", "contract")})
        given(delegation_decider).when(twice).then_refused(NamedTwice)

    def test_refuses_a_body_nobody_knows(self) -> None:
        given(delegation_decider).when(GRANT.model_copy(update={"known_body": False})).then_refused(r.UnknownBody)

    def test_refuses_the_same_authority_again(self) -> None:
        given(delegation_decider, granted).when(GRANT).then_refused(r.DelegationRefTaken)


class TestConfirmDelegation:
    def test_brings_the_terms_into_force(self) -> None:
        given(delegation_decider, granted).when(confirm()).then(confirmed)

    def test_refuses_the_one_who_granted_it(self) -> None:
        given(delegation_decider, granted).when(confirm(by=JO)).then_refused(ApprovedByProposer)

    def test_refuses_a_holder_of_the_role_in_that_organisation_and_no_other(self) -> None:
        roles = ("JCB_APPROVER", "LEADERSHIP_GROUP")
        given(delegation_decider, granted).when(confirm(roles=roles)).then_refused(r.HolderConfirmsOwnAuthority)
        given(delegation_decider, granted).when(confirm(roles=roles, org="08F")).then(confirmed)

    def test_refuses_when_nothing_waits(self) -> None:
        given(delegation_decider, granted, confirmed).when(confirm()).then_refused(r.NothingToConfirm)

    def test_refuses_an_authority_nobody_granted(self) -> None:
        given(delegation_decider).when(confirm()).then_refused(r.DelegationNotFound)


class TestAmendDelegation:
    def test_proposes_terms_on_the_last_day_and_the_old_ones_hold_meanwhile(self) -> None:
        given(delegation_decider, granted, confirmed).when(AMEND).then(amended)
        row = row_after(delegation_view, granted, confirmed, amended)
        assert (row.status, row.limit_pence, row.end, row.pending) == ("confirmed", 50_000_000, END, WIDER)

    def test_once_confirmed_the_new_terms_hold(self) -> None:
        (second,) = given(delegation_decider, granted, confirmed, amended).when(confirm()).happened()
        row = row_after(delegation_view, granted, confirmed, amended, second)
        assert (row.edition, row.limit_pence, row.end, row.pending) == (2, 80_000_000, None, None)
        assert "procurement" in row.matters

    def test_refuses_the_day_after_the_last(self) -> None:
        late = AMEND.model_copy(update={"today": date(2019, 4, 1)})
        given(delegation_decider, granted, confirmed).when(late).then_refused(r.DelegationExpired)

    def test_refuses_terms_that_end_before_it_started(self) -> None:
        early = AMEND.model_copy(update={"end": date(2018, 3, 31)})
        given(delegation_decider, granted, confirmed).when(early).then_refused(r.DelegationEndsBeforeItStarts)

    def test_whoever_amends_does_not_confirm(self) -> None:
        given(delegation_decider, granted, confirmed, amended).when(confirm(by=JO)).then_refused(ApprovedByProposer)


class TestRevokeDelegation:
    REVOKE = c.RevokeDelegation(reason="reorganisation", by=JO, today=TODAY)

    def test_takes_it_back_at_once_with_whatever_waits(self) -> None:
        given(delegation_decider, granted, confirmed, amended).when(self.REVOKE).then(revoked)
        row = row_after(delegation_view, granted, confirmed, amended, revoked)
        assert (row.status, row.pending, row.revoked_on) == ("revoked", None, TODAY)

    def test_nothing_follows(self) -> None:
        for command in (self.REVOKE, confirm(), AMEND):
            given(delegation_decider, granted, revoked).when(command).then_refused(r.DelegationIsRevoked)
