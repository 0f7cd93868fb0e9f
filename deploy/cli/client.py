"""What the command line asks of running services over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx

from deploy.stack.problem import StackProblem

TIMEOUT = httpx.Timeout(10.0, connect=2.0)


def get_json(url: str, headers: Mapping[str, str], *, what: str) -> Any:
    """The JSON a service answers; a `StackProblem` saying what is missing when it does not.

    `what` names the service for people: "The gateway".
    """
    try:
        response = httpx.get(url, headers=dict(headers), timeout=TIMEOUT, trust_env=False)
    except httpx.HTTPError:
        raise silent(what, url) from None
    if response.status_code != httpx.codes.OK:
        raise StackProblem(f"{what} answered {response.status_code}: {problem_of(response)}")
    try:
        return response.json()
    except ValueError:
        raise StackProblem(f"{what} answered something that is not JSON.") from None


def silent(what: str, url: str) -> StackProblem:
    """The problem of somebody who should answer at `url` and does not."""
    return StackProblem(f"{what} does not answer at {_origin(url)}.", advice="Start it with: make run")


def problem_of(response: httpx.Response) -> str:
    """What a problem document says, in a sentence."""
    try:
        problem = response.json()
        return str(problem.get("detail") or problem.get("title") or response.reason_phrase)
    except (ValueError, AttributeError):
        return response.reason_phrase


def _origin(url: str) -> str:
    parsed = httpx.URL(url)
    return f"{parsed.scheme}://{parsed.host}:{parsed.port}"
