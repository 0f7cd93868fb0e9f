"""Delegated authority at its edges: whose, for what, when, up to which penny; and four eyes."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.kernel import authority as no
from shared.kernel.authority import Approval, Authority, within_authority
from shared.kernel.four_eyes import ApprovedByProposer, somebody_else
from shared.kernel.refusals import Refused

TODAY = date(2026, 4, 1)
LIMIT = 50_000_000


def delegated(**changes: Any) -> Authority:
    standing = Authority(
        delegation_id=UUID(int=1),
        org="07L",
        role="JCB_APPROVER",
        matters=("procurement",),
        limit_pence=LIMIT,
        start=TODAY,
        end=TODAY,
    )
    return standing.model_copy(update=changes)


def approving(authority: Authority | None, *, required: bool = True) -> Approval:
    return Approval(
        org="07L", roles=("JCB_APPROVER",), matter="procurement", today=TODAY, required=required, authority=authority
    )


@pytest.mark.parametrize("pence", [0, LIMIT, -LIMIT])
def test_up_to_the_limit_on_its_only_day_it_may_be_approved(pence: int) -> None:
    within_authority(approving(delegated()), pence)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"org": "08F"}, no.AuthorityOfAnotherOrganisation),
        ({"role": "POOL_MANAGER"}, no.AuthorityOfAnotherRole),
        ({"matters": ("contract",)}, no.AuthorityForOtherMatters),
        ({"start": date(2026, 4, 2), "end": None}, no.AuthorityNotInForce),
        ({"start": date(2026, 1, 1), "end": date(2026, 3, 31)}, no.AuthorityNotInForce),
        ({"limit_pence": LIMIT - 1}, no.BeyondAuthority),
    ],
)
def test_an_authority_that_does_not_cover_it_is_refused(changes: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        within_authority(approving(delegated(**changes)), LIMIT)
    assert refused.value.field == "delegation_id"


def test_a_cut_beyond_the_limit_is_refused_like_a_rise() -> None:
    with pytest.raises(no.BeyondAuthority):
        within_authority(approving(delegated()), -LIMIT - 1)


def test_one_without_an_end_lasts() -> None:
    within_authority(approving(delegated(start=date(2010, 1, 1), end=None)), LIMIT)


def test_where_authority_is_delegated_it_has_to_be_cited() -> None:
    with pytest.raises(no.AuthorityNotCited):
        within_authority(approving(None), 0)
    within_authority(approving(None, required=False), LIMIT * 1_000)


def test_who_proposes_does_not_approve() -> None:
    somebody_else("ann", "bob", "this strategy")
    with pytest.raises(ApprovedByProposer):
        somebody_else("ann", "ann", "this strategy")
