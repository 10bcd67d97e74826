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


LISTED = "".join(
    f'<li class="item"><a href="/herald/{day}"><h3>Harbour cuts the price of its lamp number {day}</h3></a>'
    f'<span class="when">2026-01-0{day}</span></li>'
    for day in range(1, 6)
)
SECTIONS = "".join(f"<h2>2026-0{month}-01</h2><p>The price of the lamp is $0.{month} now.</p>" for month in range(1, 5))


@pytest.mark.parametrize(
    ("body", "told", "written"),
    [
        (f"<h1>News</h1><ul>{LISTED}</ul>", "A list of news of 5 entries", ['kind = "news"', "[pages.list]"]),
        (f"<h1>Changes</h1>{SECTIONS}", "A changelog of 4 entries", ['kind = "changelog"', 'channel = "reseller"']),
    ],
)
def test_a_list_of_news_and_a_changelog_are_known_for_what_they_are(
    shell: Shell, site: Site, body: str, told: str, written: list[str]
) -> None:
    site.page("/herald", f"<html><body>{body}</body></html>")
    done = shell.types("sources", "add", site.url("/herald"), "--vendor", "herald", "--yes")
    assert (done.returncode, told in done.stdout) == (0, True), done.stderr
    file = (shell.data / "sources" / "herald.toml").read_text()
    assert all(line in file for line in written), file
    assert shell.types("sources", "check").returncode == 0
    assert shell.lists("crawl", "herald")[0]["outcome"] == "first"


def test_a_page_that_is_nothing_of_all_that_is_refused_with_what_to_do(shell: Shell, site: Site) -> None:
    site.page("/about", "<html><body><h1>About us</h1><p>We make lamps by the sea.</p></body></html>")
    url = site.url("/about")
    done = shell.types("sources", "add", url, "--vendor", "herald", "--yes")
    told = f"pricewire: {url}: expected prices, a feed, a list of news with days or a changelog, found none ("
    assert (done.returncode, done.stderr.startswith(told), done.stderr.count("\n")) == (1, True, 1), done.stderr
    assert "Try --browser where a browser shows more; or say what it is with --kind." in done.stderr
    listed = shell.types("sources", "add", url, "--vendor", "herald", "--kind", "news", "--yes")
    assert (listed.returncode, "Write selectors into its [pages.list]" in listed.stderr) == (1, True)
    assert shell.types("sources", "add", url, "--vendor", "herald", "--kind", "pricing", "--yes").returncode == 0


def test_a_page_that_does_not_go_with_its_vendors_file_is_not_written(shell: Shell, site: Site) -> None:
    prints(site, "OpenAI cuts GPT-4o", paper="herald")
    assert shell.types("sources", "add", site.url("/herald/feed"), "--vendor", "herald", "--yes").returncode == 0
    before = (shell.data / "sources" / "herald.toml").read_text()
    site.vendor("beta").price("tiny", input="0.01", output="0.02")
    done = shell.types("sources", "add", site.url("/beta/pricing"), "--vendor", "herald", "--yes")
    assert (done.returncode, 'expected "news" of the press, found "pricing"' in done.stderr) == (1, True)
    assert [(file.name, file.read_text()) for file in (shell.data / "sources").iterdir()] == [("herald.toml", before)]


def test_news_sites_are_not_counted_as_vendors(shell: Shell, site: Site) -> None:
    prints(site, "OpenAI cuts GPT-4o", paper="herald")
    shell.types("sources", "add", site.url("/herald/feed"), "--vendor", "herald", "--yes")
    assert shell.types("sources", "check").stdout == "1 vendor, 1 news site, 2 pages: all right.\n"
    assert shell.types("sources", "check", str(shell.data / "sources")).stdout == "1 news site, 1 page: all right.\n"


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
