"""The way back to primary care: due, sent, acknowledged or queried, resolved (R78, R83)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.referrals.referrals.commands import (
    AcknowledgeHandover,
    QueryHandover,
    ResolveHandoverQuery,
    SendHandover,
)
from services.referrals.referrals.guards import by_practice, by_provider, in_order
from services.referrals.referrals.refusals import (
    HandoverAcknowledgedAlready,
    HandoverAlreadySent,
    HandoverNotSent,
    HandoverQueryOpen,
    NoQueryOpen,
    NotDischarged,
)
from services.referrals.referrals.stages import HandoverStatus
from services.referrals.referrals.state import Referral
from shared.events.referrals.referrals import (
    DischargeSetting,
    HandoverAcknowledged,
    HandoverQueried,
    HandoverQueryResolved,
    HandoverSent,
    ReferralEvent,
)


@dataclass(frozen=True)
class HandoverStandard:
    """In force for discharges from `from_date`: days to the clinic letter, and to the summary of any other setting."""

    from_date: date
    clinic_days: int
    summary_days: int
    source: str


HANDOVER_STANDARDS = (
    HandoverStandard(date(2016, 4, 1), 14, 1, "NHS Standard Contract 2016/17, service condition 11"),
    HandoverStandard(date(2017, 4, 1), 10, 1, "NHS Standard Contract 2017/18, service condition 11"),
    HandoverStandard(date(2018, 4, 1), 7, 1, "NHS Standard Contract 2018/19, service condition 11"),
)


def handover_due_on(setting: DischargeSetting, discharged_on: date) -> date:
    """The last day to hand over in time; a summary within 24 hours is due by the end of the next day."""
    in_force = [standard for standard in HANDOVER_STANDARDS if standard.from_date <= discharged_on]
    standard = in_force[-1] if in_force else HANDOVER_STANDARDS[0]
    return discharged_on + timedelta(days=standard.clinic_days if setting == "op" else standard.summary_days)


def send(command: SendHandover, referral: Referral) -> Sequence[ReferralEvent]:
    """Once, after discharge."""
    by_provider(command.by_org, referral)
    if referral.discharge is None:
        raise NotDischarged(f"The referral is {referral.stage}.", stage=referral.stage)
    if referral.handover is not HandoverStatus.DUE:
        raise HandoverAlreadySent(f"The handover is {referral.handover}.", handover=referral.handover)
    in_order(command.sent_on, "sent_on", referral, command.today)
    due_on = referral.discharge.handover_due_on
    return [
        HandoverSent(
            **referral.about,
            sent_on=command.sent_on,
            due_on=due_on,
            on_time=command.sent_on <= due_on,
            setting=referral.discharge.setting,
            diagnosis=command.diagnosis,
            results=command.results,
            medication=command.medication,
            plan=command.plan,
            who_does_what=command.who_does_what,
            rereferral_criteria=command.rereferral_criteria,
        )
    ]


def acknowledge(command: AcknowledgeHandover, referral: Referral) -> Sequence[ReferralEvent]:
    """Closes the handover."""
    by_practice(command.by_org, referral)
    _to_answer(referral)
    in_order(command.acknowledged_on, "acknowledged_on", referral, command.today)
    return [HandoverAcknowledged(**referral.about, acknowledged_on=command.acknowledged_on)]


def query(command: QueryHandover, referral: Referral) -> Sequence[ReferralEvent]:
    """As often as needed, one at a time, until acknowledged."""
    by_practice(command.by_org, referral)
    _to_answer(referral)
    in_order(command.queried_on, "queried_on", referral, command.today)
    return [HandoverQueried(**referral.about, queried_on=command.queried_on, query=command.query)]


def resolve(command: ResolveHandoverQuery, referral: Referral) -> Sequence[ReferralEvent]:
    """The provider's answer; the practice may acknowledge or query again."""
    by_provider(command.by_org, referral)
    if referral.handover is not HandoverStatus.QUERIED:
        raise NoQueryOpen(f"The handover is {referral.handover}.", handover=referral.handover)
    in_order(command.resolved_on, "resolved_on", referral, command.today)
    return [HandoverQueryResolved(**referral.about, resolved_on=command.resolved_on, answer=command.answer)]


def _to_answer(referral: Referral) -> None:
    match referral.handover:
        case HandoverStatus.NONE | HandoverStatus.DUE:
            raise HandoverNotSent(f"The handover is {referral.handover}.", handover=referral.handover)
        case HandoverStatus.QUERIED:
            raise HandoverQueryOpen("The provider has not answered yet.")
        case HandoverStatus.ACKNOWLEDGED:
            raise HandoverAcknowledgedAlready("The practice acknowledged the handover.")
        case HandoverStatus.SENT | HandoverStatus.RESOLVED:
            return
