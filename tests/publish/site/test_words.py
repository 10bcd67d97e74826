"""Every word of the pages stands in a table in both languages, and none stands in a template."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import publish
from publish import site_words
from publish.markup import templates
from publish.money import LANGS
from publish.site import words
from publish.site.routes import PAGES
from publish.site.words.frame import FRAME

FOLDER = Path(publish.__file__).parent / "templates" / "site"
NAMES = sorted(file.name for file in FOLDER.glob("*.html"))
MODULES = [importlib.import_module(f"{words.__name__}.{one.name}") for one in pkgutil.iter_modules(words.__path__)]
TABLES = {
    f"{module.__name__.rpartition('.')[2]}.{name}": table
    for module in (*MODULES, site_words)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict) and all(isinstance(phrase, dict) for phrase in table.values())
}
AS_IN_EVERY_LANGUAGE = {"Pricewire", "RSS", "Atom", "JSON", "pricewire", "verify", "English", "中文"}
TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
ADDRESS = re.compile(r"(?<=\s)/[\w/.]+")


@pytest.mark.parametrize("name", TABLES)
def test_every_word_has_both_languages(name: str) -> None:
    for key, phrase in TABLES[name].items():
        assert set(phrase) == set(LANGS), key
        assert all(text.strip() for text in phrase.values()), key
        fields = [sorted(re.findall(r"\{\w*\}", text)) for text in phrase.values()]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("name", TABLES)
def test_chinese_is_chinese(name: str) -> None:
    for key, phrase in TABLES[name].items():
        own = re.sub(r"\{\w*\}", "", phrase["zh"])
        is_a_name = phrase["zh"] == phrase["en"] or own.isupper() or key == "other language"
        assert is_a_name or not re.search("[a-z]", own) or not own.isascii(), key


@pytest.mark.parametrize("name", NAMES)
def test_no_word_stands_in_a_template(name: str) -> None:
    shown = ADDRESS.sub(" ", TAG.sub(" ", _written(name)))
    assert set(re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", shown)) <= AS_IN_EVERY_LANGUAGE


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_asked_for_by_the_name_of_a_method(name: str) -> None:
    """`say.clear` is the method of a dict, not the word; `say["clear"]` is the word."""
    asked = templates().parse((FOLDER / name).read_text("utf-8")).find_all(nodes.Getattr)
    assert {one.attr for one in asked if _is_say(one.node)} & set(dir(dict)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_label_stands_in_a_template(name: str) -> None:
    labels = re.findall(r'\s(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"', _written(name))
    assert [label for label in labels if re.search(r"[A-Za-z\u4e00-\u9fff]", label)] == []


def test_every_word_of_a_page_is_shown_somewhere() -> None:
    """One that no template names is left over, unless the code asks for it, or the template for computed ones."""
    named = set().union(*(_asked_for(name) for name in NAMES))
    code = "".join(file.read_text("utf-8") for file in Path(words.__path__[0]).parent.glob("*.py"))
    for page in (page for page in PAGES if not _computes(page.template)):
        left = [key for key in page.words if key not in named and f'"{key}"' not in code]
        assert left == [], page.path


def test_every_word_that_a_template_asks_for_is_in_a_table() -> None:
    known = set(FRAME).union(*(page.words for page in PAGES), *TABLES.values())
    assert set().union(*(_asked_for(name) for name in NAMES)) - known == set()


def _written(name: str) -> str:
    """What a template writes by itself; what is put in leaves a blank."""
    source = (FOLDER / name).read_text("utf-8")
    tree = templates().parse(source)
    written = [node.data for node in tree.find_all(nodes.TemplateData)]
    return "\x20".join(written)


def _asked_for(name: str) -> set[str]:
    tree = jinja2.Environment(autoescape=True).parse((FOLDER / name).read_text("utf-8"))
    by_name = {node.attr for node in tree.find_all(nodes.Getattr) if _is_say(node.node)}
    by_key = {
        node.arg.value
        for node in tree.find_all(nodes.Getitem)
        if _is_say(node.node) and isinstance(node.arg, nodes.Const)
    }
    return by_name | by_key


def _computes(name: str) -> bool:
    tree = jinja2.Environment(autoescape=True).parse((FOLDER / name).read_text("utf-8"))
    return any(_is_say(node.node) and not isinstance(node.arg, nodes.Const) for node in tree.find_all(nodes.Getitem))


def _is_say(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "say"
