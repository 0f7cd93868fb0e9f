"""How the alliance says no: one exception class per broken rule, named after it. HTTP is not known here."""

from typing import ClassVar

from pydantic import JsonValue


class Refused(Exception):
    """A rule said no, and nothing changed. Subclasses are named after the rule and cite it in `rule`.

    `field` names the input the rule is about, as a dotted path; `facts` are the figures the rule looked at.
    """

    rule: ClassVar[str] = ""
    field: str | None = None

    def __init__(self, detail: str, *, field: str | None = None, **facts: JsonValue) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
        if field is not None:
            self.field = field


class Duplicate(Refused):
    """The same thing already exists."""


class NotFound(Refused):
    """There is no such thing, or it is outside the caller's scope: the two are told apart for nobody."""


class NotAllowed(Refused):
    """The caller can see the thing but may not do this to it."""


class Stale(Refused):
    """The caller decided on an older version than the current one."""

    rule = "If-Match names the version the caller has seen"
    field = "If-Match"
