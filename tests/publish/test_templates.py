"""The templates can only escape what they are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from lxml import etree

import publish
from publish.markup import templates

PUBLISH = Path(publish.__file__).parent
TEMPLATES = {str(file.relative_to(PUBLISH)): file.read_text("utf-8") for file in (PUBLISH / "templates").rglob("*.*ml")}
STYLES = [file.read_text("utf-8") for file in (PUBLISH / "static").rglob("*.css")]
ICON = (PUBLISH / "static" / "favicon.svg").read_bytes()
OWN_FILE = r" src=\"\{\{ static\('[a-z]+\.js'\) \}\}\"( defer)?"
DATA = r' type="application/json" id="[^"]+"'
HARMLESS = re.compile(f"<script({OWN_FILE}|{DATA})>")
IN_MAIL = re.compile(r'\sstyle="[^"{]*"|<style>[^{}<]*(?:\{[^<]*\})\s*</style>')
"""Mail programs load no style sheet, so a letter has its own."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_switches_escaping_off(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", TEMPLATES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_script_or_style_in_it(name: str) -> None:
    rest = HARMLESS.sub("", TEMPLATES[name])
    rest = IN_MAIL.sub("", rest) if "letters" in name else rest
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|hx-on|javascript:", rest, re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_value_in_a_tag_stands_in_quotes(name: str) -> None:
    assert not re.search(r"\s[\w-]+=\{\{", TEMPLATES[name])


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert STYLES
    assert not any(re.search(r"url\(|@import|https?://", style) for style in STYLES)
    assert "href" not in etree.fromstring(ICON).attrib
    assert not re.search(rb"<script|\son\w+=|href", ICON)


def test_a_name_that_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        templates().from_string("{{ nobody }}").render()


def test_what_no_xml_may_hold_never_comes_out() -> None:
    written = templates().from_string("<a b='{{ x }}'>{{ x }}</a>").render(x="\x00<\x1f&\ufffe\ud800'>\"")
    assert etree.fromstring(written).text == "<&'>\""
