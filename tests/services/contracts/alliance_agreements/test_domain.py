"""The rules of alliance agreements, at their edges and refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as some

from services.contracts.alliance_agreements import commands as c
from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.domain import alliance_agreement_decider as decider
from services.contracts.alliance_agreements.timers import due_of
from services.contracts.alliance_agreements.views import alliance_agreement_view
from services.contracts.naming import NamedTwice
from shared.events.contracts import alliance_agreements as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.alliance_agreements.history import (
    CHAIN,
    CONTRACT,
    DRAFT,
    END,
    END_SHARING,
    JOIN_LATER,
    MEMBERS,
    SHARE,
    STARTS,
    TODAY,
    after,
    drafted,
    in_force,
    leave,
    sign,
)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def over(**changes: Any) -> c.DraftAllianceAgreement:
    (contract,) = DRAFT.contracts
    return but(DRAFT, contracts=(but(contract, **changes),))  # type: ignore[no-any-return]  # a copy of a draft


class TestDraftAllianceAgreement:
    def test_lays_over_contracts_that_stay_as_they_are(self) -> None:
        """Existing contracts are bolstered by an alliance agreement with its terms of reference (R27, R60)."""
        row = row_after(alliance_agreement_view, *drafted)
        assert (row.status, row.contract_ids, row.unsigned) == ("draft", [CONTRACT], ["08F", "RF4", "RAT"])
        assert (row.owners, row.parties) == (["08F"], ["08F", "RF4", "RAT"])

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (but(DRAFT, members=MEMBERS[1:]), no.OneSidedAlliance),
            (but(DRAFT, members=(*MEMBERS, MEMBERS[0])), NamedTwice),
            (but(DRAFT, contract_ids=(CONTRACT, CONTRACT)), NamedTwice),
            (over(in_force=False), no.OverlaidContractNotInForce),
            (over(commissioners=("07L",)), no.ContractOutsideAlliance),
            (
                over(overlaid=but(DRAFT.contracts[0].overlaid, providers=("RF4", "ILLF01"))),
                no.ContractOutsideAlliance,
            ),
        ],
    )
    def test_refuses(self, command: c.DraftAllianceAgreement, refusal: type[Refused]) -> None:
        given(decider).when(command).then_refused(refusal)

    def test_refuses_twice(self) -> None:
        given(decider, *drafted).when(DRAFT).then_refused(no.AllianceRefTaken)


class TestSignAllianceAgreement:
    def test_the_last_signature_brings_it_into_force_on_its_day(self) -> None:
        almost = after(DRAFT, sign("08F"), sign("RF4"))
        happened = given(decider, *almost).when(sign("RAT")).happened()
        assert [type(one).__name__ for one in happened] == [
            "AllianceAgreementSigned",
            "AllianceAgreementConcluded",
            "AllianceAgreementCommenced",
        ]
        row = row_after(alliance_agreement_view, *almost, *happened)
        assert (row.status, row.in_force_from, row.unsigned) == ("in_force", STARTS, [])

    def test_whoever_signs_late_makes_it_begin_late(self) -> None:
        late = after(DRAFT, sign("08F"), sign("RAT", date(2026, 4, 20)), sign("RF4"))
        assert row_after(alliance_agreement_view, *late).in_force_from == date(2026, 4, 20)

    def test_signed_by_all_before_its_day_it_waits_for_the_clock(self) -> None:
        eve = date(2026, 3, 31)
        waiting = after(DRAFT, *(sign(ods, today=eve) for ods in ("08F", "RF4", "RAT")))
        row = row_after(alliance_agreement_view, *waiting)
        assert (row.status, due_of(row)) == ("concluded", {"commencement": STARTS})
        given(decider, *waiting).when(c.CommenceAllianceAgreement(today=eve)).then_refused(no.NotYetCommenced)
        (commenced,) = given(decider, *waiting).when(c.CommenceAllianceAgreement(today=STARTS)).happened()
        row = row_after(alliance_agreement_view, *waiting, commenced)
        assert (row.status, due_of(row)) == ("in_force", {})
        given(decider, *waiting, commenced).when(c.CommenceAllianceAgreement(today=STARTS)).then()
        given(decider, *waiting).when(sign("RF4", today=eve)).then_refused(no.NotAwaitingSignatures)

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (sign("ILLF01"), no.NotAllianceMember),
            (sign("08F"), no.SignedAlready),
            (sign("RF4", date(2026, 5, 2)), no.SignatureInFuture),
        ],
    )
    def test_refuses(self, command: c.SignAllianceAgreement, refusal: type[Refused]) -> None:
        given(decider, *after(DRAFT, sign("08F"))).when(command).then_refused(refusal)

    def test_takes_a_signature_of_today(self) -> None:
        assert given(decider, *drafted).when(sign("RF4", TODAY)).happened()

    def test_a_draft_is_not_commenced(self) -> None:
        given(decider, *drafted).when(c.CommenceAllianceAgreement(today=TODAY)).then_refused(no.NotYetCommenced)


class TestJoiningAndLeaving:
    def test_who_is_invited_sees_it_and_joins_by_signing(self) -> None:
        invited = (*in_force, *given(decider, *in_force).when(JOIN_LATER).happened())
        row = row_after(alliance_agreement_view, *invited)
        assert (row.parties[-1], row.unsigned, row.status) == ("ILLF01", ["ILLF01"], "in_force")
        joined = given(decider, *invited).when(sign("ILLF01", TODAY)).happened()
        assert [type(one).__name__ for one in joined] == ["AllianceAgreementSigned", "AllianceMemberJoined"]
        assert row_after(alliance_agreement_view, *invited, *joined).members[-1].joined_on == TODAY

    def test_who_is_invited_and_has_not_signed_bears_no_cost(self) -> None:
        invited = (*in_force, *given(decider, *in_force).when(JOIN_LATER).happened())
        given(decider, *invited).when(but(SHARE, host="ILLF01")).then_refused(no.SharerNotMember)

    def test_refuses_to_invite_a_member(self) -> None:
        given(decider, *in_force).when(but(JOIN_LATER, member="RAT")).then_refused(no.MemberAlready)

    def test_refuses_before_it_is_in_force(self) -> None:
        given(decider, *drafted).when(JOIN_LATER).then_refused(no.AllianceNotInForce)

    def test_who_left_keeps_sight_and_may_come_back(self) -> None:
        gone = (*in_force, *given(decider, *in_force).when(leave("RAT")).happened())
        row = row_after(alliance_agreement_view, *gone)
        assert (row.members[-1].left_on, "RAT" in row.parties) == (TODAY, True)
        back = (*gone, *given(decider, *gone).when(but(JOIN_LATER, member="RAT")).happened())
        assert row_after(alliance_agreement_view, *back).parties == ["08F", "RF4", "RAT"]
        again = (*back, *given(decider, *back).when(sign("RAT", TODAY)).happened())
        assert [one.left_on for one in row_after(alliance_agreement_view, *again).members] == [None, None, TODAY, None]

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (leave("ILLF01"), no.NotAllianceMember),
            (leave("RAT", date(2026, 5, 2)), no.LeavingInFuture),
            (leave("08F"), no.LastOfItsSide),
        ],
    )
    def test_refuses(self, command: c.RecordAllianceLeaving, refusal: type[Refused]) -> None:
        given(decider, *in_force).when(command).then_refused(refusal)

    def test_refuses_the_last_who_is_bound_while_another_has_not_signed(self) -> None:
        rest = (*in_force, *given(decider, *in_force).when(leave("RAT")).happened())
        invited = (*rest, *given(decider, *rest).when(JOIN_LATER).happened())
        given(decider, *invited).when(leave("RF4")).then_refused(no.LastOfItsSide)

    @pytest.mark.parametrize("member", ["RF4", "RAT"])
    def test_refuses_who_stands_in_the_supply_chain(self, member: str) -> None:
        chained = (*in_force, *given(decider, *in_force).when(CHAIN).happened())
        given(decider, *chained).when(leave(member)).then_refused(no.StandsInSupplyChain)

    def test_refuses_who_bears_a_shared_cost_until_that_has_ended(self) -> None:
        sharing = (*in_force, *given(decider, *in_force).when(SHARE).happened())
        given(decider, *sharing).when(leave("RAT")).then_refused(no.SharesResources)
        over = (*sharing, *given(decider, *sharing).when(END_SHARING).happened())
        assert given(decider, *over).when(leave("RAT")).happened()


def link(lead: str, subcontractor: str, contract_id: UUID = CONTRACT) -> e.SupplyLink:
    return e.SupplyLink(contract_id=contract_id, lead=lead, subcontractor=subcontractor, service_lines=("x",))


class TestAgreeSupplyChain:
    """Primary care and community providers as a supply chain (R29)."""

    def chain(self, *links: e.SupplyLink) -> Any:
        wider = after(DRAFT, sign("08F"), sign("RF4"), sign("RAT"), JOIN_LATER, sign("ILLF01", TODAY))
        return given(decider, *wider).when(c.AgreeSupplyChain(links=links))

    def test_may_have_tiers(self) -> None:
        assert self.chain(link("RF4", "RAT"), link("RAT", "ILLF01"), link("RF4", "ILLF01")).happened()

    def test_may_be_none(self) -> None:
        assert self.chain().happened()

    def test_hangs_on_a_provider_of_the_contract(self) -> None:
        self.chain(link("RAT", "ILLF01")).then_refused(no.ChainOutsideContract)

    def test_is_of_a_contract_under_the_agreement(self) -> None:
        self.chain(link("RF4", "RAT", UUID(int=7))).then_refused(no.ChainOutsideContract)

    @pytest.mark.parametrize(("lead", "subcontractor"), [("08F", "RAT"), ("RF4", "08F"), ("RF4", "F82001")])
    def test_is_of_members_on_the_providers_side(self, lead: str, subcontractor: str) -> None:
        self.chain(link(lead, subcontractor)).then_refused(no.ChainOfNoProvider)

    @pytest.mark.parametrize(
        "links",
        [
            (link("RF4", "RF4"),),
            (link("RF4", "RAT"), link("RAT", "RF4")),
            (link("RF4", "RAT"), link("RAT", "ILLF01"), link("ILLF01", "RAT")),
        ],
    )
    def test_leads_in_no_circle(self, links: tuple[e.SupplyLink, ...]) -> None:
        self.chain(*links).then_refused(no.CircularSupplyChain)

    def test_names_a_pair_once(self) -> None:
        self.chain(link("RF4", "RAT"), link("RF4", "RAT")).then_refused(NamedTwice)


class TestShareResource:
    """Resource sharing with other community providers, the cost split to the penny (R93)."""

    def test_splits_the_cost_by_share(self) -> None:
        (shared,) = given(decider, *in_force).when(SHARE).happened()
        assert [one.annual_pence for one in shared.parts] == [5_000_001, 3_000_000, 2_000_000]
        assert shared.tell().endswith("hosted by RAT, at £100,000.01 a year")

    @pytest.mark.parametrize("last", [1_999, 2_001])
    def test_refuses_shares_that_are_not_the_whole(self, last: int) -> None:
        shares = (*SHARE.shares[:2], e.CostShare(ods="RAT", share_bp=last))
        given(decider, *in_force).when(but(SHARE, shares=shares)).then_refused(no.SharesNotWhole)

    def test_refuses_who_is_no_member(self) -> None:
        shares = (*SHARE.shares[:2], e.CostShare(ods="ILLF01", share_bp=2_000))
        given(decider, *in_force).when(but(SHARE, shares=shares)).then_refused(no.SharerNotMember)

    def test_refuses_a_bearer_named_twice(self) -> None:
        shares = (*SHARE.shares[:2], e.CostShare(ods="RF4", share_bp=2_000))
        given(decider, *in_force).when(but(SHARE, shares=shares)).then_refused(NamedTwice)

    @holds_for(some.integers(0, 10**15), some.integers(0, 10_000))
    def test_the_parts_add_up_to_the_whole(self, pence: int, first: int) -> None:
        shares = (e.CostShare(ods="RF4", share_bp=first), e.CostShare(ods="RAT", share_bp=10_000 - first))
        (shared,) = given(decider, *in_force).when(but(SHARE, shares=shares, annual_cost_pence=pence)).happened()
        assert sum(one.annual_pence for one in shared.parts) == pence

    def test_ends_once(self) -> None:
        sharing = (*in_force, *given(decider, *in_force).when(SHARE).happened())
        over = (*sharing, *given(decider, *sharing).when(END_SHARING).happened())
        assert row_after(alliance_agreement_view, *over).resources[0].ended_on == TODAY
        given(decider, *over).when(END_SHARING).then_refused(no.NoSuchSharing)

    def test_ends_neither_tomorrow_nor_before_it_began(self) -> None:
        sharing = (*in_force, *given(decider, *in_force).when(SHARE).happened())
        given(decider, *sharing).when(but(END_SHARING, ended_on=date(2026, 5, 2))).then_refused(no.LeavingInFuture)
        given(decider, *sharing).when(but(END_SHARING, ended_on=date(2026, 3, 31))).then_refused(
            no.SharingEndsBeforeStart
        )
        assert given(decider, *sharing).when(but(END_SHARING, ended_on=date(2026, 4, 1))).happened()


class TestEndAllianceAgreement:
    def test_ends_it_for_good(self) -> None:
        ended = (*in_force, *given(decider, *in_force).when(END).happened())
        assert row_after(alliance_agreement_view, *ended).status == "ended"
        given(decider, *ended).when(END).then_refused(no.AllianceNotInForce)
        given(decider, *ended).when(sign("RF4")).then_refused(no.NotAwaitingSignatures)

    def test_refuses_a_day_to_come(self) -> None:
        given(decider, *in_force).when(but(END, ended_on=date(2026, 5, 2))).then_refused(no.LeavingInFuture)

    def test_refuses_what_nobody_drafted(self) -> None:
        given(decider).when(END).then_refused(no.AllianceAgreementNotFound)
