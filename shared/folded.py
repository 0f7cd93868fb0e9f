"""Resources that people read as the rules see them: the row is the state, with its version, parties and time."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlmodel import SQLModel

from shared.views import Recorded, View

S = TypeVar("S")
R = TypeVar("R", bound=SQLModel)


def folded_view(
    table: type[R],
    row: type[R],
    state: type[S],
    evolve: Callable[[S | None, Any], S | None],
    derived: Callable[[S], Mapping[str, object]] = lambda state: {},
) -> View[R]:
    """A view with one row per stream, made by the rules' own `evolve`.

    `state` is a frozen dataclass with a field `parties`; `row` has a field of the same name for each of its fields,
    `version` and `changed_at` besides, and what `derived` makes of a state, such as sums.
    """
    names = [field.name for field in fields(state)]  # type: ignore[arg-type]  # a dataclass, as the docstring asks
    adapter = TypeAdapter(state)

    def project(before: R | None, recorded: Recorded[Any]) -> R | None:
        known = None
        if before is not None:
            known = adapter.validate_python({name: getattr(before, name) for name in names})
        after = evolve(known, recorded.event)
        if after is None:
            return None
        seen = {name: getattr(after, name) for name in names} | dict(derived(after))
        seen |= {"version": recorded.version, "changed_at": recorded.occurred_at}
        return row.model_validate(seen, strict=False)

    return View(table=table, row=row, project=project)
