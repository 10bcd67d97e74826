"""Whatever the reader finds on a page has words in both languages, and so has every way in which a page can fare."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from pipeline import limits
from pipeline import vocabulary as reader
from pipeline.types import EventKind, EventState, Health, PageKind, State, Why
from publish import site_words, vocabulary
from publish.coverage import Fare
from publish.money import LANGS, STATES, UNITS, _unit


def meters_of(mapping: dict[str, Any]) -> set[str]:
    """Every meter that a declared reading of a document names."""
    named = set()
    for key, value in mapping.items():
        if key == "meters":
            named |= {meter if isinstance(meter, str) else meter["meter"] for meter in value.values()}
        elif key == "meter" and isinstance(value, str) and "{" not in value:
            named.add(value)
        elif isinstance(value, dict):
            named |= meters_of(value)
        elif isinstance(value, list):
            named |= set().union(*(meters_of(one) for one in value if isinstance(one, dict)))
    return named


def test_every_meter_that_the_reader_knows_has_words() -> None:
    read = {meter for meter, _ in reader.METERS} | set(reader.KIND_METERS) | set(reader.UNIT_METERS.values())
    declared = meters_of(tomllib.loads((files("pipeline.mappings") / "shapes.toml").read_text("utf-8")))
    assert (read | declared) - set(vocabulary.METERS) == set()


def test_every_unit_that_the_reader_knows_has_words() -> None:
    assert {name for name, _ in reader.UNITS} - set(UNITS) == set()


def test_every_metric_of_a_limit_that_the_reader_knows_has_words() -> None:
    signs = tomllib.loads((files("pipeline") / "limits.toml").read_text("utf-8"))
    read = set(signs) - {"limits"} | set(limits._ABBREVIATED.values()) | set(limits._SPELT.values())
    assert read - set(vocabulary.METRICS) == set()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("service_class", reader.SERVICE_CLASSES),
        ("modality", reader.MODALITIES),
        ("thinking", reader.THINKING),
        ("window", reader.WINDOWS),
        ("billing", reader.BILLING),
        ("plan", reader.PLANS),
    ],
)
def test_every_value_of_a_term_that_the_reader_knows_has_words(name: str, values: tuple[tuple[str, str], ...]) -> None:
    assert {(name, value) for value, _ in values} - set(vocabulary.TERM_VALUES) == set()
    assert name in vocabulary.TERMS


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (vocabulary.TITLES, EventKind),
        (vocabulary.KINDS, EventKind),
        (STATES, State),
        (site_words.WHYS, Why),
        (site_words.PAGE_KINDS, PageKind),
        (site_words.HEALTHS, set(Health) - {Health.OK}),
        (vocabulary.PREFIXES, set(EventState) - {EventState.PUBLISHED}),
        (vocabulary.LABELS, {state.value for state in EventState}),
        (site_words.COVERAGE, {fare.value for fare in Fare}),
    ],
)
def test_nothing_is_without_words(words: dict[Any, Any], values: Any) -> None:
    assert {str(value) for value in values} - {str(key) for key in words} == set()


TABLES = [table for module in (vocabulary, site_words) for table in vars(module).values() if isinstance(table, dict)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_in_both_languages(lang: str) -> None:
    for table in TABLES:
        for words in table.values():
            if isinstance(words, dict):
                assert words[lang]


def test_an_unknown_unit_is_spelled_without_what_cannot_be_seen() -> None:
    assert _unit("light\u202e_year\x00") == ("light year",) * 3
    assert _unit("") == ("unit",) * 3
