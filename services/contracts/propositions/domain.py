"""The rules of propositions (R35, R37)."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from services.contracts.naming import each_once
from services.contracts.propositions import refusals as no
from services.contracts.propositions.commands import (
    AgreePropositionContribution,
    ChangePropositionContributors,
    DeclinePropositionContribution,
    DraftPropositionVersion,
    OpenProposition,
    PropositionCommand,
    SubmitProposition,
    WithdrawProposition,
)
from services.contracts.propositions.state import Proposition, PropositionStatus, PropositionVersion, evolve
from shared.events.contracts.propositions import (
    Contributor,
    PropositionContributionAgreed,
    PropositionContributionDeclined,
    PropositionContributorsChanged,
    PropositionEvent,
    PropositionOpened,
    PropositionSubmitted,
    PropositionVersionDrafted,
    PropositionWithdrawn,
)
from shared.kernel.decider import Decider
from shared.kernel.organisations import OrgKind

ONLY_COMMISSIONING = frozenset({OrgKind.CCG, OrgKind.ICB})
"""Boroughs are providers of social care as well."""


def decide(command: PropositionCommand, proposition: Proposition | None) -> Sequence[PropositionEvent]:
    """What happens, or a refusal."""
    if isinstance(command, OpenProposition):
        return _open(command, proposition)
    if proposition is None:
        raise no.PropositionNotFound("There is no such proposition.")
    if isinstance(command, AgreePropositionContribution | DeclinePropositionContribution):
        return _answer(command, proposition)
    if command.org != proposition.lead:
        raise no.NotTheLeadProvider(f"{proposition.lead} leads this proposition.")
    _changeable(proposition)
    match command:
        case ChangePropositionContributors():
            return _change_contributors(command, proposition)
        case DraftPropositionVersion():
            return _draft(command, proposition)
        case SubmitProposition():
            return _submit(command, proposition)
        case WithdrawProposition():
            return [PropositionWithdrawn(**_about(proposition), reasons=command.reasons)]
    assert_never(command)


def _open(command: OpenProposition, proposition: Proposition | None) -> Sequence[PropositionEvent]:
    if proposition is not None:
        raise no.PropositionOpenAlready("This proposition is open already.")
    mobilisation = command.mobilisation
    if mobilisation.missing:
        missing = ", ".join(mobilisation.missing)
        raise no.MobilisationNotConfirmed(f"Still to be confirmed: {missing}.", missing=list(mobilisation.missing))
    if command.submit_by < command.today:
        raise no.SubmissionDayOver(f"{command.submit_by} is over; name today or a later day.")
    codes = tuple(one.ods for one in command.contributors)
    return [
        PropositionOpened(
            proposition_id=command.proposition_id,
            title=command.title,
            design_id=command.design_id,
            commissioners=mobilisation.commissioners,
            lead=_lead(command.contributors, command.kinds),
            contributors=command.contributors,
            parties=tuple(dict.fromkeys((*mobilisation.commissioners, *codes))),
            localities=mobilisation.localities,
            submit_by=command.submit_by,
            opened_on=command.today,
        )
    ]


def _lead(contributors: Sequence[Contributor], kinds: Mapping[str, OrgKind]) -> str:
    """The one lead, when every contributor is what it is said to be."""
    leads = [one.ods for one in contributors if one.role == "lead"]
    if len(leads) != 1:
        raise no.NotOneLead(f"{len(leads)} leads are named; name one.")
    each_once("contributors", [one.ods for one in contributors])
    for place, one in enumerate(contributors):
        kind = kinds[one.ods]
        if kind in ONLY_COMMISSIONING:
            raise no.ContributorProvidesNothing(f"{one.ods} is no provider.", field=f"contributors.{place}.ods")
        if one.role == "third_sector" and kind is not OrgKind.VOLUNTARY:
            detail = f"{one.ods} is a {kind.replace('_', ' ')}; call it a member."
            raise no.NotOfTheThirdSector(detail, field=f"contributors.{place}.role")
    return leads[0]


def _change_contributors(
    command: ChangePropositionContributors, proposition: Proposition
) -> Sequence[PropositionEvent]:
    if _lead(command.contributors, command.kinds) != proposition.lead:
        raise no.NotOneLead(f"The lead stays {proposition.lead}.")
    codes = tuple(one.ods for one in command.contributors)
    return [
        PropositionContributorsChanged(
            **_about(proposition),
            codes=codes,
            contributors=command.contributors,
            parties=tuple(dict.fromkeys((*proposition.commissioners, *codes))),
        )
    ]


def _draft(command: DraftPropositionVersion, proposition: Proposition) -> Sequence[PropositionEvent]:
    of = [one.ods for one in command.contributions]
    if sorted(of) != sorted(proposition.contributor_codes):
        raise no.ContributionsIncomplete(f"Give one contribution of each: {', '.join(proposition.contributor_codes)}.")
    return [
        PropositionVersionDrafted(
            **_about(proposition),
            version_no=len(proposition.versions) + 1,
            drafted_on=command.today,
            summary=command.summary,
            contributions=command.contributions,
        )
    ]


def _answer(
    command: AgreePropositionContribution | DeclinePropositionContribution, proposition: Proposition
) -> Sequence[PropositionEvent]:
    if command.org not in proposition.contributor_codes:
        raise no.NotAContributor(f"{command.org} contributes nothing to this proposition.")
    _changeable(proposition)
    newest = _newest(command.version_no, proposition)
    if any(one.ods == command.org for one in newest.answers):
        raise no.ContributionAnswered(f"{command.org} has answered version {newest.version_no}; draft another version.")
    said: dict[str, Any] = {**_about(proposition), "ods": command.org, "version_no": newest.version_no}
    match command:
        case AgreePropositionContribution():
            return [PropositionContributionAgreed(**said, agreed_on=command.today)]
        case DeclinePropositionContribution():
            return [PropositionContributionDeclined(**said, reasons=command.reasons)]
    assert_never(command)


def _submit(command: SubmitProposition, proposition: Proposition) -> Sequence[PropositionEvent]:
    newest = _newest(command.version_no, proposition)
    agreed = {one.ods for one in newest.answers if one.answer == "agreed"}
    missing = [code for code in proposition.contributor_codes if code not in agreed]
    if missing:
        raise no.ContributionNotAgreed(f"Not agreed by: {', '.join(missing)}.", missing=list[Any](missing))
    if command.today > proposition.submit_by:
        raise no.SubmissionDayOver(f"It could be submitted until {proposition.submit_by}.")
    return [PropositionSubmitted(**_about(proposition), version_no=newest.version_no, submitted_on=command.today)]


def _newest(version_no: int, proposition: Proposition) -> PropositionVersion:
    newest = proposition.newest
    if newest is None:
        raise no.NotTheNewestVersion("There is no version of these contributors yet; draft one.")
    if version_no != newest.version_no:
        raise no.NotTheNewestVersion(f"The newest version is {newest.version_no}.", newest=newest.version_no)
    return newest


def _changeable(proposition: Proposition) -> None:
    if proposition.status is not PropositionStatus.OPEN:
        raise no.PropositionClosed(f"The proposition is {proposition.status}.", status=proposition.status)


def _about(proposition: Proposition) -> dict[str, Any]:
    return {"proposition_id": proposition.proposition_id, "title": proposition.title}


proposition_decider: Decider[PropositionCommand, Proposition | None, PropositionEvent] = Decider(
    category="proposition",
    events=PropositionEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
