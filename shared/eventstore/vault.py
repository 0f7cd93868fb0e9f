"""Personal data under lock: a key per person, wrapped by the installation's own key; no key, no data."""

import base64
import hmac
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from uuid_utils import compat

from shared.eventstore.database import Database, StoreUnavailable
from shared.eventstore.items import Contended, Unless
from shared.kernel.message import Event
from shared.kernel.privacy import Sealed, sealed_under
from shared.kernel.refusals import Refused

ERASED = "[erased]"
NONCE_BYTES = 12
KEY_MEMORY_SECONDS = 10.0
"""How long a person's key is remembered for sealing; opening always asks the database."""

_DESTROYED = "SELECT person_ref FROM person_keys WHERE person_ref = ANY($1::text[]) AND destroyed_at IS NOT NULL"
_READ = """
WITH logged AS (
    INSERT INTO access_log (entry_id, read_at, actor, org, action, stream_id, person_ref, request_id)
    VALUES ($1, clock_timestamp(), $2, $3, $4, $5, $6, $7) RETURNING person_ref)
SELECT (SELECT wrapped_key FROM person_keys k WHERE k.person_ref = logged.person_ref AND k.destroyed_at IS NULL)
FROM logged
"""


@dataclass(frozen=True)
class VaultKeys:
    """`sealing` (32 bytes) wraps the persons' keys; `pseudonym` (32 bytes) makes references out of NHS numbers."""

    sealing: bytes
    pseudonym: bytes


@dataclass(frozen=True)
class Read:
    """Who opens what about whom, in which request."""

    actor: str
    org: str
    action: str
    stream_id: str
    person_ref: str
    request_id: str


class PersonErased(Refused):
    """The person's key was destroyed; nothing new can be sealed under it."""

    rule = "What is known of a person who was erased stays unreadable (UK GDPR, article 17)"


class NotLogged(StoreUnavailable):
    """The read could not be written to the access log, so nothing was opened."""


class Reading:
    """A read that stands in the access log. Made by `Vault.read` alone; opens texts about that one person."""

    def __init__(self, person_ref: str, key: bytes | None) -> None:
        self._person_ref = person_ref
        self._key = key

    def open(self, sealed: Sealed[str]) -> str:
        """The text, or "[erased]" once the person's key is destroyed."""
        if sealed.person_ref != self._person_ref:
            raise ValueError("this text is about somebody else than the read was logged for")
        if self._key is None:
            return ERASED
        box = base64.b64decode(sealed.box)
        try:
            return AESGCM(self._key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], sealed.person_ref.encode()).decode()
        except InvalidTag:
            return ERASED


class Vault:
    """Seals and opens text about a person. While it is held closed it does neither: StoreUnavailable."""

    def __init__(self, database: Database, keys: VaultKeys) -> None:
        self._database = database
        self._wrapping = AESGCM(keys.sealing)
        self._pseudonym = keys.pseudonym
        self._remembered: dict[str, tuple[float, bytes]] = {}
        self.closed = False

    def person_ref(self, nhs_number: str, generation: int = 1) -> str:
        """A keyed hash of an NHS number: the same person everywhere, nobody without the key.

        Whoever comes back after an erasure is of the next `generation`, whose reference cannot be joined to the last.
        """
        said = nhs_number if generation == 1 else f"{nhs_number}#{generation}"
        digest = hmac.digest(self._pseudonym, said.encode(), "sha256")
        return "p-" + base64.b32encode(digest[:15]).decode().lower()

    async def ever_known_as(self, nhs_number: str) -> Sequence[str]:
        """Every reference the person has had, the present one last."""
        self._opened()
        references: list[str] = []
        async with self._database.connection() as connection:
            for generation in count(1):
                references.append(self.person_ref(nhs_number, generation))
                if not await connection.fetch(_DESTROYED, references[-1:]):
                    break
        return references

    async def known_as(self, nhs_number: str) -> str:
        """The reference under which the person is known now; one that was erased is never used again."""
        return (await self.ever_known_as(nhs_number))[-1]

    async def is_erased(self, person_ref: str) -> bool:
        """Whether the key under this reference is destroyed."""
        async with self._database.connection() as connection:
            return bool(await connection.fetch(_DESTROYED, [person_ref]))

    async def seal(self, person_ref: str, text: str) -> Sealed[str]:
        """Encrypt under the person's key, made when there is none. Raises PersonErased."""
        self._opened()
        key = await self._key_for_sealing(person_ref)
        nonce = os.urandom(NONCE_BYTES)
        box = nonce + AESGCM(key).encrypt(nonce, text.encode(), person_ref.encode())
        return Sealed[str](person_ref=person_ref, box=base64.b64encode(box).decode())

    async def read(self, read: Read) -> Reading:
        """Write the read to the access log, and answer with what opens the person's texts. NotLogged otherwise."""
        self._opened()
        said = (read.actor, read.org, read.action, read.stream_id, read.person_ref, read.request_id)
        try:
            async with self._database.connection() as connection:
                wrapped = await connection.fetchval(_READ, compat.uuid7(), *said)
        except asyncpg.PostgresError as failure:
            raise NotLogged(type(failure).__name__) from failure
        return Reading(read.person_ref, None if wrapped is None else self._unwrapped(read.person_ref, wrapped))

    async def destroy(self, person_refs: Sequence[str]) -> int:
        """Destroy keys that still live and answer how many did; a reference without a key never gets one."""
        async with self._database.connection() as connection:
            destroyed = await connection.fetch(
                "INSERT INTO person_keys (person_ref, wrapped_key, created_at, destroyed_at)"
                " SELECT asked, NULL, now(), now() FROM unnest($1::text[]) asked"
                " ON CONFLICT (person_ref) DO UPDATE SET wrapped_key = NULL, destroyed_at = now()"
                " WHERE person_keys.wrapped_key IS NOT NULL OR person_keys.destroyed_at IS NULL RETURNING 1",
                sorted(set(person_refs)),
            )
        return len(destroyed)

    def _opened(self) -> None:
        if self.closed:
            raise StoreUnavailable("it is not yet known whose keys were destroyed")

    async def _key_for_sealing(self, person_ref: str) -> bytes:
        kept = self._remembered.get(person_ref)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        key = await self._stored_key(person_ref) or await self._make_key(person_ref)
        if len(self._remembered) > 1_000:
            self._remembered.clear()
        self._remembered[person_ref] = (time.monotonic() + KEY_MEMORY_SECONDS, key)
        return key

    async def _make_key(self, person_ref: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + self._wrapping.encrypt(nonce, AESGCM.generate_key(256), person_ref.encode())
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO person_keys (person_ref, wrapped_key, created_at) VALUES ($1, $2, now())"
                " ON CONFLICT (person_ref) DO NOTHING",
                person_ref,
                wrapped,
            )
        key = await self._stored_key(person_ref)
        if key is None:
            raise PersonErased("This person's data were erased.")
        return key

    async def _stored_key(self, person_ref: str) -> bytes | None:
        async with self._database.connection() as connection:
            wrapped = await connection.fetchval(
                "SELECT wrapped_key FROM person_keys WHERE person_ref = $1 AND destroyed_at IS NULL", person_ref
            )
        return None if wrapped is None else self._unwrapped(person_ref, wrapped)

    def _unwrapped(self, person_ref: str, wrapped: bytes) -> bytes:
        return self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], person_ref.encode())


def unless_erased(happened: Sequence[Event]) -> Unless | None:
    """Nothing is committed that nobody could ever open: a key may be destroyed after it was used for sealing.

    The command is to be tried again: it finds the person under a new reference, or is refused.
    """
    for event in happened:
        if person_ref := sealed_under(event):
            return Unless(_DESTROYED, person_ref, _key_was_destroyed)
    return None


def _key_was_destroyed() -> Exception:
    return Contended("the key it was sealed under is destroyed")
