"""Many documents become one that is valid, stable, and says nothing that is not so at the edge."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.gateway.merged.merge import merge

Json = dict[str, Any]
OWN: Json = {"openapi": "3.1.0", "info": {"title": "gateway", "version": "0.1.0"}, "paths": {}}


def document(paths: Json, **schemas: Json) -> Json:
    return {"openapi": "3.1.0", "info": OWN["info"], "paths": paths, "components": {"schemas": schemas}}


def reads(schema: str, name: str = "read_it", **more: Any) -> Json:
    answer = {
        "description": "x",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
    return {"get": {"operationId": name, "tags": ["t"], "responses": {"200": answer}, **more}}


def answer_schema(merged: Json, path: str) -> str:
    answer = merged["paths"][path]["get"]["responses"]["200"]
    return str(answer["content"]["application/json"]["schema"]["$ref"]).rsplit("/", 1)[1]


def valid(merged: Json) -> Json:
    OpenAPIV31SpecValidator(merged).validate()
    return merged


class TestPaths:
    def test_are_those_a_service_owns_below_the_public_prefix(self) -> None:
        contracts = document(
            {
                path: reads("A")
                for path in ("/contracts", "/contracts/x", "/pools", "/feed", "/metrics", "/known-contracts")
            },
            A={"type": "object"},
        )
        merged = valid(merge(document({}) | {"paths": {}}, [("contracts", contracts)]))
        assert list(merged["paths"]) == ["/api/v1/contracts", "/api/v1/contracts/x"]

    def test_of_the_gateway_are_kept_and_wait_for_writes(self) -> None:
        own = document(
            {
                "/api/v1/alliance/overview": reads("A", "read_overview"),
                "/api/v1/alliance/stream": reads("A", "follow_timeline"),
                "/board": reads("A", "board"),
            },
            A={"type": "object"},
        )
        merged = valid(merge(own, []))
        assert list(merged["paths"]) == ["/api/v1/alliance/overview", "/api/v1/alliance/stream"]
        overview = merged["paths"]["/api/v1/alliance/overview"]["get"]
        assert [one["name"] for one in overview["parameters"]] == ["ACS-Position"]
        assert "ACS-Position-Reached" in overview["responses"]["200"]["headers"]
        assert "parameters" not in merged["paths"]["/api/v1/alliance/stream"]["get"]


class TestSchemas:
    def test_of_one_name_and_meaning_are_one(self) -> None:
        same = {"type": "object", "properties": {"a": {"type": "string"}}}
        merged = merge(
            OWN,
            [
                ("contracts", document({"/contracts": reads("A")}, A=same)),
                ("budgets", document({"/pools": reads("A")}, A=same)),
            ],
        )
        assert list(valid(merged)["components"]["schemas"]) == ["A"]

    def test_of_one_name_and_two_meanings_are_told_apart_with_all_that_refers_to_them(self) -> None:
        page = {
            "type": "object",
            "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}},
        }
        one = document({"/contracts": reads("Page")}, Page=page, Row={"type": "object"})
        two = document({"/pools": reads("Page")}, Page=page, Row={"type": "string"})
        merged = valid(merge(OWN, [("contracts", one), ("budgets", two)]))
        schemas = merged["components"]["schemas"]
        assert set(schemas) == {"Page", "Row", "BudgetsPage", "BudgetsRow"}
        assert schemas["BudgetsPage"]["properties"]["items"]["items"]["$ref"] == "#/components/schemas/BudgetsRow"
        assert (answer_schema(merged, "/api/v1/contracts"), answer_schema(merged, "/api/v1/pools")) == (
            "Page",
            "BudgetsPage",
        )

    def test_that_refer_to_themselves_or_to_nothing_do_no_harm(self) -> None:
        tree = {"type": "object", "properties": {"in": {"$ref": "#/components/schemas/Tree"}}}
        one = document({"/contracts": reads("Tree")}, Tree=tree, Unused={"type": "string"})
        two = document({"/pools": reads("Tree")}, Tree={**tree, "title": "other"})
        merged = valid(merge(OWN, [("contracts", one), ("budgets", two)]))
        assert set(merged["components"]["schemas"]) == {"Tree", "BudgetsTree"}

    def test_named_by_a_discriminator_are_followed(self) -> None:
        cat = {"type": "object", "properties": {"kind": {"type": "string"}}}
        choice = {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}],
            "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
        }
        one = document({"/contracts": reads("Cat")}, Cat={"type": "string"})
        two = document({"/pools": reads("Pet")}, Pet=choice, Cat=cat)
        schemas = valid(merge(OWN, [("contracts", one), ("budgets", two)]))["components"]["schemas"]
        assert schemas["Pet"]["discriminator"]["mapping"] == {"cat": "#/components/schemas/BudgetsCat"}


class TestOperations:
    def test_have_names_that_are_unique(self) -> None:
        one = document({"/contracts": reads("A")}, A={"type": "object"})
        two = document({"/pools": reads("A")}, A={"type": "object"})
        merged = valid(merge(OWN, [("contracts", one), ("budgets", two)]))
        names = [item["get"]["operationId"] for item in merged["paths"].values()]
        assert names == ["read_it", "budgets_read_it"]
        assert merged["tags"] == [{"name": "t"}]
        assert merged["security"] == [{"bearerAuth": []}]

    def test_say_which_headers_they_cannot_do_without(self) -> None:
        def header(name: str) -> Json:
            return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}

        headers = [header("idempotency-key"), header("if-match"), header("last-event-id")]
        answers: Json = {"200": {"description": "x"}}
        item = {
            "get": {"operationId": "a", "parameters": headers, "responses": answers},
            "post": {"operationId": "b", "parameters": headers, "responses": answers},
            "put": {"operationId": "c", "parameters": headers, "responses": {**answers, "428": {"description": "x"}}},
        }
        merged = valid(merge(OWN, [("contracts", document({"/contracts": item}))]))
        asked = {
            method: {one["name"]: one["required"] for one in operation["parameters"]}
            for method, operation in merged["paths"]["/api/v1/contracts"].items()
        }
        assert asked == {
            "get": {"Last-Event-ID": False},
            "post": {"Idempotency-Key": True, "Last-Event-ID": False},
            "put": {"Idempotency-Key": True, "If-Match": True, "Last-Event-ID": False},
        }

    def test_answer_nothing_of_the_framework(self) -> None:
        ref = {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}
        problem = {"application/problem+json": {"schema": {"type": "object"}, "examples": {}}}
        item = reads("A")
        item["get"]["responses"] |= {
            "400": {"description": "x", "content": problem},
            "422": {"description": "x", "content": {"application/json": ref}},
            "200": {"description": "x", "content": {"text/event-stream": {"itemSchema": {"type": "object"}}}},
        }
        one = document({"/contracts": item}, HTTPValidationError={"type": "object"})
        merged = valid(merge(OWN, [("contracts", one)]))
        answers = merged["paths"]["/api/v1/contracts"]["get"]["responses"]
        assert set(answers) == {"200", "400"}
        assert answers["400"]["content"] == problem
        assert answers["200"]["content"] == {"text/event-stream": {}}
        assert merged["components"]["schemas"] == {}


@pytest.mark.parametrize("known", [True, False])
def test_a_service_that_is_not_known_is_named(known: bool) -> None:
    one = document({"/contracts": reads("A")}, A={"type": "object"}) if known else None
    merged = valid(merge(OWN, [("contracts", one)]))
    assert merged.get("x-missing") == (None if known else ["contracts"])


def test_merging_changes_none_of_the_documents() -> None:
    first = document({"/contracts": reads("A")}, A={"type": "object"})
    again = document({"/contracts": reads("A")}, A={"type": "object"})
    assert merge(OWN, [("contracts", first)]) == merge(OWN, [("contracts", again)])
    assert first == again
