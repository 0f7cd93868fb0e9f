"""How a referral begins: on which pathway version, with which results, and not twice.

A routine referral without its required results is accepted as not ready for a one-stop appointment, unless the pathway
says `required_for_routine`; urgent ones and two-week waits are never held up.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from services.referrals.referrals.clocks import first_clock
from services.referrals.referrals.commands import PublishedVersion, SubmitReferral
from services.referrals.referrals.refusals import (
    AuthoredInFuture,
    AuthoredTooLongAgo,
    DuplicateReferral,
    NoPublishedPathway,
    NotAGpPractice,
    NotAProvider,
    NotThePathwaysSpecialty,
    NotThePublishedVersion,
    ReferredForAnother,
    RequiredResultsMissing,
    ResultAfterReferral,
)
from services.referrals.referrals.state import About
from shared.events.referrals.pathways import Investigation
from shared.events.referrals.referrals import InvestigationResult, ReferralEvent, ReferralSubmitted
from shared.kernel.organisations import OrgKind

OLDEST_DAYS = 365
"""A referral is authored at most this many days ago (e-RS business rule A011)."""

PROVIDING_KINDS = frozenset({OrgKind.NHS_TRUST, OrgKind.GP_NETWORK, OrgKind.GP_FEDERATION, OrgKind.VOLUNTARY})
"""Who takes referrals; a GP practice, a commissioner and the alliance itself do not."""


def missing_results(
    investigations: Sequence[Investigation], results: Sequence[InvestigationResult], day: date
) -> tuple[str, ...]:
    """The required investigations without a result that is at most `max_age_days` old on `day`."""
    newest = {result.code: result.date for result in sorted(results, key=lambda result: result.date)}
    return tuple(
        wanted.code
        for wanted in investigations
        if wanted.required and (wanted.code not in newest or (day - newest[wanted.code]).days > wanted.max_age_days)
    )


def submit(command: SubmitReferral) -> Sequence[ReferralEvent]:
    """A new referral and its clock, or a refusal."""
    authored_on = command.authored_on or command.today
    locality = _referring_locality(command)
    if command.provider_kind not in PROVIDING_KINDS:
        raise NotAProvider(f"{command.provider_ods} takes no referrals.")
    _authored_in_time(authored_on, command.today)
    version = _published_version(command, authored_on)
    missing = _results_missing(command, version, authored_on)
    if command.open_duplicate is not None and command.override_reason is None:
        raise DuplicateReferral("This patient has an open referral to the same specialty.")
    about: About = {
        "referral_id": command.referral_id,
        "pathway_id": command.pathway_id,
        "practice_ods": command.practice_ods,
        "locality": locality,
        "provider_ods": command.provider_ods,
        "specialty_tfc": version.specialty_tfc,
    }
    submitted = ReferralSubmitted(
        **about,
        patient_ref=command.patient_ref,
        pathway_version=version.version,
        priority=command.priority,
        authored_on=authored_on,
        results=command.results,
        missing_results=missing,
        one_stop_ready=not missing,
        duplicate_of=command.open_duplicate,
        nhs_number=command.nhs_number,
        patient_name=command.patient_name,
        date_of_birth=command.date_of_birth,
        narrative=command.narrative,
        override_reason=command.override_reason if command.open_duplicate else None,
    )
    return [submitted, first_clock(about, authored_on)]


def _referring_locality(command: SubmitReferral) -> str:
    if command.by_org != command.practice_ods:
        raise ReferredForAnother(f"{command.by_org} cannot refer for {command.practice_ods}.")
    if command.practice_kind is not OrgKind.GP_PRACTICE or command.practice_locality is None:
        raise NotAGpPractice(f"{command.practice_ods} is not a GP practice with a locality.")
    return command.practice_locality


def _authored_in_time(authored_on: date, today: date) -> None:
    if authored_on > today:
        raise AuthoredInFuture(f"The referral is dated {authored_on}, after today.")
    if authored_on < today - timedelta(days=OLDEST_DAYS):
        raise AuthoredTooLongAgo(f"The referral is dated {authored_on}, more than {OLDEST_DAYS} days ago.")


def _published_version(command: SubmitReferral, authored_on: date) -> PublishedVersion:
    published = command.published
    if published is None:
        raise NoPublishedPathway(f"No version of this pathway was published on {authored_on}.")
    if command.pathway_version not in (None, published.version):
        raise NotThePublishedVersion(
            f"Version {published.version} of the pathway was published on {authored_on}.", published=published.version
        )
    if command.specialty_tfc not in (None, published.specialty_tfc):
        raise NotThePathwaysSpecialty(f"The pathway leads to specialty {published.specialty_tfc}.")
    return published


def _results_missing(command: SubmitReferral, version: PublishedVersion, authored_on: date) -> tuple[str, ...]:
    for number, result in enumerate(command.results):
        if result.date > authored_on:
            raise ResultAfterReferral(
                f"A result is dated {result.date}, after the referral.", field=f"results.{number}.date"
            )
    missing = missing_results(version.investigations, command.results, authored_on)
    if missing and version.required_for_routine and command.priority == "ROUTINE":
        raise RequiredResultsMissing("Required results are missing or too old.", missing=list(missing))
    return missing
