"""What the overview counts of the contracts service's other things: remembered of each, and what each adds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.alliance.assurance import assurance_facts, assurance_figures
from services.gateway.alliance.challenges import challenge_facts, challenge_figures
from services.gateway.alliance.facts import Facts
from services.gateway.alliance.figures import Figures
from services.gateway.alliance.outcomes import outcome_facts, outcome_figures
from services.gateway.alliance.procurements import procurement_facts, procurement_figures
from services.gateway.alliance.programmes import programme_facts, programme_figures


@dataclass(frozen=True)
class Counted:
    """`facts` are what an event changes of what is remembered; `figures` what a thing of that id adds."""

    facts: Callable[[Facts, Any], Facts]
    figures: Callable[[str, Facts], Figures]


COUNTED: Mapping[str, Counted] = {
    "procurement": Counted(procurement_facts, procurement_figures),
    "isap-case": Counted(assurance_facts, assurance_figures),
    "programme": Counted(programme_facts, programme_figures),
    "challenge": Counted(challenge_facts, challenge_figures),
    "outcomes-framework": Counted(outcome_facts, outcome_figures),
}
"""By the kind of a stream; what is not here is told in the timeline and adds to no figure."""
