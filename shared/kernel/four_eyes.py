"""Four eyes: who proposes does not approve."""

from shared.kernel.refusals import NotAllowed


class ApprovedByProposer(NotAllowed):
    rule = "Who proposes a thing does not approve it"


def somebody_else(by: str, proposed_by: str, what: str) -> None:
    """Refuse `by`, the subject of a token, who has themselves proposed `what`, such as "this strategy"."""
    if by == proposed_by:
        raise ApprovedByProposer(f"You proposed {what}; somebody else has to approve it.")
