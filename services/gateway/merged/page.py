"""The document as a page for people: plain HTML that needs no script and nothing from the network."""

import base64
import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from services.gateway.merged.merge import operations
from services.gateway.merged.references import Json
from services.gateway.merged.samples import Field, Schemas
from services.gateway.merged.tidy import JSON
from shared.web.problems import MEDIA_TYPE as PROBLEM

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
SECURITY = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def page_of(document: Json) -> str:
    """The whole page."""
    schemas = Schemas(document)
    by_tag = _by_tag(document)
    title = escape(document["info"]["title"])
    about = "".join(f"<p>{_marked(text)}</p>" for text in document["info"]["description"].split("\n\n"))
    sections = "".join(_section(tag, found, schemas) for tag, found in by_tag.items())
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}: the API</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f'<a class="skip" href="#operations">Skip to the operations</a>'
        f"<header><h1>{title}</h1><p>Version {escape(document['info']['version'])} · "
        f'<a href="/openapi.json">OpenAPI document</a></p></header>'
        f'<div class="columns"><nav aria-label="Operations">{_contents(by_tag)}</nav>'
        f'<main id="operations">{_missing(document)}<section class="about">{about}{_first_steps()}</section>'
        f"{sections}</main></div></body></html>"
    )


def _by_tag(document: Json) -> dict[str, list[tuple[str, str, Json]]]:
    found: dict[str, list[tuple[str, str, Json]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, operation in operations(item):
            found.setdefault((operation.get("tags") or ["other"])[0], []).append((method, path, operation))
    return found


def _contents(by_tag: dict[str, list[tuple[str, str, Json]]]) -> str:
    return "".join(
        f"<h2>{escape(tag)}</h2><ul>"
        + "".join(
            f'<li><a href="#{escape(one["operationId"])}">{_method(method)} {escape(_words(one))}</a></li>'
            for method, _, one in found
        )
        + "</ul>"
        for tag, found in by_tag.items()
    )


def _first_steps() -> str:
    steps = (
        "TOKEN=$(.venv/bin/acs token --as commissioner | tail -1)\n"
        'curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/v1/alliance/overview'
    )
    return f"<h2>First steps on your own machine</h2><pre>{escape(steps)}</pre>"


def _missing(document: Json) -> str:
    missing = document.get("x-missing")
    if not missing:
        return ""
    return (
        f'<p class="missing" role="status">Not shown, because they do not answer now: {escape(", ".join(missing))}</p>'
    )


def _section(tag: str, found: Iterable[tuple[str, str, Json]], schemas: Schemas) -> str:
    inside = "".join(_operation(method, path, operation, schemas) for method, path, operation in found)
    return f"<section><h2>{escape(tag)}</h2>{inside}</section>"


def _operation(method: str, path: str, operation: Json, schemas: Schemas) -> str:
    name = escape(operation["operationId"])
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    parts = [
        f'<article id="{name}"><h3>{_method(method)} <code>{escape(path)}</code></h3>',
        f"<p>{_marked(operation.get('description', _words(operation)))}</p>",
        _table("Parameters", [_parameter(one, schemas) for one in operation.get("parameters", ())]),
        _table("Body", list(schemas.fields(body)) if body else []),
        _responses(operation["responses"], schemas),
        "<details><summary>Example</summary>",
        f"<pre>{escape(_curl(method, path, operation, body, schemas))}</pre></details></article>",
    ]
    return "".join(parts)


def _parameter(parameter: Json, schemas: Schemas) -> Field:
    schema = parameter.get("schema", {})
    kind = f"{schemas.kind(schema).removesuffix(' or null')} ({parameter['in']})"
    return Field(parameter["name"], kind, parameter.get("required", False), parameter.get("description", ""))


def _table(caption: str, fields: list[Field]) -> str:
    if not fields:
        return ""
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(one.name)}</code>{"" if one.required else " <i>optional</i>"}</th>'
        f"<td>{escape(one.kind)}</td><td>{_marked(one.about)}</td></tr>"
        for one in fields
    )
    return f"<details><summary>{caption} ({len(fields)})</summary><table>{rows}</table></details>"


def _responses(responses: Json, schemas: Schemas) -> str:
    rows = "".join(_response(status, response) for status, response in sorted(responses.items()))
    shown: Json = next((one for status, one in sorted(responses.items()) if status < "300"), {})
    schema = shown.get("content", {}).get(JSON, {}).get("schema")
    example = json.dumps(schemas.sample(schema), indent=2, ensure_ascii=False) if schema else ""
    answer = f"<pre>{escape(example)}</pre>" if example else ""
    return f"<details><summary>Answers</summary><table>{rows}</table>{answer}</details>"


def _response(status: str, response: Json) -> str:
    refusals = response.get("content", {}).get(PROBLEM, {}).get("examples", {})
    rules = "".join(
        f"<li><code>{escape(name)}</code> {_marked(one.get('value', {}).get('rule', ''))}</li>"
        for name, one in refusals.items()
    )
    return (
        f'<tr><th scope="row">{escape(status)}</th><td>{_marked(response.get("description", ""))}'
        f"{f'<ul>{rules}</ul>' if rules else ''}</td></tr>"
    )


def _curl(method: str, path: str, operation: Json, body: Json | None, schemas: Schemas) -> str:
    lines = [f'curl -X {method.upper()} "http://127.0.0.1:8000{path}"', '-H "Authorization: Bearer $TOKEN"']
    asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}
    if "Idempotency-Key" in asked:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "If-Match" in asked:
        lines.append("""-H 'If-Match: "1"'""")
    if body is not None:
        sample = json.dumps(schemas.sample(body), indent=2, ensure_ascii=False).replace("'", "'\\''")
        lines.append(f"-H 'Content-Type: application/json' -d '{sample}'")
    return " \\\n  ".join(lines)


def _words(operation: Json) -> str:
    return str(operation["operationId"]).replace("_", " ").capitalize()


def _method(method: str) -> str:
    return f'<span class="method {escape(method)}">{escape(method.upper())}</span>'


def _marked(text: Any) -> str:
    """Text with `code` in it."""
    parts = escape(str(text)).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
