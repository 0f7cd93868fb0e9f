"""Personal data under lock: a key per person, wrapped by the installation's own key; no key, no data."""

import base64
import hashlib
import hmac
import os
import time
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.eventstore.database import Database
from shared.kernel.privacy import Sealed
from shared.kernel.refusals import Refused

ERASED = "[erased]"
NONCE_BYTES = 12
KEY_MEMORY_SECONDS = 10.0
"""How long a person's key is remembered for sealing; opening always asks the database."""


@dataclass(frozen=True)
class VaultKeys:
    """`sealing` (32 bytes) wraps the persons' keys; `pseudonym` (32 bytes) makes references out of NHS numbers."""

    sealing: bytes
    pseudonym: bytes


class PersonErased(Refused):
    """The person's key was destroyed; nothing new can be sealed under it."""

    rule = "What is known of a person who was erased stays unreadable (UK GDPR, article 17)"


class Vault:
    """Seals and opens text about a person."""

    def __init__(self, database: Database, keys: VaultKeys) -> None:
        self._database = database
        self._wrapping = AESGCM(keys.sealing)
        self._pseudonym = keys.pseudonym
        self._remembered: dict[str, tuple[float, bytes]] = {}

    def person_ref(self, nhs_number: str) -> str:
        """A keyed hash of an NHS number: the same person everywhere, nobody without the key."""
        digest = hmac.new(self._pseudonym, nhs_number.encode(), hashlib.sha256).digest()
        return "p-" + base64.b32encode(digest[:15]).decode().lower()

    async def seal(self, person_ref: str, text: str) -> Sealed[str]:
        """Encrypt under the person's key, made when there is none. Raises PersonErased."""
        key = await self._key_for_sealing(person_ref)
        nonce = os.urandom(NONCE_BYTES)
        box = nonce + AESGCM(key).encrypt(nonce, text.encode(), person_ref.encode())
        return Sealed[str](person_ref=person_ref, box=base64.b64encode(box).decode())

    async def open(self, sealed: Sealed[str]) -> str:
        """The text, or "[erased]" once the person's key is destroyed."""
        key = await self._stored_key(sealed.person_ref)
        if key is None:
            return ERASED
        box = base64.b64decode(sealed.box)
        try:
            return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], sealed.person_ref.encode()).decode()
        except InvalidTag:
            return ERASED

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
            wrapped = await connection.fetchval("SELECT wrapped_key FROM person_keys WHERE person_ref = $1", person_ref)
        if wrapped is None:
            return None
        return self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], person_ref.encode())
