"""docs/api.md is what the server answers; the OpenAPI document shows the same answers."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.api.document import examples
from tests.publish.api.counter import ROOT, Answer, Counter
from tests.publish.api.manual import answers, the_manual

MANUAL = Path(__file__).parents[3] / "docs" / "api.md"
SERVER = "http://127.0.0.1:8000"
MORE = "…"


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with the_manual(tmp_path_factory.mktemp("manual")) as counter:
        yield counter


def commands() -> list[tuple[str, str]]:
    blocks = re.findall(r"^```console\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    said = [one for block in blocks for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, answer) for command, _, answer in (one.partition("\n") for one in said)]


def given(counter: Counter, command: str) -> Answer:
    """What curl would get."""
    words = shlex.split(command)
    assert words[:2] == ["curl", "-s"]
    headers, body = {}, None
    for option, value in zip(words[2:-1:2], words[3:-1:2], strict=True):
        if option == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        else:
            assert option == "-d"
            body = value.encode()
    return counter.asks(words[-1].removeprefix(SERVER), "GET" if body is None else "POST", body, **headers)


def agrees(shown: Any, got: Any) -> bool:
    """What is shown is what is got, but for what `…` leaves out."""
    if isinstance(shown, dict) and isinstance(got, dict):
        kept = {name for name in shown if name != MORE}
        whole = kept <= got.keys() if MORE in shown else kept == got.keys()
        return whole and all(agrees(shown[name], got[name]) for name in kept)
    if isinstance(shown, list) and isinstance(got, list):
        kept_rows = shown[:-1] if MORE in shown[-1:] else shown
        whole = len(kept_rows) <= len(got) if MORE in shown[-1:] else len(shown) == len(got)
        return whole and all(map(agrees, kept_rows, got))
    return bool(shown == got)


def lines_agree(shown: list[str], got: list[str]) -> bool:
    """Line by line; `…` stands for the rest of a line, alone for the rest of the lines."""
    for n, line in enumerate(shown):
        if line == MORE:
            return len(got) > n
        if not (got[n].startswith(line[:-1]) if line.endswith(MORE) else got[n] == line):
            return False
    return len(shown) == len(got)


@pytest.mark.parametrize(("command", "shown"), commands())
def test_the_server_answers_as_the_manual_says(manual: Counter, command: str, shown: str) -> None:
    got = given(manual, command)
    if shown.startswith("{"):
        assert agrees(json.loads(shown), json.loads(got.body)), got.text
    else:
        assert lines_agree(shown.splitlines(), got.text.splitlines()), got.text


def test_the_manual_has_an_example_of_every_operation(manual: Counter) -> None:
    paths = manual.gets("/openapi.json")["paths"]
    asked = [command.split(f"{SERVER}{ROOT}")[1].strip("'").partition("?")[0] for command, _ in commands()]
    patterns = {path: re.compile(re.sub(r"\{\w+\}", r"[\\w-]+", path) + "$") for path in paths}
    assert [path for path, pattern in patterns.items() if not any(map(pattern.match, asked))] == []


def test_the_examples_of_the_openapi_document_are_answers(tmp_path: Path) -> None:
    """To write them anew: python -m tests.publish.api.manual"""
    with the_manual(tmp_path) as fresh:
        assert answers(fresh) == examples()


def test_every_operation_that_answers_in_json_has_an_example_in_the_openapi_document(manual: Counter) -> None:
    operations = [one for path in manual.gets("/openapi.json")["paths"].values() for one in path.values()]
    answered = [one["responses"]["200"]["content"].get("application/json") for one in operations]
    assert all("example" in content for content in answered if content)
    assert len([content for content in answered if content]) == len(operations) - 1  # focus.csv
