"""The price war of May 2024, as a newcomer sees it."""

from __future__ import annotations

import feedparser

from tests.pricewire.conftest import Shell


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
    feed = feedparser.parse((shell.data / "demo" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert any("Qwen-Long input 97.5" in entry.title for entry in feed.entries)
    assert not (shell.data / "pricewire.db").exists()


def test_the_demo_speaks_chinese(shell: Shell) -> None:
    told = shell.types("demo", "--no-serve", "--lang", "zh").stdout
    assert "阿里云下调 Qwen-Long 输入价 97.5%：0.02 → 0.0005 元/千 tokens" in told
