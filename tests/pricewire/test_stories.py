from __future__ import annotations

import json
from pathlib import Path

from tests.pricewire.conftest import Shell

SENTENCE = "OpenAI has cut the price of GPT-4o by 50% for all customers."


def saved(folder: Path, name: str, text: str, published: str = "2025-06-03") -> str:
    item = {"title": name, "text": text, "published": published, "lang": "en", "url": f"https://{name}.example/a"}
    file = folder / f"{name}.json"
    file.write_text(json.dumps(item))
    return str(file)


def test_a_repost_is_listed_in_the_story_and_counted_once(shell: Shell, tmp_path: Path) -> None:
    one, two = saved(tmp_path, "one", SENTENCE), saved(tmp_path, "two", SENTENCE, "2025-06-04")
    done = shell.types("stories", one, two, "--format", "jsonl")
    (story,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, story["files"], story["count"], story["origins"]) == (0, [one, two], 1, ["one.example"])
    assert (story["vendor"], story["kind"], story["percent"]) == ("openai", "price_cut", "50")
    assert (story["first_at"], story["last_at"]) == ("2025-06-03T00:00:00Z", "2025-06-04T00:00:00Z")


def test_an_article_that_names_no_site_is_of_the_file_it_is_in(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(f"A headline that is no author\n{SENTENCE}")
    (story,) = shell.lists("stories", str(file), saved(tmp_path, "one", SENTENCE.replace("all customers", "everybody")))
    assert set(story["origins"]) <= {str(file), "one.example"}  # type: ignore[call-overload]
    assert str(file) in story["origins"]  # type: ignore[operator]


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_listed(shell: Shell, tmp_path: Path) -> None:
    done = shell.types("stories", saved(tmp_path, "one", SENTENCE), str(tmp_path / "none.json"))
    assert done.returncode == 1
    assert "none.json" in done.stderr
    assert "one.example" in done.stdout
