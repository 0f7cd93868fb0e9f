"""Which regime applies: by the service, the day the procurement began and the day of the deed."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from services.contracts.law.answers import Regime
from services.contracts.law.thresholds import LawNotInForce, commencement, lines_of
from shared.kernel.parts import Part


class Applicable(Part):
    """The regime, whether it is the light touch kind, and why."""

    regime: Regime
    light_touch: bool
    reasons: tuple[str, ...]
    citations: tuple[str, ...]


def in_psr_schedule(cpv: str, on: date) -> bool:
    """Whether a code stands in Schedule 1 of the Provider Selection Regime on a day."""
    since = _psr_schedule().get(cpv[:8])
    return since is not None and since <= on


def is_light_touch(cpv: str) -> bool:
    """Whether a code is one of the social, health and other services of the light touch regime."""
    return any(first <= cpv[:8] <= last for first, last in _light_touch())


def regime_of_procurement(cpv: Sequence[str], began_on: date) -> Applicable:
    """What a procurement that begins, or began, on a day is under; the first code is its main subject."""
    psr, nhs, act = (commencement(name) for name in ("psr2023", "pcr2015_nhs_health", "pa2023"))
    health = in_psr_schedule(cpv[0], max(began_on, psr.since))
    if health and began_on >= psr.since:
        return _psr(cpv, psr.source)
    if health and began_on < nhs.since:
        reason = f"Until {nhs.since} health care services for the NHS were outside the Public Contracts Regulations."
        regulations = "SI 2013/500 (NHS procurement, patient choice and competition)"
        return Applicable(regime="none", light_touch=True, reasons=(reason,), citations=(nhs.source, regulations))
    if not health and began_on >= act.since:
        reason = f"The procurement began on {began_on}, on or after {act.since}, and is not of health care services."
        return _other("pa2023", cpv, reason, act.source)
    first = commencement("pcr2015")
    if began_on < first.since:
        raise LawNotInForce(f"Procurements are assessed from {first.since} on; this one began on {began_on}.")
    return _other("pcr2015", cpv, f"The procurement began on {began_on}, before what replaced them.", first.source)


def regime_of_modification(cpv: Sequence[str], began_on: date, modified_on: date) -> Applicable:
    """What a modification is under: health care contracts under the PSR whenever they were awarded."""
    psr, act, first = (commencement(name) for name in ("psr2023", "pa2023", "pcr2015"))
    if modified_on >= psr.since and in_psr_schedule(cpv[0], modified_on):
        found = _psr(cpv, psr.source)
        reason = f"Health care contracts are modified under it from {psr.since} on, whenever they were awarded."
        return found.model_copy(update={"reasons": (*found.reasons, reason)})
    if began_on >= act.since and not in_psr_schedule(cpv[0], max(began_on, psr.since)):
        return _other("pa2023", cpv, f"The procurement began on {began_on}, on or after {act.since}.", act.source)
    if modified_on < first.since:
        raise LawNotInForce(f"Modifications are assessed from {first.since} on; this one is of {modified_on}.")
    reason = f"The procurement began on {began_on}, before {act.since}."
    if began_on < first.since:
        reason += " It was under earlier regulations, whose case law regulation 72 has taken up."
    return _other("pcr2015", cpv, reason, first.source)


def _psr(cpv: Sequence[str], source: str) -> Applicable:
    reasons = [f"The main subject, CPV {cpv[0]}, is a health care service of Schedule 1."]
    if others := [code for code in cpv[1:] if code[:8] not in _psr_schedule()]:
        reasons.append(
            f"It is mixed with {', '.join(others)}: this holds only where those could not reasonably be bought apart."
        )
    citations = ("SI 2023/1348 reg 3 and Sch 1", source)
    return Applicable(regime="psr2023", light_touch=False, reasons=tuple(reasons), citations=citations)


def _other(regime: Regime, cpv: Sequence[str], reason: str, source: str) -> Applicable:
    light = is_light_touch(cpv[0])
    reasons = (reason, f"CPV {cpv[0]} is {'a' if light else 'not a'} light touch service.")
    return Applicable(regime=regime, light_touch=light, reasons=reasons, citations=(source,))


@cache
def _psr_schedule() -> dict[str, date]:
    # The ninth digit only checks the others.
    return {line["code"][:8]: date.fromisoformat(line["from"]) for line in lines_of("psr_schedule_1.csv")}


@cache
def _light_touch() -> tuple[tuple[str, str], ...]:
    return tuple((line["from_code"], line["to_code"]) for line in lines_of("light_touch.csv"))
