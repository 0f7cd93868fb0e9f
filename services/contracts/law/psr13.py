"""Modifications under regulations 13 and 14 of the Provider Selection Regime."""

from collections.abc import Sequence
from datetime import timedelta

from services.contracts.law.answers import Limit, NoticeDuty, below
from services.contracts.law.facts import GroundAnswer, ModificationFacts, by_clause, ground_answer
from services.contracts.law.thresholds import period, share, threshold

CITE = "SI 2023/1348 reg 13"


def grounds(facts: ModificationFacts) -> Sequence[GroundAnswer]:
    """First whether it was awarded directly for want of alternatives, then what the cause brings into question."""
    found: list[GroundAnswer] = []
    same = {"the contract does not become materially different in character": not facts.materially_different}
    if facts.awarded_route in ("direct_award_a", "direct_award_b"):
        found.append(ground_answer("psr13_direct_award", f"{CITE} (direct award A or B)", same))
    match facts.cause:
        case "clause":
            found += [by_clause("psr13_1_a", f"{CITE}(1)(a)", facts), _decision(facts, same)]
        case "succession":
            found.append(_succession(facts))
        case "external" | "unforeseeable":
            found.append(ground_answer("psr13_1_c", f"{CITE}(1)(c)", same))
        case "urgent":
            urgent = {"it is urgent for reasons the authority neither foresaw nor caused": True}
            found.append(ground_answer("psr14_urgent", "SI 2023/1348 reg 14", urgent))
        case _:
            found.append(_decision(facts, same))
    return found


def _decision(facts: ModificationFacts, same: dict[str, bool]) -> GroundAnswer:
    return ground_answer("psr13_1_d", f"{CITE}(1)(d) and (2)", same, _cumulative_change(facts), either=True)


def _succession(facts: ModificationFacts) -> GroundAnswer:
    solely = facts.delta_value_pence == 0 and facts.delta_term_days == 0 and not facts.materially_different
    checks = {
        "it is solely a change in the identity of the provider": solely,
        "the successor meets the basic selection criteria": facts.successor_qualifies,
    }
    return ground_answer("psr13_1_b", f"{CITE}(1)(b)", checks)


def _cumulative_change(facts: ModificationFacts) -> tuple[Limit, ...]:
    """Of the lifetime value since the contract was entered into; staying below one of the two is enough."""
    net = abs(facts.sum_under() + facts.delta_value_pence)
    most = threshold("psr_modification_change", facts.modified_on)
    part = share("psr_modification_change", facts.modified_on)
    quarter = part.of(facts.original_value_pence)
    return (
        below("cumulative change of the lifetime value", net, most.pence, most.source),
        # Below a sum that is no whole penny is at most the penny before: the limit is the next whole one.
        below("cumulative change, against the share of the first value", net, -int(-quarter // 1), part.source),
    )


def notices(facts: ModificationFacts) -> tuple[NoticeDuty, ...]:
    """NHS England's flowchart asks for a notice on every ground from the sum on: safer than the regulation."""
    if abs(facts.delta_value_pence) < threshold("psr_modification_notice", facts.modified_on).pence:
        return ()
    within_days = period("psr_modification_notice", facts.modified_on)
    due = facts.modified_on + timedelta(days=within_days.days)
    return (NoticeDuty(name="modification notice", due_on=due, before=False, citation=within_days.source),)
