"""The rules of challenges (R31, R116)."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.contracts.challenges import refusals as no
from services.contracts.challenges.commands import (
    AnswerChallenge,
    ChallengeCommand,
    DebateChallenge,
    NoteChallengeOverdue,
    PostponeChallengeResponse,
    RaiseChallenge,
    WithdrawChallenge,
)
from services.contracts.challenges.figures import response_due
from services.contracts.challenges.state import Challenge, ChallengeStatus, evolve
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts.stakeholders import (
    ChallengeAnswered,
    ChallengeDebated,
    ChallengeEvent,
    ChallengeFellOverdue,
    ChallengeRaised,
    ChallengeResponsePostponed,
    ChallengeWithdrawn,
)
from shared.kernel.decider import Decider


def decide(command: ChallengeCommand, challenge: Challenge | None) -> Sequence[ChallengeEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RaiseChallenge):
        return _raise(command, challenge)
    if challenge is None:
        raise no.ChallengeNotFound("There is no such challenge.")
    if isinstance(command, NoteChallengeOverdue):
        return _note_overdue(command, challenge)
    if challenge.status is not ChallengeStatus.OPEN:
        raise no.ChallengeClosed(f"The challenge is {challenge.status}.", status=challenge.status)
    match command:
        case DebateChallenge():
            return _debate(command, challenge)
        case PostponeChallengeResponse():
            return _postpone(command, challenge)
        case AnswerChallenge():
            return _answer(command, challenge)
        case WithdrawChallenge():
            return [ChallengeWithdrawn(**_about(challenge), withdrawn_on=command.today, reason=command.reason)]
    assert_never(command)


def _raise(command: RaiseChallenge, challenge: Challenge | None) -> Sequence[ChallengeEvent]:
    if challenge is not None:
        raise no.ChallengeThereAlready("This challenge is there already.")
    if command.raised_on > command.today:
        raise no.RaisedInFuture(f"{command.raised_on} is still to come.")
    due = command.response_due_on or response_due(command.raised_on)
    if due < command.raised_on:
        raise no.ResponseDueBeforeRaised(f"It was raised on {command.raised_on}; an answer is not due before.")
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")
    facts = {"known_localities", "today"}
    said = {name: value for name, value in command if name not in facts}
    said |= {"response_due_on": due, "parties": tuple(dict.fromkeys(command.commissioners))}
    return [ChallengeRaised(**said)]


def _debate(command: DebateChallenge, challenge: Challenge) -> Sequence[ChallengeEvent]:
    if not challenge.raised_on <= command.debated_on <= command.today:
        raise no.DebatedOutOfTime(f"It was raised on {challenge.raised_on}; name a day from then to today.")
    return [ChallengeDebated(**_about(challenge), **command.model_dump(exclude={"today"}))]


def _postpone(command: PostponeChallengeResponse, challenge: Challenge) -> Sequence[ChallengeEvent]:
    if command.response_due_on <= challenge.response_due_on or command.response_due_on < command.today:
        raise no.NotPostponed(f"The answer is due by {challenge.response_due_on}; name a later day, not yet over.")
    return [ChallengeResponsePostponed(**_about(challenge), **command.model_dump(exclude={"today"}))]


def _answer(command: AnswerChallenge, challenge: Challenge) -> Sequence[ChallengeEvent]:
    if not challenge.raised_on <= command.answered_on <= command.today:
        raise no.AnsweredOutOfTime(f"It was raised on {challenge.raised_on}; name a day from then to today.")
    late = command.answered_on > challenge.response_due_on
    return [ChallengeAnswered(**_about(challenge), answered_on=command.answered_on, late=late, answer=command.answer)]


def _note_overdue(command: NoteChallengeOverdue, challenge: Challenge) -> Sequence[ChallengeEvent]:
    if challenge.overdue or challenge.status is not ChallengeStatus.OPEN:
        return []
    if command.today <= challenge.response_due_on:
        raise no.ResponseNotOverdue(f"The answer is due by the end of {challenge.response_due_on}.")
    return [ChallengeFellOverdue(**_about(challenge), response_due_on=challenge.response_due_on)]


def _about(challenge: Challenge) -> dict[str, Any]:
    return {"challenge_id": challenge.challenge_id, "title": challenge.title}


challenge_decider: Decider[ChallengeCommand, Challenge | None, ChallengeEvent] = Decider(
    category="challenge",
    events=ChallengeEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
