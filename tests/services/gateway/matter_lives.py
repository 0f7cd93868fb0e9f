"""Random lives of the contracts service's other things, their events made from the stored samples."""

from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from shared.events.contracts import assurance as i
from shared.events.contracts import outcomes as o
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurements as p
from shared.events.contracts import programmes as g
from shared.events.contracts import stakeholders as s
from shared.kernel.message import Event
from tests.kit.samples import sample_of
from tests.services.gateway.chance import COMMISSIONERS, LOCALITIES, PROVIDERS, Life, day, new_id

E = TypeVar("E", bound=Event)


def told(event_class: type[E], **said: Any) -> E:
    """An event like its sample, but for what it is to say."""
    return sample_of(event_class).model_copy(update=said)


def begun(event_class: type[E], rng: Random, **said: Any) -> E:
    """The first event of something."""
    parties = (*rng.sample(COMMISSIONERS, 2), rng.choice(PROVIDERS))
    known = {"parties": parties, "localities": tuple(rng.sample(LOCALITIES, 1))}
    return told(event_class, **{name: one for name, one in known.items() if name in event_class.model_fields}, **said)


def procurement_life(rng: Random) -> Life:
    """As far as it came, in the order of a competitive one; some go back a step, some are abandoned."""
    ends = day(rng, 1, 60)
    story: list[Event] = [
        begun(p.ProcurementPlanned, rng),
        told(p.ProcurementMarketEngaged),
        told(p.ProcurementLaunched, assess_from=day(rng, 1, 30)),
        told(p.BidReceived),
        told(p.ProcurementAssessmentBegan),
        told(p.ProcurementEvaluated),
        told(a.AwardIntentionPublished),
        told(a.StandstillStarted, ends_on=ends, sign_from=ends + timedelta(days=1)),
        told(a.RepresentationReceived),
        told(a.AwardDecisionReviewed),
        told(a.StandstillExtended, ends_on=ends, sign_from=ends + timedelta(days=6)),
        told(a.StandstillEnded),
        told(a.ProcurementAwarded),
        told(a.ProcurementContractSigned),
        told(a.ProcurementCommenced),
    ]
    told_so_far = story[: rng.randint(1, len(story))]
    if rng.random() < 0.2 and len(told_so_far) < len(story) - 3:
        told_so_far.append(told(a.ProcurementAbandoned))
    elif rng.random() < 0.2 and 6 < len(told_so_far) < 9:
        told_so_far.append(told(p.ProcurementStepRepeated, to_step=rng.choice(("launch", "evaluation"))))
    return "contracts", f"procurement-{new_id(rng)}", told_so_far


def isap_life(rng: Random) -> Life:
    """A case that gets conditions, of which some fall overdue and some are closed."""
    condition = sample_of(i.IsapCheckpointRated).conditions[0]
    conditions = tuple(condition.model_copy(update={"no": number}) for number in range(1, rng.randint(1, 4)))
    story: list[Event] = [
        begun(i.IsapCaseOpened, rng),
        told(i.IsapScreened, applies=True),
        told(i.IsapCheckpointSubmitted),
        told(i.IsapCheckpointRated, conditions=conditions, stage="cp1"),
    ]
    for one in conditions:
        if rng.random() < 0.5:
            story.append(told(i.IsapConditionOverdue, condition_no=one.no))
        if rng.random() < 0.5:
            story.append(told(i.IsapConditionClosed, condition_no=one.no, stage="cp1"))
    return "contracts", f"isap-case-{new_id(rng)}", story[: rng.randint(1, len(story))]


def programme_life(rng: Random) -> Life:
    """Milestones missed and met, reviews in between."""
    story: list[Event] = [begun(g.ProgrammeProposed, rng), told(g.ProgrammeStarted)]
    for number in range(1, rng.randint(2, 5)):
        story.append(told(g.MilestoneSet, milestone_no=number))
        if rng.random() < 0.5:
            story.append(told(g.MilestoneMissed, milestone_no=number))
        rag = rng.choice(("green", "amber", "red"))
        story.append(told(g.ProgrammeReviewed, level=rng.choice(("leadership_group", "locality")), rag=rag))
        if rng.random() < 0.5:
            story.append(rng.choice((told(g.MilestoneMet, milestone_no=number), _moved(number))))
    if rng.random() < 0.3:
        story.append(told(g.ProgrammeClosed))
    return "contracts", f"programme-{new_id(rng)}", story


def _moved(number: int) -> Event:
    return told(g.MilestoneRescheduled, milestone_no=number)


def challenge_life(rng: Random) -> Life:
    """Answered in time or not, or not at all."""
    story: list[Event] = [
        begun(s.ChallengeRaised, rng),
        told(s.ChallengeDebated),
        told(s.ChallengeFellOverdue),
        rng.choice((told(s.ChallengeResponsePostponed), told(s.ChallengeAnswered), told(s.ChallengeWithdrawn))),
    ]
    return "contracts", f"challenge-{new_id(rng)}", story[: rng.randint(1, len(story))]


def outcomes_life(rng: Random) -> Life:
    """Paid for a few years, one of them perhaps anew."""
    payment = sample_of(o.OutcomePaymentCalculated).payment
    story: list[Event] = [begun(o.OutcomesFrameworkDrafted, rng), told(o.OutcomesFrameworkInForce)]
    for year in range(1, rng.randint(1, 4)):
        paid = payment.model_copy(update={"contract_year": year, "score_bp": rng.randint(0, 10_000)})
        story.append(told(o.OutcomePaymentCalculated, payment=paid))
        if rng.random() < 0.3:
            again = paid.model_copy(update={"contract_year": rng.randint(1, year), "score_bp": rng.randint(0, 10_000)})
            story.append(told(o.OutcomePaymentCorrected, payment=again))
    return "contracts", f"outcomes-framework-{new_id(rng)}", story


LIVES = (procurement_life, isap_life, programme_life, challenge_life, outcomes_life)
