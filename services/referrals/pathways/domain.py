"""The rules of pathways. Editing a version under review or agreed takes it back to draft and voids its signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypedDict, assert_never
from uuid import UUID

from services.referrals.pathways.agreement import backdated_within_bounds, pan_alliance
from services.referrals.pathways.commands import (
    DraftPathway,
    DraftPathwayVersion,
    EditPathwaySection,
    PathwayCommand,
    PublishPathway,
    SignOffPathway,
    SubmitPathwayForReview,
    WithdrawPathway,
)
from services.referrals.pathways.refusals import (
    CompulsorySectionEmpty,
    DraftAlreadyOpen,
    InvestigationNamedTwice,
    NotADraft,
    NotAfterVersionBefore,
    NotAgreedByAll,
    NotARequiredSignatory,
    NotInReview,
    PathwayAlreadyDrafted,
    PathwayAlreadyWithdrawn,
    PathwayNotFound,
    PublishedIntoThePast,
    PublishedVersionNeverEdited,
    SectionNamedDifferently,
    SignedForAnother,
    WithdrawnIntoThePast,
)
from services.referrals.pathways.versions import (
    PathwayVersion,
    Versions,
    VersionStatus,
    newest_published,
    open_draft,
    versions_after,
)
from shared.events.referrals.pathways import (
    InvestigationsSection,
    PathwayAgreed,
    PathwayDrafted,
    PathwayEvent,
    PathwayPublished,
    PathwaySectionEdited,
    PathwaySignedOff,
    PathwaySubmittedForReview,
    PathwaySuperseded,
    PathwayVersionDrafted,
    PathwayWithdrawn,
)
from shared.kernel.decider import Decider


class _About(TypedDict):
    pathway_id: UUID
    title: str
    version: int


@dataclass(frozen=True)
class Pathway:
    """What the rules need to know of one pathway."""

    pathway_id: UUID
    title: str
    condition: str
    specialty_tfc: str
    owner_network: str
    required_signatories: tuple[str, ...]
    versions: Versions
    withdrawn: bool = False

    def about(self, version: int) -> _About:
        """What every event says of this pathway."""
        return {"pathway_id": self.pathway_id, "title": self.title, "version": version}

    def outstanding(self, version: PathwayVersion) -> tuple[str, ...]:
        """Who has still to sign, in the order agreed."""
        return tuple(party for party in self.required_signatories if party not in version.signatures)


def decide(command: PathwayCommand, pathway: Pathway | None) -> Sequence[PathwayEvent]:
    """What happens, or a refusal."""
    if isinstance(command, DraftPathway):
        return _draft(command, pathway)
    if pathway is None:
        raise PathwayNotFound("There is no such pathway.")
    if pathway.withdrawn:
        raise PathwayAlreadyWithdrawn(f"The pathway {pathway.title} was withdrawn.")
    match command:
        case EditPathwaySection():
            return _edit(command, pathway)
        case SubmitPathwayForReview():
            return _submit(pathway)
        case SignOffPathway():
            return _sign_off(command, pathway)
        case PublishPathway():
            return _publish(command, pathway)
        case DraftPathwayVersion():
            return _draft_version(pathway)
        case WithdrawPathway():
            return _withdraw(command, pathway)
    assert_never(command)


def _draft(command: DraftPathway, pathway: Pathway | None) -> Sequence[PathwayEvent]:
    if pathway is not None:
        raise PathwayAlreadyDrafted("This pathway is already drafted.")
    pan_alliance(command)
    return [
        PathwayDrafted(
            pathway_id=command.pathway_id,
            title=command.title,
            version=1,
            condition=command.condition,
            specialty_tfc=command.specialty_tfc,
            owner_network=command.owner_network,
            required_signatories=command.required_signatories,
        )
    ]


def _edit(command: EditPathwaySection, pathway: Pathway) -> Sequence[PathwayEvent]:
    draft = _draft_of(pathway)
    if command.content.section != command.section:
        raise SectionNamedDifferently(f"The content is of {command.content.section}, not of {command.section}.")
    if isinstance(command.content, InvestigationsSection):
        codes = [investigation.code for investigation in command.content.investigations]
        if len(set(codes)) < len(codes):
            raise InvestigationNamedTwice("The same investigation is named more than once.")
    return [
        PathwaySectionEdited(
            **pathway.about(draft.version),
            section=command.section,
            content=command.content,
            signatures_withdrawn=draft.signatures,
        )
    ]


def _submit(pathway: Pathway) -> Sequence[PathwayEvent]:
    draft = _draft_of(pathway)
    if draft.status is not VersionStatus.DRAFT:
        raise NotADraft(f"Version {draft.version} is {draft.status}.", status=draft.status)
    for name in draft.missing_sections():
        raise CompulsorySectionEmpty(f"The section {name} is empty.", field=f"sections.{name}")
    outstanding = pathway.required_signatories
    return [PathwaySubmittedForReview(**pathway.about(draft.version), outstanding=outstanding)]


def _sign_off(command: SignOffPathway, pathway: Pathway) -> Sequence[PathwayEvent]:
    draft = _draft_of(pathway)
    if command.party != command.signer_org:
        raise SignedForAnother(f"{command.signer_org} cannot sign for {command.party}.")
    if command.party not in pathway.required_signatories:
        raise NotARequiredSignatory(f"{command.party} is not among the parties of this pathway.")
    if command.party in draft.signatures:
        return []  # asked twice, signed once
    if draft.status is not VersionStatus.IN_REVIEW:
        raise NotInReview(f"Version {draft.version} is {draft.status}.", status=draft.status)
    left = tuple(party for party in pathway.outstanding(draft) if party != command.party)
    about = pathway.about(draft.version)
    signed = PathwaySignedOff(**about, party=command.party, signed_on=command.today, outstanding=left)
    if left:
        return [signed]
    agreed = PathwayAgreed(**about, signatories=pathway.required_signatories, agreed_on=command.today)
    return [signed, agreed]


def _publish(command: PublishPathway, pathway: Pathway) -> Sequence[PathwayEvent]:
    draft = _draft_of(pathway)
    if draft.status is not VersionStatus.AGREED:
        outstanding = list(pathway.outstanding(draft))
        raise NotAgreedByAll(f"Version {draft.version} is {draft.status}.", outstanding=list(outstanding))
    before = newest_published(pathway.versions)
    published = PathwayPublished(
        **pathway.about(draft.version),
        from_date=command.from_date,
        condition=pathway.condition,
        specialty_tfc=pathway.specialty_tfc,
        owner_network=pathway.owner_network,
        required_signatories=pathway.required_signatories,
        supersedes=before.version if before else None,
    )
    if before is None or before.from_date is None:
        backdated_within_bounds(command.from_date, command.today)  # it may record what is already in use
        return [published]
    if command.from_date < command.today:
        raise PublishedIntoThePast(f"{command.from_date} is before today.")
    if command.from_date <= before.from_date:
        raise NotAfterVersionBefore(f"Version {before.version} applies from {before.from_date}.")
    superseded = PathwaySuperseded(
        **pathway.about(before.version),
        by_version=draft.version,
        to_date=command.from_date - timedelta(days=1),
    )
    return [published, superseded]


def _draft_version(pathway: Pathway) -> Sequence[PathwayEvent]:
    draft, published = open_draft(pathway.versions), newest_published(pathway.versions)
    if draft is not None or published is None:
        raise DraftAlreadyOpen("The pathway already has a draft.")
    about = pathway.about(published.version + 1)
    return [PathwayVersionDrafted(**about, from_version=published.version, sections=published.sections)]


def _withdraw(command: WithdrawPathway, pathway: Pathway) -> Sequence[PathwayEvent]:
    if command.from_date < command.today:
        raise WithdrawnIntoThePast(f"{command.from_date} is before today.")
    newest = pathway.versions[-1].version
    return [PathwayWithdrawn(**pathway.about(newest), from_date=command.from_date, reason=command.reason)]


def _draft_of(pathway: Pathway) -> PathwayVersion:
    draft = open_draft(pathway.versions)
    if draft is None:
        raise PublishedVersionNeverEdited("Every version of this pathway is published; draft a new one.")
    return draft


def evolve(pathway: Pathway | None, event: PathwayEvent) -> Pathway | None:
    """The pathway after `event`."""
    if isinstance(event, PathwayDrafted):
        return Pathway(
            pathway_id=event.pathway_id,
            title=event.title,
            condition=event.condition,
            specialty_tfc=event.specialty_tfc,
            owner_network=event.owner_network,
            required_signatories=event.required_signatories,
            versions=versions_after((), event),
        )
    if pathway is None:
        return None
    withdrawn = pathway.withdrawn or isinstance(event, PathwayWithdrawn)
    return replace(pathway, versions=versions_after(pathway.versions, event), withdrawn=withdrawn)


pathway_decider: Decider[PathwayCommand, Pathway | None, PathwayEvent] = Decider(
    category="pathway",
    events=PathwayEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
