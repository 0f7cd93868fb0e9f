"""What can be asked of a proposition."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.propositions import Contribution, Contributor
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Part, Prose


class Mobilisation(Part):
    """How far the mobilisation of the design is: `missing` names in words what is not confirmed yet."""

    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    missing: tuple[str, ...]


class OpenPropositionBody(Body):
    """For which design, by whom with whom, and by when."""

    design_id: UUID
    title: Name
    contributors: tuple[Contributor, ...] = Field(min_length=2, max_length=50)
    submit_by: date


class OpenProposition(OpenPropositionBody, Command):
    """Ask a lead provider for a proposition; `kinds` says what each contributor is."""

    proposition_id: UUID
    mobilisation: Mobilisation
    kinds: dict[OrgCode, OrgKind]
    today: date


class ChangePropositionContributorsBody(Body):
    """All contributors from now on, the same lead among them."""

    contributors: tuple[Contributor, ...] = Field(min_length=2, max_length=50)


class ChangePropositionContributors(ChangePropositionContributorsBody, Command):
    """Go on with other contributors; `org` is the caller's organisation."""

    kinds: dict[OrgCode, OrgKind]
    org: OrgCode


class DraftPropositionVersionBody(Body):
    """What is proposed altogether, and by each contributor."""

    summary: Prose
    contributions: tuple[Contribution, ...] = Field(min_length=2, max_length=50)


class DraftPropositionVersion(DraftPropositionVersionBody, Command):
    """Write a further version; `org` is the caller's organisation."""

    org: OrgCode
    today: date


class AgreePropositionContributionBody(Body):
    """Which version the contributor has read."""

    version_no: int = Field(ge=1)


class AgreePropositionContribution(AgreePropositionContributionBody, Command):
    """Stand by the contribution of `org`, the caller's organisation."""

    org: OrgCode
    today: date


class DeclinePropositionContributionBody(Body):
    """Which version the contributor has read, and why it does not stand by its part in it."""

    version_no: int = Field(ge=1)
    reasons: Prose


class DeclinePropositionContribution(DeclinePropositionContributionBody, Command):
    """Do not stand by the contribution of `org`, the caller's organisation."""

    org: OrgCode


class SubmitPropositionBody(Body):
    """Which version is handed in."""

    version_no: int = Field(ge=1)


class SubmitProposition(SubmitPropositionBody, Command):
    """Hand it in; `org` is the caller's organisation."""

    org: OrgCode
    today: date


class WithdrawPropositionBody(Body):
    """Why it is given up."""

    reasons: Prose


class WithdrawProposition(WithdrawPropositionBody, Command):
    """Give it up; `org` is the caller's organisation."""

    org: OrgCode


PropositionCommand = (
    OpenProposition
    | ChangePropositionContributors
    | DraftPropositionVersion
    | AgreePropositionContribution
    | DeclinePropositionContribution
    | SubmitProposition
    | WithdrawProposition
)
