"""The rules of reduction aims (R98)."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts.naming import NamedTwice
from services.contracts.reduction_aims import commands as c
from services.contracts.reduction_aims import refusals as no
from services.contracts.reduction_aims.domain import reduction_aim_decider as decider
from services.contracts.reduction_aims.views import reduction_aim_view
from services.contracts.register.refusals import UnknownLocality
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.reduction_aims.history import DECLARE, EVERYTHING, WITHDRAW, declared


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def test_an_aim_is_pursued_until_it_is_withdrawn() -> None:
    assert row_after(reduction_aim_view, *declared).pursued
    assert not row_after(reduction_aim_view, *EVERYTHING).pursued


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"source_id": None}, no.AimWithoutSource),
        ({"source": "strategy", "source_id": None}, no.AimWithoutSource),
        ({"commissioners": ("08F", "08F")}, NamedTwice),
        ({"localities": ("nowhere",)}, UnknownLocality),
    ],
)
def test_an_aim_is_refused(changes: dict[str, Any], refusal: type[Refused]) -> None:
    given(decider).when(but(DECLARE, **changes)).then_refused(refusal)


def test_an_aim_of_another_source_needs_no_id() -> None:
    assert given(decider).when(but(DECLARE, source="other", source_id=None)).happened()


def test_an_aim_is_declared_once_and_withdrawn_once() -> None:
    given(decider, *declared).when(DECLARE).then_refused(no.ReductionAimDeclaredAlready)
    given(decider, *EVERYTHING).when(WITHDRAW).then_refused(no.AimNotPursued)
    given(decider).when(WITHDRAW).then_refused(no.ReductionAimNotFound)


@pytest.mark.parametrize("activity", ["Emergency admission", "emergency--admission", "-x", ""])
def test_an_activity_is_named_in_one_way_everywhere(activity: str) -> None:
    with pytest.raises(ValidationError):
        c.DeclareReductionAim.model_validate(dict(DECLARE) | {"activity": activity})
