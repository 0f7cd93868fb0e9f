"""What is asked again and again: who does it, on which day, and whether the referral is open."""

from datetime import date

from services.referrals.referrals.refusals import (
    DateInFuture,
    DateOutOfOrder,
    NotOnItsDay,
    NotThePractice,
    NotTheProvider,
    NotYetAccepted,
    ReferralClosed,
)
from services.referrals.referrals.stages import Stage
from services.referrals.referrals.state import Referral


def by_provider(org: str, referral: Referral) -> None:
    """Refuse anybody but the provider."""
    if org != referral.about["provider_ods"]:
        raise NotTheProvider(f"{org} is not the provider of this referral.")


def by_practice(org: str, referral: Referral) -> None:
    """Refuse anybody but the practice that referred."""
    if org != referral.about["practice_ods"]:
        raise NotThePractice(f"{org} is not the practice of this referral.")


def still_open(referral: Referral) -> None:
    """Refuse what belongs to a referral that goes on."""
    if not referral.is_open:
        raise ReferralClosed(f"The referral is closed: {referral.stage}.", stage=referral.stage)


def accepted(referral: Referral) -> None:
    """Refuse what comes after triage."""
    still_open(referral)
    if referral.stage is Stage.SUBMITTED:
        raise NotYetAccepted("The referral has not been triaged.")


def in_order(day: date, field: str, referral: Referral, today: date) -> None:
    """Refuse a day to come, and a day before what happened last in the care; `field` is where the day was given."""
    if day > today:
        raise DateInFuture(f"{day} is after today.", field=field)
    if day < referral.earliest_on:
        raise DateOutOfOrder(f"{day} is before {referral.earliest_on}, when something later happened.", field=field)


def on_its_day(day: date, field: str, referral: Referral) -> None:
    """Refuse any other day than that of the appointment booked, if one is."""
    if referral.appointment_on not in (None, day):
        raise NotOnItsDay(f"The appointment is on {referral.appointment_on}.", field=field)
