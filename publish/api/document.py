"""The application into its OpenAPI document: what FastAPI knows of it, and what it does not."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from publish.api.problems import Problem

ABOUT = """What AI models cost, what changed, when, by how much, under which conditions, and whether it is true.

Numbers are text, so that none is rounded. Times are RFC 3339, UTC. Lists go on behind `next_cursor`.
"""
JSON = "application/json"


def describe(made: FastAPI) -> None:
    """Make `made.openapi()` the whole document, at /openapi.json."""

    def openapi() -> dict[str, Any]:
        if made.openapi_schema is None:
            document = get_openapi(title=made.title, version=made.version, description=ABOUT, routes=made.routes)
            document["components"]["schemas"] |= _schemas()
            document["servers"] = [{"url": "/api/v1"}]
            _add_examples(document)
            made.openapi_schema = document
        return made.openapi_schema

    made.openapi = openapi  # type: ignore[method-assign]


@cache
def examples() -> dict[str, Any]:
    """An answer of each operation, as docs/api.md shows it and a test gets it."""
    told: dict[str, Any] = json.loads((files("publish.api") / "examples.json").read_text(encoding="utf-8"))
    return told


def _schemas() -> dict[str, Any]:
    """Of the problems, which no route names as what it returns."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _add_examples(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            content = operation["responses"]["200"]["content"]
            example = examples().get(operation["operationId"])
            if example is not None and JSON in content:
                content[JSON]["example"] = example
