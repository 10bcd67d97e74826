"""The price war of May 2024, as a newcomer sees it."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from time import monotonic, sleep
from urllib.parse import urlencode
from urllib.request import urlopen

import feedparser

from tests.pricewire.conftest import Shell, ends


def test_the_demo_tells_the_war_on_the_terminal_and_in_the_feed(shell: Shell) -> None:
    done = shell.types("demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    told = done.stdout
    order = ["Zhipu", "OpenAI adds", "Volcengine", "Alibaba", "Baidu", "iFlytek", "Tencent", "Deepbricks"]
    places = [told.index(name) for name in order]
    assert places == sorted(places), told
    assert "Alibaba Cloud cuts Qwen-Long input 97.5 %: ¥0.02 → ¥0.0005 per 1K tokens" in told
    for free in ("Baidu Qianfan makes", "iFlytek Spark makes", "Tencent Hunyuan makes"):
        assert free in told
    assert told.count(" free (was") == 3
    assert "News: 价签归零之后：大模型的七天价格战 (Guanlan Finance)" in told
    assert "97 % said, 97.5 % computed: consistent" in told and "99.3 % below the market" in told
    assert "confirmed by the page (news first, page 90 min later)" in told
    assert "confirmed by the page (page first, news 9 days later)" in told
    assert "2 articles of one origin, 光年镜头" in told
    assert "7 letters to ann@mail.example." in told
    assert len(list((shell.data / "demo" / "mails").glob("*.eml"))) == 14
    feed = feedparser.parse((shell.data / "demo" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert any("Qwen-Long input 97.5" in entry.title for entry in feed.entries)
    assert not (shell.data / "pricewire.db").exists()


def test_the_demos_folder_knows_that_it_is_one(shell: Shell) -> None:
    shell.types("demo", "--no-serve")
    assert shell.data.stat().st_mode & 0o777 == 0o700
    shell.data = shell.data / "demo"
    listed = shell.types("sources", "--format", "jsonl")
    addresses = {str(json.loads(line)["url"]).rpartition(":")[0] for line in listed.stdout.splitlines()}
    assert addresses == {"http://127.0.0.1", "http://localhost"}
    assert (
        listed.stderr
        == "This is the demo's folder: its vendors and news are those of the demo, and nothing is crawled.\n"
    )
    refused = ["crawl", "crawl deepseek", "sources add https://acme.example/pricing", "replay history.warc.gz"]
    for words in map(str.split, [*refused, "notify send", "subscribe ann@example.org"]):
        done = shell.types(*words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert f"{shell.data} is the demo's folder, whose site is only there while" in done.stderr


def test_after_the_demo_its_folder_is_served_and_nothing_in_it_is_overdue(shell: Shell) -> None:
    shell.types("demo", "--no-serve")
    shell.data = shell.data / "demo"
    with shell.runs("up") as up:
        assert up.stdout is not None
        wire = up.stdout.readline().decode().split()[2]
        for path in ("readyz", "health", "coverage?lang=en"):
            with urlopen(wire + path, timeout=10) as answer:
                assert (answer.status, b"degraded" in (said := answer.read()), b"overdue<" in said) == (
                    200,
                    False,
                    False,
                )
        assert b"Watching" not in up.stdout.readline() + up.stdout.readline()
        assert ends(up) == 0


def test_the_demo_speaks_chinese(shell: Shell) -> None:
    told = shell.types("demo", "--no-serve", "--lang", "zh").stdout
    assert "页面已证实（页面在先，报道晚 9 天）" in told
    assert "阿里云下调 Qwen-Long 输入价 97.5%：0.02 → 0.0005 元/千 tokens" in told


def test_the_demo_serves_its_wire_and_its_mailbox_by_its_own_time(shell: Shell) -> None:
    with shell.runs("demo", "--serve") as demo:
        assert demo.stdout is not None
        lines = [line.decode() for line in takewhile(b"Ctrl-C stops it.\n".__ne__, demo.stdout)]
        address = next(line.split()[2] for line in lines if line.startswith("The mailbox:"))
        with urlopen(address, timeout=10) as answer:
            page = answer.read().decode()
        assert "Alibaba Cloud cuts Qwen-Long input 97.5 %" in page and "今日价格：" in page
        letter = re.search(r"^List-Unsubscribe: &lt;(\S+)&gt;", page, re.MULTILINE)
        assert letter is not None
        for path in (letter[1], address.replace("/mailbox", "/stories?lang=en")):
            with urlopen(path, timeout=10) as answer:
                assert answer.status == 200
        with urlopen(address.replace("/mailbox", "/?lang=en"), timeout=10) as answer:
            assert "2 days ago" in answer.read().decode()
        assert _asked_back(address, "reader@mail.example")
        assert ends(demo) == 0


def _asked_back(mailbox: str, address: str) -> bool:
    """Whether somebody who subscribes on the page finds the letter that asks back in the mailbox, before long."""
    form = urlencode({"address": address, "basket": "vendor=openai"}).encode()
    with urlopen(mailbox.replace("/mailbox", "/subscribe"), form, timeout=10) as answer:
        assert answer.status == 200
    until = monotonic() + 20
    while monotonic() < until:
        with urlopen(mailbox, timeout=10) as answer:
            if address in answer.read().decode():
                return True
        sleep(0.2)
    return False
