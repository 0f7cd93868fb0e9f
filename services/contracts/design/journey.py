"""The rules of the way from design to live: the two sides, the split of commissioning, the stages (R34-R39)."""

from collections.abc import Sequence
from datetime import date

from services.contracts.design import refusals as no
from services.contracts.design.commands import (
    BeginMobilisation,
    ConfirmItem,
    GoLive,
    NameSides,
    SplitFunctions,
)
from services.contracts.design.state import AcsDesign, DesignStatus, Stage
from services.contracts.naming import each_once
from shared.events.contracts.design import (
    AcsWentLive,
    CommissioningFunctionsSplit,
    MobilisationBegun,
    MobilisationItemConfirmed,
    SidesNamed,
)
from shared.events.contracts.design_parts import Confirmation, FunctionSplit, MobilisationItem
from shared.kernel.four_eyes import somebody_else
from shared.kernel.money import BASIS_POINTS

ITEMS: tuple[MobilisationItem, ...] = ("indicative_budgets", "services_in_scope", "geography")


def name_sides(command: NameSides, design: AcsDesign) -> Sequence[SidesNamed]:
    """Both sides, whole; who left one keeps sight of the design."""
    for field, side in (("strategic", command.strategic), ("alliance", command.alliance)):
        if len(set(side)) < len(side):
            raise no.OnASideTwice("An organisation is named more than once.", field=field)
    both = sorted(set(command.strategic) & set(command.alliance))
    if sorted(one.org for one in command.on_both) != both:
        raise no.ReasonForBothSides(
            f"On both sides: {', '.join(both)}; give one reason for each." if both else "Nobody is on both sides."
        )
    parties = tuple(dict.fromkeys((*design.parties, *command.strategic, *command.alliance)))
    return [SidesNamed(acs_design_id=design.acs_design_id, ref=design.ref, **dict(command), parties=parties)]


def split_functions(command: SplitFunctions, design: AcsDesign) -> Sequence[CommissioningFunctionsSplit]:
    """The whole of commissioning, exactly."""
    each_once("shares", [(one.function, one.side) for one in command.shares])
    total = sum(one.share_bp for one in command.shares)
    if total != BASIS_POINTS:
        raise no.SharesNotWhole(f"The shares add up to {total} basis points.", total_bp=total)
    last = design.splits[-1].effective_on if design.splits else None
    if last is not None and command.effective_on <= last:
        raise no.SplitNotAfterTheLast(f"A split is in force since {last}; date this one later.")
    split = FunctionSplit(number=len(design.splits) + 1, effective_on=command.effective_on, shares=command.shares)
    strategic = sum(one.share_bp for one in command.shares if one.side == "strategic")
    return [
        CommissioningFunctionsSplit(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            split=split,
            strategic_bp=strategic,
            alliance_bp=BASIS_POINTS - strategic,
        )
    ]


def confirm(command: ConfirmItem, design: AcsDesign) -> Sequence[MobilisationItemConfirmed]:
    """One of the three; confirmed again before mobilisation, the newer holds."""
    if design.stage is not Stage.DESIGN:
        raise no.NotInThatStage(f"{design.ref} is in {design.stage} already.")
    if command.confirmed_on > command.today:
        raise no.ConfirmedInFuture(f"It is dated {command.confirmed_on}, after today.")
    confirmation = Confirmation(
        item=command.item, reference=command.reference, seat=command.seat, confirmed_on=command.confirmed_on
    )
    if confirmation in design.confirmations:
        return []
    return [
        MobilisationItemConfirmed(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            confirmation=confirmation,
            confirmed_by=command.by,
        )
    ]


def missing_for_mobilisation(approved: bool, confirmed: Sequence[MobilisationItem]) -> tuple[str, ...]:
    """What still keeps an ACS from mobilisation, in words."""
    missing = [item.replace("_", " ") for item in ITEMS if item not in confirmed]
    return (*(() if approved else ("the approval of the design",)), *missing)


def begin_mobilisation(command: BeginMobilisation, design: AcsDesign) -> Sequence[MobilisationBegun]:
    """From design to mobilisation, by somebody who has confirmed none of what it rests on."""
    if design.stage is not Stage.DESIGN:
        raise no.NotInThatStage(f"{design.ref} is in {design.stage} already.")
    approved = design.status is DesignStatus.APPROVED
    missing = missing_for_mobilisation(approved, [one.item for one in design.confirmations])
    if missing:
        raise no.MobilisationNotReady(f"Still missing: {', '.join(missing)}.", missing=list(missing))
    for one in design.confirmed_by:
        somebody_else(command.by, one, "what mobilisation rests on")
    rests_on = [one.confirmed_on for one in design.confirmations]
    _begins(command.on, command.today, max([*rests_on, *_known(design.approved_on)]))
    return [
        MobilisationBegun(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            began_on=command.on,
            localities=design.localities,
            begun_by=command.by,
        )
    ]


def go_live(command: GoLive, design: AcsDesign) -> Sequence[AcsWentLive]:
    """From mobilisation to live."""
    if design.stage is not Stage.MOBILISATION:
        raise no.NotInThatStage(f"{design.ref} is in {design.stage}; it goes live from mobilisation.")
    _begins(command.on, command.today, max(_known(design.mobilisation_began_on), default=command.on))
    return [
        AcsWentLive(
            acs_design_id=design.acs_design_id, ref=design.ref, live_on=command.on, localities=design.localities
        )
    ]


def _begins(on: date, today: date, rests_on: date) -> None:
    if on > today:
        raise no.StageInFuture(f"It begins on {on} and can be recorded from that day on.")
    if on < rests_on:
        raise no.StageBeforeTheLast(f"What it rests on is of {rests_on}.")


def _known(day: date | None) -> list[date]:
    return [] if day is None else [day]
