"""What can be asked of a specification."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.specifications import CoProducer, SpecificationContent
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Prose, Ref


class DraftSpecificationBody(Body):
    """A specification to begin, with the draft of its first version."""

    ref: Ref
    title: Name
    service: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    content: SpecificationContent


class DraftSpecification(DraftSpecificationBody, Command):
    """Begin a specification; `by` is the subject of the author's token.

    Without any known localities every one is taken as known. `known_indicators` are those of the outcomes frameworks
    the content is linked to, by the framework's id.
    """

    known_indicators: dict[UUID, tuple[str, ...]]
    specification_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    by: str
    today: date


class DraftSpecificationVersionBody(Body):
    """What the further version reads."""

    content: SpecificationContent


class DraftSpecificationVersion(DraftSpecificationVersionBody, Command):
    """Begin a further version; `by` is the subject of the author's token, `known_indicators` as at the beginning."""

    known_indicators: dict[UUID, tuple[str, ...]]
    by: str
    today: date


class RewriteSpecificationBody(Body):
    """What the draft reads from now on, and why."""

    content: SpecificationContent
    reason: Name


class RewriteSpecification(RewriteSpecificationBody, Command):
    """Change the draft; `by` is the subject of the author's token, `known_indicators` as at the beginning."""

    known_indicators: dict[UUID, tuple[str, ...]]
    by: str


class RecordSpecificationCoProductionBody(Body):
    """Who took part in writing the draft, when, and what they brought in."""

    co_producer: CoProducer


class RecordSpecificationCoProduction(RecordSpecificationCoProductionBody, Command):
    """Record a co-producer."""

    today: date


class StateSpecificationDeliverabilityBody(Body):
    """Whether the draft can be delivered, and under which conditions or why not."""

    version_no: int = Field(ge=1)
    deliverable: bool
    statement: Prose


class StateSpecificationDeliverability(StateSpecificationDeliverabilityBody, Command):
    """A provider's own statement; `org` is the caller's organisation."""

    org: OrgCode
    today: date


class AgreeSpecificationBody(Body):
    """Which version was read."""

    version_no: int = Field(ge=1)


class AgreeSpecification(AgreeSpecificationBody, Command):
    """Agree the draft; `by` is the subject of the approver's token."""

    by: str
    today: date


class WithdrawSpecificationDraftBody(Body):
    """Why the draft is given up."""

    reason: Name


class WithdrawSpecificationDraft(WithdrawSpecificationDraftBody, Command):
    """Give the draft up."""


SpecificationCommand = (
    DraftSpecification
    | DraftSpecificationVersion
    | RewriteSpecification
    | RecordSpecificationCoProduction
    | StateSpecificationDeliverability
    | AgreeSpecification
    | WithdrawSpecificationDraft
)
