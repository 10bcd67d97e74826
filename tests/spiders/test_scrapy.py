"""The project is an ordinary Scrapy project: its own commands work in a checkout."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def scrapy(*arguments: str) -> str:
    command = [sys.executable, "-m", "scrapy", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_scrapy_lists_the_one_spider_for_all_vendors():
    assert scrapy("list").split() == ["page"]


def test_scrapy_check_finds_nothing_wrong():
    assert "FAILED" not in scrapy("check")


def test_a_page_can_be_fetched_by_hand_and_a_private_one_not(tmp_path):
    for url in ("http://127.0.0.1:9/", "file:///etc/passwd"):
        said = scrapy("crawl", "page", "-a", f"url={url}", "-o", f"{tmp_path}/{len(url)}.jsonl")
        assert "root:" not in said
