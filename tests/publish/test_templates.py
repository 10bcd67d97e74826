"""The templates can only escape what they are given."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from jinja2 import UndefinedError
from lxml import etree

from publish.markup import templates

TEMPLATES = {file.name: file.read_text("utf-8") for file in (files("publish") / "templates").iterdir()}
STYLE = next(file.read_text("utf-8") for file in (files("publish") / "static").iterdir() if file.name.endswith(".css"))
ICON = next(file.read_bytes() for file in (files("publish") / "static").iterdir() if file.name.endswith(".svg"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_switches_escaping_off(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", TEMPLATES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_script_or_style_in_it(name: str) -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", TEMPLATES[name], re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_value_in_a_tag_stands_in_quotes(name: str) -> None:
    assert not re.search(r"\s[\w-]+=\{\{", TEMPLATES[name])


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|https?://", STYLE)
    assert "href" not in etree.fromstring(ICON).attrib
    assert not re.search(rb"<script|\son\w+=|href", ICON)


def test_a_name_that_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        templates().from_string("{{ nobody }}").render()


def test_what_no_xml_may_hold_never_comes_out() -> None:
    written = templates().from_string("<a b='{{ x }}'>{{ x }}</a>").render(x="\x00<\x1f&\ufffe\ud800'>\"")
    assert etree.fromstring(written).text == "<&'>\""
