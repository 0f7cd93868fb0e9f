"""The rules of issues: raised by who takes part, escalated with time to respond, resolved once."""

from collections.abc import Sequence

from services.contracts.programmes import refusals as no
from services.contracts.programmes.commands import EscalateIssue, RaiseIssue, ResolveIssue
from services.contracts.programmes.state import Issue, Programme
from shared.events.contracts.programmes import IssueEscalated, IssueRaised, IssueResolved


def raise_issue(command: RaiseIssue, programme: Programme) -> Sequence[IssueRaised]:
    """Numbered in the order in which they are raised."""
    if command.raised_by not in programme.organisations:
        raise no.RaisedByStranger(f"{command.raised_by} takes no part in programme {programme.ref}.")
    return [
        IssueRaised(
            programme_id=programme.programme_id,
            ref=programme.ref,
            issue_no=len(programme.issues) + 1,
            title=command.title,
            raised_by=command.raised_by,
            raised_on=command.today,
        )
    ]


def escalate(command: EscalateIssue, programme: Programme) -> Sequence[IssueEscalated]:
    """To another body, too."""
    issue = _open(programme, command.issue_no)
    if command.respond_by < command.today:
        raise no.ResponseDueInPast(f"A response would have been due on {command.respond_by}.")
    return [
        IssueEscalated(
            programme_id=programme.programme_id,
            ref=programme.ref,
            issue_no=issue.issue_no,
            title=issue.title,
            to=command.to,
            respond_by=command.respond_by,
        )
    ]


def resolve(command: ResolveIssue, programme: Programme) -> Sequence[IssueResolved]:
    """Today."""
    issue = _open(programme, command.issue_no)
    return [
        IssueResolved(
            programme_id=programme.programme_id,
            ref=programme.ref,
            issue_no=issue.issue_no,
            title=issue.title,
            resolution=command.resolution,
            resolved_on=command.today,
        )
    ]


def _open(programme: Programme, number: int) -> Issue:
    for issue in programme.issues:
        if issue.issue_no == number and issue.resolved_on is None:
            return issue
    raise no.NoSuchIssue(f"Programme {programme.ref} has no open issue {number}.")
