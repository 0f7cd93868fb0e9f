"""The rules of drafts: whose framework, by which weights, in which years, and how it becomes agreed."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from services.contracts.naming import all_commission, all_known, each_once
from services.contracts.outcomes import refusals as no
from services.contracts.outcomes.commands import (
    AgreeOutcomesFramework,
    ContractOfFramework,
    DefineOutcomeIndicator,
    DraftOutcomesFramework,
    EarlierVersion,
    LinkOutcomesFramework,
    RemoveOutcomeIndicator,
)
from services.contracts.outcomes.schedule import usual_schedule
from services.contracts.outcomes.state import FrameworkStatus, OutcomesFramework
from services.contracts.register.refusals import ProviderIsCommissioner
from shared.events.contracts.outcome_parts import OutcomeIndicator
from shared.events.contracts.outcomes import (
    OutcomeIndicatorDefined,
    OutcomeIndicatorRemoved,
    OutcomesFrameworkAgreed,
    OutcomesFrameworkDrafted,
    OutcomesFrameworkEvent,
    OutcomesFrameworkInForce,
    OutcomesFrameworkLinkedToContract,
)
from shared.kernel.four_eyes import somebody_else
from shared.kernel.money import BASIS_POINTS


def draft(command: DraftOutcomesFramework, framework: OutcomesFramework | None) -> Sequence[OutcomesFrameworkEvent]:
    """A version that says nothing twice and follows what it may follow."""
    if framework is not None:
        raise no.FrameworkVersionTaken("This version is already drafted.")
    _named_once(command)
    _at_risk_in_order(command)
    _shares_whole(command)
    for place, indicator in enumerate(command.indicators):
        _reachable(indicator, f"indicators.{place}.target")
    _follows(command)
    if command.contract is not None:
        _fits(command.contract, command)
    said = OutcomesFrameworkDrafted.model_fields.keys() - {"at_risk"}
    drafted = OutcomesFrameworkDrafted(
        **{name: value for name, value in command if name in said},
        version_no=command.earlier.version_no + 1 if command.earlier else 1,
        parties=(*command.commissioners, *command.providers),
        at_risk=command.at_risk or usual_schedule(command.today),
        drafted_by=command.by,
    )
    linked = _linked(drafted, command.contract) if command.contract else ()
    return [drafted, *linked]


def define(command: DefineOutcomeIndicator, framework: OutcomesFramework) -> Sequence[OutcomeIndicatorDefined]:
    """An indicator whose target can be reached."""
    _still_draft(framework)
    _reachable(command.indicator, "indicator.target")
    return [
        OutcomeIndicatorDefined(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            indicator=command.indicator,
            defined_by=command.by,
        )
    ]


def remove(command: RemoveOutcomeIndicator, framework: OutcomesFramework) -> Sequence[OutcomeIndicatorRemoved]:
    """An indicator there is."""
    _still_draft(framework)
    if command.code not in [one.code for one in framework.indicators]:
        raise no.IndicatorNotFound(f"Outcomes framework {framework.ref} has no indicator {command.code}.")
    return [
        OutcomeIndicatorRemoved(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            code=command.code,
            removed_by=command.by,
        )
    ]


def link(command: LinkOutcomesFramework, framework: OutcomesFramework) -> Sequence[OutcomesFrameworkLinkedToContract]:
    """One contract, of the same commissioners and years; asked twice linked once."""
    if framework.contract_id == command.contract.contract_id:
        return []
    if framework.contract_id is not None:
        raise no.AlreadyLinkedToContract(f"It is the framework of contract {framework.contract_ref}.")
    _fits(command.contract, framework)
    return _linked(framework, command.contract)


def agree(command: AgreeOutcomesFramework, framework: OutcomesFramework) -> Sequence[OutcomesFrameworkEvent]:
    """By somebody who neither drafted nor changed it; in force at once when its day has come."""
    _still_draft(framework)
    for proposer in framework.proposers:
        somebody_else(command.by, proposer, "this outcomes framework")
    whole = sum(one.weight_bp for one in framework.indicators)
    if whole != BASIS_POINTS:
        raise no.WeightsNotWhole(
            f"The {len(framework.indicators)} weights add up to {whole} basis points; make it {BASIS_POINTS}.",
            weight_bp=whole,
        )
    _not_too_early(command, framework)
    agreed = OutcomesFrameworkAgreed(
        outcomes_framework_id=framework.outcomes_framework_id,
        ref=framework.ref,
        version_no=framework.version_no,
        indicators=len(framework.indicators),
        from_day=command.from_day,
        agreed_on=command.today,
        agreed_by=command.by,
    )
    if command.from_day > command.today:
        return [agreed]
    return [agreed, in_force(command.from_day, framework)]


def in_force(from_day: date, framework: OutcomesFramework) -> OutcomesFrameworkInForce:
    """The version from its first day on."""
    return OutcomesFrameworkInForce(
        outcomes_framework_id=framework.outcomes_framework_id,
        ref=framework.ref,
        version_no=framework.version_no,
        supersedes_id=framework.supersedes_id,
        from_day=from_day,
    )


def _named_once(command: DraftOutcomesFramework) -> None:
    all_commission(command.commissioners, command.commissioner_kinds)
    all_known(command.localities, command.known_localities)
    each_once("providers", command.providers)
    for place, code in enumerate(command.providers):
        if code in command.commissioners:
            raise ProviderIsCommissioner(f"{code} is also a commissioner of it.", field=f"providers.{place}")
    each_once("shares", [one.ods for one in command.shares])
    each_once("indicators", [one.code for one in command.indicators])


def _at_risk_in_order(command: DraftOutcomesFramework) -> None:
    years = [step.from_year for step in command.at_risk]
    if years and (years[0] != 1 or any(late <= early for early, late in pairwise(years))):
        raise no.AtRiskStepsOutOfOrder(f"The steps are from years {', '.join(map(str, years))}.", years=[*years])


def _shares_whole(command: DraftOutcomesFramework) -> None:
    for place, share in enumerate(command.shares):
        if share.ods not in command.providers:
            raise no.ShareForNoProvider(f"{share.ods} is none of its providers.", field=f"shares.{place}.ods")
    whole = sum(share.share_bp for share in command.shares)
    if command.shares and whole != BASIS_POINTS:
        raise no.SharesNotWhole(f"The shares add up to {whole} basis points; make it {BASIS_POINTS}.", share_bp=whole)


def _reachable(indicator: OutcomeIndicator, field: str) -> None:
    way = indicator.target.exact - indicator.baseline.exact
    if (way < 0 and indicator.direction == "increase") or (way > 0 and indicator.direction == "decrease"):
        raise no.TargetNotBeyondBaseline(
            f"{indicator.code} is to {indicator.direction}, and its target lies the other way.", field=field
        )


def _follows(command: DraftOutcomesFramework) -> None:
    earlier = command.earlier
    if earlier is None:
        return
    if earlier.status not in (FrameworkStatus.AGREED, FrameworkStatus.IN_FORCE):
        raise no.NothingToSupersede(f"Version {earlier.version_no} is {earlier.status.replace('_', ' ')}.")
    same = {
        "reference": (command.ref, earlier.ref),
        "commissioners": (set(command.commissioners), set(earlier.commissioners)),
        "first day": (command.first_day, earlier.first_day),
        "contract": (command.contract.contract_id if command.contract else None, earlier.contract_id),
    }
    if other := [name for name, (new, old) in same.items() if new != old]:
        raise no.NothingToSupersede(f"Keep of version {earlier.version_no} the {' and the '.join(other)}.")


def _fits(contract: ContractOfFramework, framework: DraftOutcomesFramework | OutcomesFramework) -> None:
    if not set(contract.commissioners) & set(framework.commissioners):
        raise no.ContractOfOthers(f"Contract {contract.ref} is commissioned by {', '.join(contract.commissioners)}.")
    if contract.start != framework.first_day:
        raise no.FirstDayNotContractStart(
            f"Contract {contract.ref} starts on {contract.start}, the framework's first year on {framework.first_day}."
        )


def _linked(
    framework: OutcomesFrameworkDrafted | OutcomesFramework, contract: ContractOfFramework
) -> Sequence[OutcomesFrameworkLinkedToContract]:
    return [
        OutcomesFrameworkLinkedToContract(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            contract_id=contract.contract_id,
            contract_ref=contract.ref,
        )
    ]


def _still_draft(framework: OutcomesFramework) -> None:
    if framework.status is not FrameworkStatus.DRAFT:
        status = framework.status.replace("_", " ")
        raise no.FrameworkNotDraft(f"Version {framework.version_no} of {framework.ref} is {status}.", status=status)


def _not_too_early(command: AgreeOutcomesFramework, framework: OutcomesFramework) -> None:
    earlier: EarlierVersion | None = command.earlier
    if command.from_day < framework.first_day:
        raise no.InForceTooEarly(f"Its first contract year begins on {framework.first_day}.")
    passed = [] if earlier is None else [day for day in (earlier.from_day, earlier.paid_until) if day is not None]
    if passed and command.from_day <= max(passed):
        raise no.InForceTooEarly(f"Name a day after {max(passed)}: until then the version before it counts.")
