"""The news as users of the command meet it: feeds are added, crawled, and listed as claims and stories."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.pricewire.conftest import Shell
from tests.site import Site

CUT = "OpenAI today cut the price of GPT-4o input tokens from $5 to $2.50 per 1M tokens."


def prints(site: Site, *titles: str, paper: str = "gazette") -> None:
    """A feed of titles without a teaser, each an hour old; their articles are pages of the site's own."""
    date = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    items = "".join(
        f"<item><title>{html.escape(title)}</title><link>{site.url(f'/{paper}/{number}')}</link>"
        f"<pubDate>{date}</pubDate></item>"
        for number, title in enumerate(titles)
    )
    feed = f"<rss version='2.0'><channel><title>{paper}</title>{items}</channel></rss>"
    site.page(f"/{paper}/feed", feed, media_type="application/rss+xml")


@pytest.fixture
def gazette(shell: Shell, site: Site) -> Site:
    """A paper in the catalogue, whose one article tells a price of a vendor in it."""
    folder = Path(shell.settings["PRICEWIRE_CATALOGUE"])
    (folder / "acme.toml").unlink()
    (folder / "gazette.toml").write_text(
        f'name = "Gazette"\nchannel = "press"\n[[pages]]\nname = "news"\nurl = "{site.url("/gazette/feed")}"\n'
        'kind = "news"\ncadence = "1h"\n'
    )
    (folder / "openai.toml").write_text(
        f'name = "OpenAI"\nhosts = ["127.0.0.1"]\n[[pages]]\nname = "pricing"\nurl = "{site.url("/openai/pricing")}"\n'
        'kind = "pricing"\ncadence = "1h"\n'
    )
    site.vendor("openai").price("GPT-4o", input="5", output="15")
    prints(site, "OpenAI cuts GPT-4o")
    title = "OpenAI cuts GPT-4o"
    told = f"<body><article><h1>{title}</h1><p>{CUT}</p></article></body>"
    site.page("/gazette/0", f"<html><head><title>{title}</title></head>{told}</html>")
    return site


def test_an_article_that_fails_is_listed_apart_and_is_no_failed_page(shell: Shell, gazette: Site) -> None:
    prints(gazette, "OpenAI cuts GPT-4o", "OpenAI launches GPT-9")
    rows = shell.lists("crawl", "gazette")
    assert [(row["of"], row["outcome"], row["claims"], row["why"]) for row in rows] == [
        ("page", "first", 0, None),
        ("article", "read", 1, None),
        ("article", "failed", 0, "not_found"),
    ]


def test_a_table_of_a_crawl_has_one_for_articles(shell: Shell, gazette: Site) -> None:
    pages, _, articles = shell.types("crawl", "gazette").stdout.partition("Articles that these pages point at:")
    assert ("gazette/news" in pages, "/gazette/0" in pages, "/gazette/0" in articles) == (True, False, True)


def test_claims_and_stories_on_record_say_how_they_stand(shell: Shell, gazette: Site) -> None:
    assert shell.lists("claims") == []
    shell.lists("crawl")
    (waiting,) = shell.lists("claims", "--vendor", "openai")
    assert (waiting["state"], waiting["lag_seconds"], waiting["new_price"]) == ("waiting", None, "2.50")
    gazette.vendor("openai").price("GPT-4o", input="2.50", output="15")
    shell.lists("crawl", "openai")
    (claim,) = shell.lists("claims", "--state", "confirmed")
    (event,) = shell.lists("events")
    assert (claim["event"], claim["site"], claim["quote"]) == (event["id"], "127.0.0.1", CUT)
    assert int(str(claim["lag_seconds"])) < 0
    (story,) = shell.lists("stories")
    assert (story["claims"], story["events"], story["states"]) == ([claim["id"]], [event["id"]], ["confirmed"])
    assert [article["title"] for article in story["articles"]] == ["OpenAI cuts GPT-4o"]  # type: ignore[attr-defined]
    assert shell.lists("claims", "--state", "waiting") == shell.lists("stories", "--kind", "price_rise") == []


def test_the_table_of_claims_fits_what_a_person_asks(shell: Shell, gazette: Site) -> None:
    shell.lists("crawl")
    assert "5 → 2.50 USD" in shell.types("claims").stdout
    assert "OpenAI cuts GPT-4o" in shell.types("stories").stdout


@pytest.mark.parametrize("command", ["claims", "stories"])
def test_a_question_to_the_record_and_files_are_one_too_many(command: str, shell: Shell, tmp_path: Path) -> None:
    done = shell.types(command, str(tmp_path / "a.json"), "--vendor", "openai", "--state", "waiting")
    assert (done.returncode, "--state, --vendor" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["claims", "stories"])
def test_a_vendor_that_nobody_declared_is_a_slip_of_the_pen(command: str, shell: Shell) -> None:
    done = shell.types(command, "--vendor", "acne")
    assert (done.returncode, "near it: acme" in done.stderr) == (1, True)


def test_a_feed_is_added_as_news_after_its_entries_were_shown(shell: Shell, site: Site) -> None:
    prints(site, "OpenAI cuts GPT-4o", paper="herald")
    url = site.url("/herald/feed")
    refused = shell.types("sources", "add", url, "--vendor", "herald", stdin=b"n\n")
    assert (refused.returncode, "OpenAI cuts GPT-4o" in refused.stdout, "1 entry" in refused.stdout) == (3, True, True)
    assert shell.types("sources", "add", url, "--vendor", "herald", "--yes").returncode == 0
    assert {row["page"]: (row["kind"], row["rates"]) for row in shell.lists("sources")}["herald/feed"] == ("news", None)
    file = (shell.data / "sources" / "herald.toml").read_text()
    assert ('channel = "press"' in file, 'kind = "news"' in file) == (True, True)
    assert shell.types("sources", "check").returncode == 0
    assert json.loads(shell.types("crawl", "herald", "--format", "jsonl").stdout.splitlines()[0])["outcome"] == "first"
