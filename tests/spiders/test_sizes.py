"""No answer is larger than it may be, as sent or as unpacked, and none costs more memory than that."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from pipeline.types import Capture, Why
from tests.spiders.conftest import SETTINGS

LIMIT = SETTINGS.max_bytes


def test_a_page_of_just_the_limit_is_taken(site, fetch):
    site.page("/pricing", b"x" * LIMIT)
    assert len(fetch(site.url("/pricing")).body) == LIMIT
    site.page("/pricing", b"x" * (LIMIT + 1))
    assert fetch(site.url("/pricing")).why is Why.TOO_LARGE


def test_a_body_without_end_is_cut(site, fetch):
    site.floods("/pricing")
    assert fetch(site.url("/pricing")).why is Why.TOO_LARGE


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", lambda size: gzip.compress(bytes(size))),
        ("deflate", lambda size: zlib.compress(bytes(size))),
        ("br", lambda size: brotli.compress(bytes(size), quality=5)),
        ("zstd", lambda size: zstandard.compress(bytes(size))),
        ("gzip, gzip", lambda size: gzip.compress(gzip.compress(bytes(size)))),
    ],
)
def test_a_bomb_does_not_go_off(site, crawler, fetch, encoding: str, bomb: Callable[[int], bytes]):
    packed = bomb(100_000_000)
    assert len(packed) < LIMIT
    site.page("/pricing", packed, headers={"Content-Encoding": encoding})
    site.page("/small", "x")
    assert isinstance(fetch(site.url("/small")), Capture)
    (pid,) = crawler.pids
    before = most_memory(pid)
    failed = fetch(site.url("/pricing"))
    assert failed.why is Why.TOO_LARGE and "unpacked" in failed.detail
    assert most_memory(pid) - before < 40_000_000 and most_memory(pid) < 256_000_000


def most_memory(pid: int) -> int:
    """The most memory that `pid` ever held, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
