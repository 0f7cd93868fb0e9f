"""Calls of the gateway: tokens, keys, versions, patience with 429 and 503, and refusals told as they are."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx

from deploy.demo.steps import Caller, Json, Step

Sign = Callable[[str, str], str]
"""(persona, organisation) → bearer token."""

ATTEMPTS = 10
LONGEST_WAIT_SECONDS = 8.0
BUSY = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE})


class LoadStopped(Exception):
    """A call failed for good; the text says which row and step, and what the problem document said."""


class Gateway:
    """The gateway as the loader calls it."""

    def __init__(self, client: httpx.AsyncClient, sign: Sign) -> None:
        self._client = client
        self._sign = sign
        self._tokens: dict[Caller, str] = {}

    async def command(self, step: Step, address: str, key: str, etag: str | None, body: Json) -> httpx.Response:
        """Do one step on the thing at `address`, whose version `etag` was seen last; LoadStopped when refused.

        None is a thing not seen yet: its version is read first.

        A policy of the service may have written to the thing since, or a clock: then the version is read again. The
        key keeps the step from being done twice.
        """
        answer: httpx.Response | str = ""
        if step.path and etag is None:
            etag = await self._version(address, step.caller)
        for attempt in range(ATTEMPTS):
            headers = {"Idempotency-Key": key} | ({"If-Match": etag} if etag else {})
            answer = await self._ask(step.method, f"{address}{step.path}", step.caller, headers, body)
            if isinstance(answer, httpx.Response) and answer.status_code == httpx.codes.PRECONDITION_FAILED:
                etag = await self._version(address, step.caller)
            elif _worth_another_try(answer):
                await asyncio.sleep(_pause(answer, attempt))
            else:
                break
        if isinstance(answer, str) or answer.is_error:
            raise LoadStopped(f"{step.name} as {step.caller.persona} of {step.caller.org}: {told(answer)}")
        return answer

    async def _version(self, address: str, caller: Caller) -> str | None:
        answer = await self._ask("GET", address, caller, {})
        return None if isinstance(answer, str) else answer.headers.get("ETag")

    async def _ask(
        self, method: str, path: str, caller: Caller, headers: dict[str, str], body: Json | None = None
    ) -> httpx.Response | str:
        headers = {**headers, "Authorization": f"Bearer {self._token(caller)}"}
        try:
            return await self._client.request(method, path, json=body, headers=headers)
        except httpx.TransportError as broken:
            return f"no answer ({type(broken).__name__})"

    async def listed(self, path: str, caller: Caller, **filters: str) -> AsyncIterator[dict[str, Any]]:
        """Every item of a list, page by page."""
        cursor: dict[str, str] = {}
        headers = {"Authorization": f"Bearer {self._token(caller)}"}
        while True:
            answer = await self._client.get(path, params={**filters, **cursor}, headers=headers)
            if answer.is_error:
                raise LoadStopped(f"{path} cannot be listed: {told(answer)}")
            page = answer.json()
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def _token(self, caller: Caller) -> str:
        if caller not in self._tokens:
            self._tokens[caller] = self._sign(caller.persona, caller.org)
        return self._tokens[caller]


def named(body: Any, ids: dict[str, str]) -> Any:
    """`body` with each string `{story name}` replaced by the id that story's thing got."""
    if isinstance(body, str) and body.startswith("{") and body.endswith("}"):
        return ids[body[1:-1]]
    if isinstance(body, dict):
        return {key: named(item, ids) for key, item in body.items()}
    return [named(item, ids) for item in body] if isinstance(body, list) else body


def told(answer: httpx.Response | str) -> str:
    """A failed call in words: the problem document's title, detail and field."""
    if isinstance(answer, str):
        return answer
    problem = _problem(answer)
    parts = [f"HTTP {answer.status_code} {problem.get('title', '')}".rstrip(), problem.get("detail")]
    parts += [f"{name}: {problem[name]}" for name in ("field", "refusal", "errors") if problem.get(name)]
    return "; ".join(str(part) for part in parts if part)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _worth_another_try(answer: httpx.Response | str) -> bool:
    return isinstance(answer, str) or answer.status_code in BUSY


def _pause(answer: httpx.Response | str, attempt: int) -> float:
    """Seconds to wait: what Retry-After says, otherwise longer each time; never more than `LONGEST_WAIT_SECONDS`."""
    asked = "" if isinstance(answer, str) else answer.headers.get("Retry-After", "")
    wanted = float(asked) if asked.isdigit() else 0.2 * 2**attempt
    return min(wanted, LONGEST_WAIT_SECONDS)
