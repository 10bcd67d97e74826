"""The command as its users meet it: every word typed into a real shell, against a real site."""

from __future__ import annotations

import json

import pytest

from pricewire.cli import COMMANDS
from tests.pricewire.conftest import Shell
from tests.site import Site


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, shell: Shell) -> None:
    done = shell.types(name, "--help")
    assert done.returncode == 0
    assert "Example:" in done.stdout


def test_a_basket_is_the_same_on_the_command_line_as_in_an_address(shell: Shell, site: Site) -> None:
    acme = site.vendor("acme").price("small", input="0.05", output="0.10")
    shell.types("crawl", "acme")
    acme.price("small", input="0.04", output="0.10")
    shell.types("crawl", "acme")
    assert [event["kind"] for event in shell.lists("events", "--basket", "vendor=acme&direction=down&size=20")]
    assert shell.lists("events", "--basket", "vendor=acme&size=21") == []
    feed = shell.types("feed", "--format", "json", "--basket", "vendor=acme&size=20&direction=down")
    assert len(json.loads(feed.stdout)["items"]) == 1
    for command in ("events", "feed"):
        wrong = shell.types(command, "--basket", "vendor=acme&size=much")
        assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
        assert "size: expected a percentage" in wrong.stderr


def test_a_wrong_command_names_the_near_one(shell: Shell) -> None:
    done = shell.types("evnts")
    assert done.returncode == 2
    assert "events" in done.stderr


def test_read_prints_one_documented_object(shell: Shell, site: Site) -> None:
    page = site.vendor("acme").price("small", input="0.05", output="0.10").html().encode()
    done = shell.types("read", "-", "--media-type", "text/html", "--format", "json", stdin=page)
    read = json.loads(done.stdout)
    assert (done.returncode, read["health"]) == (0, "ok")
    assert {"rates", "allowances", "limits", "promotions", "notices", "refused"} <= read.keys()
    assert {(r["model"], r["meter"], r["unit_price"], r["currency"]) for r in read["rates"]} == {
        ("small", "input", "0.05", "USD"),
        ("small", "output", "0.10", "USD"),
    }


def test_read_says_why_a_page_cannot_be_read(shell: Shell) -> None:
    wall = b"<html><title>Just a moment...</title><body>Verifying you are human. Cloudflare Ray ID: 1</body></html>"
    done = shell.types("read", "-", "--format", "json", "--media-type", "text/html", stdin=wall)
    assert done.returncode == 3
    assert json.loads(done.stdout)["health"] == "challenge"
    assert json.loads(done.stdout)["rates"] == []


@pytest.mark.parametrize("command", ["read", "replay"])
def test_a_missing_file_is_one_sentence(command: str, shell: Shell) -> None:
    done = shell.types(command, "nowhere.html")
    assert done.returncode == 1
    assert done.stderr == "pricewire: nowhere.html: expected a readable file, found: No such file or directory.\n"


def test_a_changed_price_is_crawled_into_an_event(shell: Shell, site: Site) -> None:
    vendor = site.vendor("acme").price("small", input="0.66", output="2").price("large", input="5", output="9")
    assert shell.lists("crawl")[0]["outcome"] == "first"
    assert shell.lists("events") == []
    vendor.price("small", input="0.60", output="2")
    assert shell.lists("crawl", "acme")[0]["events"] == 1
    (event,) = shell.lists("events", "--vendor", "acme")
    assert (event["kind"], event["model"], event["meter"], event["state"]) == (
        "price_cut", "small", "input", "published",
    )  # fmt: skip
    assert (event["old"]["unit_price"], event["new"]["unit_price"]) == ("0.66", "0.60")  # type: ignore[index]
    (price,) = shell.lists("prices", "--model", "small", "--meter", "input")
    assert price["unit_price"] == "0.60"
    assert "Acme cuts small input 9 %: $0.66 → $0.60" in shell.types("feed").stdout


def test_an_unchanged_page_is_asked_conditionally(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="0.66")
    shell.lists("crawl")
    assert shell.lists("crawl")[0]["outcome"] == "unchanged"
    assert "if-none-match" in {name.lower() for name in site.asked("/acme/pricing")[-1].headers}


def test_a_page_that_fails_is_a_row_and_an_exit_code(shell: Shell, site: Site) -> None:
    site.missing("/acme/pricing")
    done = shell.types("crawl", "--format", "jsonl")
    assert done.returncode == 1
    assert json.loads(done.stdout)["why"] == "not_found"
    (row,) = shell.lists("sources")
    assert (row["why"], row["rates"]) == ("not_found", 0)


def test_an_unknown_vendor_is_named_with_what_is_near(shell: Shell) -> None:
    done = shell.types("crawl", "acne")
    assert done.returncode == 1
    assert "acme" in done.stderr


def test_an_unusable_setting_is_one_sentence_that_names_it(shell: Shell) -> None:
    shell.settings["PRICEWIRE_PORT"] = "eighty"
    done = shell.types("config")
    assert done.returncode == 1
    assert done.stderr == "pricewire: PRICEWIRE_PORT (environment): expected a port number, found 'eighty'.\n"


@pytest.mark.parametrize("proxies", ["*", "localhost", "10.0.0.0/40", "10.0.0.1,0.0.0.0/0"])
def test_trusted_proxies_are_addresses_and_never_everybody(shell: Shell, proxies: str) -> None:
    shell.settings["PRICEWIRE_TRUSTED_PROXIES"] = proxies
    done = shell.types("config")
    assert (done.returncode, done.stderr) == (
        1,
        "pricewire: PRICEWIRE_TRUSTED_PROXIES (environment): expected addresses or networks such as 127.0.0.1 or "
        f"10.0.0.0/8, with commas, found {proxies!r}.\n",
    )


def test_config_shows_where_each_setting_came_from_and_no_password(shell: Shell) -> None:
    shell.settings["PRICEWIRE_DATABASE_URL"] = "postgresql://wire:secret@localhost/wire"
    shell.settings["PRICEWIRE_TRUSTED_PROXIES"] = "127.0.0.1, 10.1.2.3/8"
    rows = {row["setting"]: row for row in shell.lists("config")}
    assert rows["PRICEWIRE_PORT"]["from"] == "environment"
    assert rows["PRICEWIRE_TIMEOUT"]["from"] == "default"
    assert rows["PRICEWIRE_TRUSTED_PROXIES"]["value"] == "10.0.0.0/8,127.0.0.1/32"
    assert "wire:secret" not in json.dumps(rows)


def test_a_data_folder_that_others_can_read_is_told_and_left_as_it_is(shell: Shell) -> None:
    shell.lists("events")
    assert (shell.data.stat().st_mode & 0o777, shell.types("config").stderr) == (0o700, "")
    shell.data.chmod(0o755)
    assert f"chmod 700 {shell.data}" in shell.types("config").stderr
    assert shell.data.stat().st_mode & 0o777 == 0o755


def test_no_secret_is_ever_shown(shell: Shell) -> None:
    shell.settings |= {
        "PRICEWIRE_SECRET": "hush-hush",
        "PRICEWIRE_WRITE_TOKENS": "hush-hush-hush-hush",
        "PRICEWIRE_SMTP_URL": "smtps://wire:hush@mail.example",
    }
    assert "hush" not in shell.types("config").stdout
    shell.settings["PRICEWIRE_WRITE_TOKENS"] = "hush"
    done = shell.types("config")
    assert (done.returncode, "hush" in done.stderr, "PRICEWIRE_WRITE_TOKENS" in done.stderr) == (1, False, True)


def test_an_own_page_is_added_after_it_was_shown(shell: Shell, site: Site) -> None:
    site.vendor("beta").price("tiny", input="0.01", output="0.02")
    url = site.url("/beta/pricing")
    refused = shell.types("sources", "add", url, "--vendor", "beta", stdin=b"n\n")
    assert (refused.returncode, "tiny" in refused.stdout) == (3, True)
    added = shell.types("sources", "add", url, "--vendor", "beta", "--yes")
    assert (added.returncode, "watched from the next `pricewire up` on" in added.stdout) == (0, True)
    assert "beta/pricing" in {row["page"] for row in shell.lists("sources")}
    assert shell.lists("crawl", "beta")[0]["rates"] == 2
    assert "watched already" in shell.types("sources", "add", url).stderr


def test_words_that_are_no_address_or_no_vendor_are_told_in_one_sentence(shell: Shell, site: Site) -> None:
    refused = shell.types("sources", "add", site.url("/x"), "--vendor", "!!!")
    assert (refused.returncode, refused.stderr) == (
        1,
        "pricewire: expected a vendor's id of lower-case letters, digits and hyphens, found '!!!'.\n",
    )
    assert shell.types("subscribe", "nobody").stderr.endswith("must have an @-sign.\n")
    assert site.requests == []


def test_capture_and_replay_bring_a_page_into_another_database(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="0.66")
    archive = str(shell.data.parent / "acme.warc.gz")
    assert shell.types("capture", site.url("/acme/pricing"), "--output", archive).returncode == 0
    site.vendor("acme").price("small", input="0.50")
    assert shell.types("capture", site.url("/acme/pricing"), "--output", archive).returncode == 0
    shell.data = shell.data.with_name("other")
    assert shell.types("replay", archive).returncode == 0
    assert [event["kind"] for event in shell.lists("events")] == ["price_cut"]
    assert shell.types("replay", archive).returncode == 0
    assert len(shell.lists("events")) == 1


def test_csv_cells_never_become_formulas(shell: Shell) -> None:
    page = b"| Model | Input price per 1M tokens |\n|---|---|\n| =cmd('calc') | $1 |\n| @lite | $2 |\n| ok | $3 |\n"
    done = shell.types("read", "-", "--media-type", "text/markdown", "--format", "csv", stdin=page)
    assert "ok," in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.lstrip('"')[:1] in ("=", "+", "@")]


def test_a_table_is_for_people_and_json_is_exact(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="0.66", output="2")
    shell.types("crawl")
    (exact,) = shell.lists("sources", "--vendor", "acme")
    shown = shell.types("sources", "--vendor", "acme").stdout
    assert str(exact["last_checked"])[:16].replace("T", " ") + "Z" in shown
    assert str(exact["last_checked"]) not in shown


def test_a_vendor_that_nobody_knows_is_no_silence(shell: Shell) -> None:
    for words in (("events",), ("prices",), ("history", "small"), ("feed",), ("schedule",)):
        done = shell.types(*words, "--vendor", "acne")
        assert (done.returncode, "acme" in done.stderr) == (1, True), words


def test_an_own_page_of_a_declared_vendor_stands_beside_its_other_pages(shell: Shell, site: Site) -> None:
    site.vendor("other").price("tiny", input="0.01", output="0.02")
    assert shell.types("sources", "add", site.url("/other/pricing"), "--yes").returncode == 0
    assert {row["page"] for row in shell.lists("sources")} == {"acme/pricing", "acme/pricing-2"}


def test_a_damaged_body_is_one_sentence(shell: Shell, site: Site) -> None:
    vendor = site.vendor("acme").price("small", input="2", output="3")
    shell.lists("crawl")
    vendor.price("small", input="1.5", output="3")
    shell.lists("crawl")
    (event,) = shell.lists("events")
    for body in (shell.data / "bodies").rglob("*"):
        if body.is_file():
            body.chmod(0o644)
            body.write_bytes(b"x")
    for words in (("verify", str(event["id"])), ("rebuild",), ("reread", "--dry-run")):
        done = shell.types(*words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), (words, done.stderr)


def test_a_retracted_headline_takes_its_members_along(shell: Shell, site: Site) -> None:
    vendor = site.vendor("acme")
    for n in range(9):
        vendor.price(f"m{n}", input="2", output="3")
    shell.lists("crawl")
    for n in range(9):
        vendor.price(f"m{n}", input="1.5", output="3")
    shell.lists("crawl")
    (headline,) = shell.lists("events")
    assert shell.types("retract", str(headline["id"]), "--reason", " ").returncode == 1
    assert shell.types("retract", str(headline["id"]), "--reason", "The page printed a test.").returncode == 0
    assert {event["state"] for event in shell.lists("events", "--state", "all")} == {"retracted"}


def test_a_page_that_cannot_be_recorded_is_a_row_and_no_crash(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="2", output="3")
    shell.data.mkdir(parents=True)
    (shell.data / "bodies").write_text("in the way", encoding="utf-8")
    done = shell.types("crawl", "--format", "jsonl")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
