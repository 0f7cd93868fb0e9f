"""The rules of an initiative."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.contracts.initiatives import refusals as no
from services.contracts.initiatives.commands import (
    EndInitiative,
    EngagePractices,
    InitiativeCommand,
    MeasureWorkforce,
    RegisterInitiative,
    RollBackInitiative,
    RollOutInitiative,
)
from services.contracts.initiatives.state import Initiative, InitiativeStatus, evolve
from services.contracts.naming import all_known, each_once
from shared.events.contracts.initiatives import (
    InitiativeEnded,
    InitiativeEvent,
    InitiativeRegistered,
    InitiativeRolledBack,
    InitiativeRolledOut,
    PracticesEngaged,
    WorkforceMeasured,
)
from shared.kernel.decider import Decider
from shared.kernel.organisations import OrgKind

ABOUT_WORKFORCE = frozenset({"new_to_nursing", "international_recruitment", "workflow", "upskilling"})


def decide(command: InitiativeCommand, initiative: Initiative | None) -> Sequence[InitiativeEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterInitiative):
        return _register(command, initiative)
    if initiative is None:
        raise no.InitiativeNotFound("There is no such initiative.")
    if initiative.status is InitiativeStatus.ENDED:
        raise no.InitiativeOver(f"Initiative {initiative.ref} ended on {initiative.ended_on}.")
    match command:
        case RollOutInitiative():
            return _roll_out(command, initiative)
        case RollBackInitiative():
            return _roll_back(command, initiative)
        case EngagePractices():
            return _engage(command, initiative)
        case MeasureWorkforce():
            return _measure(command, initiative)
        case EndInitiative():
            _happened(command.ended_on, command.today, "ended_on")
            said = command.model_dump(exclude={"today"})
            return [InitiativeEnded(initiative_id=initiative.initiative_id, ref=initiative.ref, **said)]
    assert_never(command)


def _register(command: RegisterInitiative, initiative: Initiative | None) -> Sequence[InitiativeEvent]:
    if initiative is not None:
        raise no.InitiativeRefTaken("This initiative is already registered.")
    each_once("sponsors", command.sponsors)
    all_known(command.localities, command.known_localities)
    said = command.model_dump(exclude={"known_localities"})
    return [InitiativeRegistered(parties=command.sponsors, **said)]


def _roll_out(command: RollOutInitiative, initiative: Initiative) -> Sequence[InitiativeEvent]:
    _happened(command.since, command.today, "since")
    if command.kind_of_network is not OrgKind.GP_NETWORK:
        raise no.NotANetwork(f"{command.network} is a {command.kind_of_network.replace('_', ' ')}.")
    for earlier in initiative.networks:
        if earlier.network == command.network and earlier.until is None:
            raise no.NetworkReachedAlready(f"It has reached {command.network} since {earlier.since}.")
        if earlier.network == command.network and earlier.until is not None and command.since <= earlier.until:
            raise no.ReachedBeforeLeaving(f"{command.network} took part until {earlier.until}.")
    parties = tuple(dict.fromkeys((*initiative.parties, command.network)))
    return [
        InitiativeRolledOut(
            initiative_id=initiative.initiative_id,
            ref=initiative.ref,
            network=command.network,
            since=command.since,
            parties=parties,
        )
    ]


def _roll_back(command: RollBackInitiative, initiative: Initiative) -> Sequence[InitiativeEvent]:
    _happened(command.until, command.today, "until")
    for reached in initiative.networks:
        if reached.network == command.network and reached.until is None:
            break
    else:
        raise no.NetworkNotReached(f"{command.network} takes no part in initiative {initiative.ref}.")
    if command.until < reached.since:
        raise no.LeavesBeforeReached(f"It has reached {command.network} since {reached.since}.")
    said = command.model_dump(exclude={"today"})
    return [InitiativeRolledBack(initiative_id=initiative.initiative_id, ref=initiative.ref, **said)]


def _engage(command: EngagePractices, initiative: Initiative) -> Sequence[InitiativeEvent]:
    _happened(command.engaged_on, command.today, "engaged_on")
    each_once("practices", command.practices)
    for place, code in enumerate(command.practices):
        if command.kinds[code] is not OrgKind.GP_PRACTICE:
            raise no.NotAPractice(f"{code} is a {command.kinds[code].replace('_', ' ')}.", field=f"practices.{place}")
    known = {one.practice: one.engaged_on for one in initiative.practices}
    first = tuple(one for one in command.practices if one not in known or command.engaged_on < known[one])
    if not first:
        return []
    return [
        PracticesEngaged(
            initiative_id=initiative.initiative_id,
            ref=initiative.ref,
            practices=first,
            how=command.how,
            engaged_on=command.engaged_on,
        )
    ]


def _measure(command: MeasureWorkforce, initiative: Initiative) -> Sequence[InitiativeEvent]:
    _happened(command.measured_on, command.today, "measured_on")
    if initiative.kind not in ABOUT_WORKFORCE:
        raise no.NotAboutWorkforce(f"Initiative {initiative.ref} is of kind {initiative.kind.replace('_', ' ')}.")
    for standing in initiative.workforce:
        if standing.measure == command.measure and command.measured_on < standing.measured_on:
            raise no.MeasuredBefore(f"Its newest figures are of {standing.measured_on}.")
    said = command.model_dump(exclude={"today"})
    return [WorkforceMeasured(initiative_id=initiative.initiative_id, ref=initiative.ref, **said)]


def _happened(day: date, today: date, field: str) -> None:
    if day > today:
        raise no.InitiativeDayInFuture(f"{day} is after today.", field=field)


initiative_decider: Decider[InitiativeCommand, Initiative | None, InitiativeEvent] = Decider(
    category="initiative",
    events=InitiativeEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
