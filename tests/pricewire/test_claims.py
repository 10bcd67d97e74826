"""`pricewire claims` on files of every kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pricewire.commands.claims import command

CUT = "OpenAI cut GPT-4.1 mini from $0.40/$1.60 to $0.24/$0.96 per million tokens."


def claims(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments])


def item(folder: Path, name: str = "a.json", **said: object) -> Path:
    path = folder / name
    path.write_text(json.dumps({"title": "News", "text": CUT, "published": "2026-09-20", "lang": "en", **said}))
    return path


def test_one_line_a_file(tmp_path: Path) -> None:
    done = claims(item(tmp_path), item(tmp_path, "b.json", text="Nothing of that kind."))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 0
    assert (first["file"], second["claims"]) == (str(tmp_path / "a.json"), [])
    assert [
        (each["vendor"], each["model"], each["kind"], each["meter"], each["old_price"], each["new_price"])
        for each in first["claims"]
    ] == [
        ("openai", "GPT-4.1 mini", "price_cut", "input", "0.40", "0.24"),
        ("openai", "GPT-4.1 mini", "price_cut", "output", "1.60", "0.96"),
    ]


def test_what_is_unsaid_is_null(tmp_path: Path) -> None:
    done = claims(item(tmp_path, text="OpenAI cut GPT-4.1 mini prices by 40%."))
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["percent"], claim["new_price"], claim["currency"], claim["effective"]) == ("40", None, None, None)
    assert claim["quote"] == "OpenAI cut GPT-4.1 mini prices by 40%."


def test_cents_are_told_in_cents(tmp_path: Path) -> None:
    done = claims(item(tmp_path, text="Gemini 1.5 Flash dropped its price to 8.5c/million tokens."))
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["new_price"], claim["currency"]) == ("8.5", "US¢")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.md", f"# News\n\n{CUT}\n"),
        ("a.txt", f"News\n{CUT}"),
        ("a.html", f"<html><head><title>News</title><style>p{{}}</style></head><body><p>{CUT}</p></body></html>"),
    ],
)
def test_markdown_text_and_html(tmp_path: Path, name: str, body: str) -> None:
    path = tmp_path / name
    path.write_text(body)
    assert [each["new_price"] for each in json.loads(claims(path).stdout)["claims"]] == ["0.24", "0.96"]


def test_a_table_has_one_row_a_claim(tmp_path: Path) -> None:
    done = claims(item(tmp_path), "--format", "csv")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{", "expected JSON"),
        ("[]", 'expected an object with "title" and "text"'),
        ('{"title": "x"}', 'expected an object with "title" and "text"'),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_printed(
    tmp_path: Path, body: str, sentence: str
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(body)
    done = claims(broken, item(tmp_path))
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith(f"pricewire: {broken}: {sentence}")


def test_a_page_without_an_article_is_told(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(b"%PDF-1.7")
    done = claims(page)
    assert (done.exit_code, done.stderr) == (1, f"pricewire: {page}: expected an article, found text/html.\n")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = claims(tmp_path / "none.json")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


def test_a_date_that_is_none_is_left_out(tmp_path: Path) -> None:
    done = claims(item(tmp_path, published="the other day"))
    assert len(json.loads(done.stdout)["claims"]) == 2
