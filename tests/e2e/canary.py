"""A made-up patient whose every trace can be searched for, however it is written down."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

NAME = "Zéphyrine Quillfeather-Oxbow"
BORN = date(1931, 7, 19)
NARRATIVE = "Narrative-Quokkalith: breathless since the regatta at Loxford lake"
OVERRIDE = "Override-Marzipangolin: the other knee this time"
ADVICE = "Advice-Thistlewhack: a fortnight of rest and the diary of symptoms"
NOTE = "Note-Umbrellafant: moved to her sister in Dagenham"
QUERY = "Query-Wobblegong: which of the two tablets is the new one?"
REPLY = "Reply-Snorkelwort: the smaller, white one, at night"
LETTER = {
    "diagnosis": "Diagnosis-Figgywhistle: atrial fibrillation",
    "results": "Results-Gossamerlin: heart rate of 140 on the ECG",
    "medication": "Medication-Plumberry: apixaban 5 mg twice a day",
    "plan": "Plan-Crumbletoe: review after six weeks",
    "who_does_what": "Duties-Larkspurdle: the practice prescribes, we review",
    "rereferral_criteria": "Return-Mugwumpet: palpitations at rest",
}
TEXTS = (NAME, NARRATIVE, OVERRIDE, ADVICE, NOTE, QUERY, REPLY, *LETTER.values())


@dataclass(frozen=True)
class Trace:
    """One way in which something about the patient could be written down."""

    what: str
    written: str


def traces(nhs_number: str) -> list[Trace]:
    """Everything to search for, in lower case."""
    found = [Trace("NHS number", written) for written in _spellings(nhs_number)]
    found += [Trace("NHS number, hashed without a key", written) for written in _hashes(nhs_number)]
    born = (BORN.isoformat(), f"{BORN:%d/%m/%Y}", f"{BORN:%d %B %Y}", f"{BORN:%Y%m%d}")
    found += [Trace("date of birth", written) for written in born]
    found += [Trace("date of birth", encoded) for encoded in _encodings(BORN.isoformat())]
    for text in TEXTS:
        found += [Trace(text, part.lower()) for part in (text, text.split(":")[0])]
        found += [Trace(text, encoded) for encoded in _encodings(text)]
    found += [Trace(NAME, written) for written in ("quillfeather", "zéphyrine", "zephyrine", "z\\u00e9phyrine")]
    return [trace for trace in found if len(trace.written) > 6]


def seen_in(haystack: str, looked_for: list[Trace]) -> set[str]:
    """What of the patient stands in a text; case does not matter."""
    text = haystack.lower()
    return {trace.what for trace in looked_for if trace.written in text}


def _spellings(number: str) -> Iterator[str]:
    for separator in ("", " ", "-", ".", "\u00a0", "%20", "+"):
        yield separator.join((number[:3], number[3:6], number[6:]))
        yield separator.join(number) if separator else number[::-1]
    yield from _encodings(number)
    yield from _encodings(f"{number[:3]} {number[3:6]} {number[6:]}")


def _encodings(text: str) -> Iterator[str]:
    """Base64 in every alignment without the characters that depend on the neighbours, hex, URL and JSON escapes."""
    raw = text.encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).decode()
        kept = encoded[4 if shift else 0 : len(encoded) - 4].lower()
        yield kept
        yield kept.replace("+", "-").replace("/", "_")
    yield raw.hex()
    yield text.encode("utf-16-le").hex()
    yield quote(text).lower()
    yield json.dumps(text)[1:-1].lower()


def _hashes(number: str) -> Iterator[str]:
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, number.encode(), usedforsecurity=False).digest()
        yield digest.hex()
        yield base64.b64encode(digest).decode().rstrip("=").lower()
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=").lower()
