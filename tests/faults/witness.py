"""What a client saw: every command it sent, and the answer it got in the end; nothing else is believed."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.e2e.alliance import Alliance
from tests.e2e.asking import LOST_AFTER_SECONDS, NOT_ANSWERED, PAUSE_SECONDS
from tests.kit.apps import Answer, Client

PATIENCE_SECONDS = 60.0
WAIT_SECONDS = 15.0
NOT_BELIEVED = 401
"""What a service says while its clock and that of who signed a token are hours apart."""


@dataclass
class Command:
    """One request with its Idempotency-Key, as often as it had to be sent; `lost` counts the sendings without answer.

    `again` is what a retry after the end was answered.
    """

    key: str
    who: Client
    method: str
    path: str
    arguments: dict[str, Any]
    sendings: int = 0
    lost: int = 0
    answer: Answer | None = None
    again: Answer | None = None

    @property
    def acknowledged(self) -> bool:
        """Whether it was told that it is done."""
        return self.answer is not None and self.answer.status in (200, 201)

    @property
    def position(self) -> str:
        """Where its events stand, by the answer."""
        assert self.answer is not None
        return str(self.answer.headers["acs-position"])


@dataclass
class Witness(Alliance):
    """People of the alliance who write down everything. `hasty`: of how many commands one is sent too impatiently.

    `broken` is what no client should ever see.
    """

    log: dict[str, Command] = field(default_factory=dict)
    hasty: int = 0
    commands_sent: int = 0
    broken: list[str] = field(default_factory=list)
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def ask(self, who: Client, method: str, path: str, **arguments: Any) -> Answer:
        """One request, whatever comes of it; a 500 never should."""
        answer = await who.send(method, path, **arguments)
        if answer.status == 500:
            self.broken.append(f"500 to {method} {path}: {answer.body}")
        return answer

    async def answered(self, who: Client, method: str, path: str, **arguments: Any) -> Answer:
        """The same request with the same key, until somebody answers it."""
        key = arguments.get("headers", {}).get("Idempotency-Key")
        command = await self._noted(Command(key, who, method, path, arguments)) if key else None
        wait = LOST_AFTER_SECONDS if command and self.hasty and self.commands_sent % self.hasty == 0 else WAIT_SECONDS
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = await self._send_once(command, who, method, path, timeout=wait, **arguments)
            if answer is not None and answer.status not in (*NOT_ANSWERED, NOT_BELIEVED, 500):
                if command is not None:
                    command.answer = answer
                return answer
            wait = WAIT_SECONDS
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{method} {path} was not answered within {PATIENCE_SECONDS:.0f} s")

    async def retried(self, command: Command) -> None:
        """Send a command again, with its old key, when everything is over."""
        answer = command.answer
        fresh = await self.answered_once_more(command)
        command.answer, command.again = answer, fresh

    async def answered_once_more(self, command: Command) -> Answer:
        """Whatever it is answered this time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = await self._send_once(None, command.who, command.method, command.path, **command.arguments)
            if answer is not None and answer.status not in NOT_ANSWERED:
                return answer
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"a retry of {command.method} {command.path} was not answered")

    async def _noted(self, command: Command) -> Command:
        self.log[command.key] = command
        self.commands_sent += 1
        async with self.moved:
            self.moved.notify_all()
        return command

    async def _send_once(
        self, command: Command | None, who: Client, method: str, path: str, **arguments: Any
    ) -> Answer | None:
        if command is not None:
            command.sendings += 1
        try:
            return await self.ask(who, method, path, **arguments)
        except httpx.TransportError:
            if command is not None:
                command.lost += 1
            return None

    async def sent(self, count: int) -> None:
        """Wait until so many commands were sent since the alliance began."""
        async with self.moved:
            await self.moved.wait_for(lambda: self.commands_sent >= count)
