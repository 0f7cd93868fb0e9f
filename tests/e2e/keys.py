"""Somebody who has the database and the installation's keys, and tries every key on every sealed text."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.kit.rig import Rig

NONCE = 12


async def everything_that_opens(rig: Rig) -> str:
    """Every text of the referrals' events and views that some key in the database opens, one under another."""
    wrapping = AESGCM(base64.b64decode((rig.settings.keys_dir / "sealing.key").read_text()))
    connection = await asyncpg.connect(rig.postgres.url(rig.databases["referrals"].name))
    keys: dict[str, AESGCM] = {}
    for person, wrapped in await connection.fetch("SELECT person_ref, wrapped_key FROM person_keys"):
        if wrapped is not None:
            keys[person] = AESGCM(wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], person.encode()))
    rows = [row[0] for row in await connection.fetch("SELECT data::text FROM events")]
    rows += [row[0] for row in await connection.fetch("SELECT row_to_json(t)::text FROM referral_records t")]
    await connection.close()
    boxes = [box for row in rows for box in _boxes(json.loads(row))]
    return "\n".join(text for box in boxes for key in keys.values() if (text := _opened(key, box)))


def _boxes(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if set(value) == {"person_ref", "box"}:
            yield value
        for part in value.values():
            yield from _boxes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _boxes(part)


def _opened(key: AESGCM, sealed: dict[str, str]) -> str:
    raw = base64.b64decode(sealed["box"])
    try:
        return key.decrypt(raw[:NONCE], raw[NONCE:], sealed["person_ref"].encode()).decode()
    except InvalidTag:
        return ""
