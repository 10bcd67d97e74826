"""What is heavy is loaded when it is needed, and what could fetch is never given an address."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.news.article import article_of
from pipeline.news.feeds import NotAFeed, entries_of

NEWS = Path(__file__).parents[3] / "pipeline" / "news"


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_readers_of_articles_and_feeds_are_loaded_with_the_first_of_them() -> None:
    assert not {"trafilatura", "feedparser"} & loaded_by("pipeline.news.entries, pipeline.news.article")


def test_the_catalogue_needs_no_reader_of_pages() -> None:
    assert not {"selectolax", "pipeline.news.lists"} & loaded_by("spiders.vendor_file")


def test_only_the_functions_that_take_bytes_are_used_of_libraries_that_can_fetch() -> None:
    used = {
        f"{node.module}.{name.name}"
        for path in NEWS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("trafilatura", "feedparser"))
        for name in node.names
    }
    assert used == {"trafilatura.extract"}


@pytest.mark.parametrize("body", ["https://a.example/feed.xml", "/etc/passwd", "file:///etc/passwd"])
def test_a_body_that_is_an_address_or_a_path_is_only_a_text(body: str) -> None:
    with pytest.raises(NotAFeed):
        entries_of(body.encode(), url="https://a.example/feed.xml")
    assert article_of(body.encode(), url="https://a.example/x", media_type="text/html").whole.strip() == body
