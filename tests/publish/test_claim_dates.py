from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from pipeline.types import Claim, ClaimKind, Vendor
from publish.claim_words import claim_words
from publish.money import LANGS, Lang
from tests.pipeline.newsroom import claim

VENDORS = {
    "alibaba": Vendor("alibaba", "Alibaba Cloud", "阿里云", zone="Asia/Shanghai"),
    "openai": Vendor("openai", "OpenAI"),
}
IN_CHINA = datetime(2024, 5, 20, 16, tzinfo=UTC)
"""The midnight at which 21 May begins in China."""
IN_UTC = datetime(2024, 5, 21, tzinfo=UTC)
MORNING = datetime(2024, 5, 21, 3, 12, tzinfo=UTC)
NIGHT_IN_CHINA = datetime(2024, 5, 20, 22, 5, tzinfo=UTC)
END_OF_MAY = datetime(2024, 5, 31, 16, tzinfo=UTC)


def dates(one: Claim, lang: Lang) -> str:
    """What the claim's sentence says of dates."""
    bare = claim(one.vendor, one.model)
    return claim_words(one, VENDORS, lang).removeprefix(claim_words(bare, VENDORS, lang))


@pytest.mark.parametrize(
    ("vendor", "effective", "printed", "en", "zh"),
    [
        ("alibaba", IN_CHINA, "5月21日", ", from 21 May 2024", "，2024年5月21日起"),
        ("alibaba", IN_CHINA, "", ", from 21 May 2024", "，2024年5月21日起"),
        ("alibaba", IN_CHINA, "5月21日0时", ", from 21 May 2024", "，2024年5月21日起"),
        ("alibaba", MORNING, "即日起", ", from 21 May 2024", "，2024年5月21日起"),
        ("alibaba", NIGHT_IN_CHINA, "今日起", ", from 21 May 2024", "，2024年5月21日起"),
        ("alibaba", None, "5月21日", ", from 21 May", "，5月21日起"),
        ("alibaba", None, "即日起", " (“即日起”)", "（“即日起”）"),
        ("alibaba", IN_CHINA.replace(hour=2), "2024年5月20日上午10点", ", from 2024-05-20 02:00 UTC",
         "，2024-05-20 02:00 UTC 起"),
        ("openai", IN_UTC, "May 21", ", from 21 May 2024", "，2024年5月21日起"),
        ("openai", IN_UTC + timedelta(hours=7), "May 21 PT", ", from 21 May 2024", "，2024年5月21日起"),
        ("openai", datetime(2024, 5, 1, tzinfo=UTC), "May 2024", ", from May 2024", "，2024年5月起"),
        ("openai", MORNING, "starting today", ", from 21 May 2024", "，2024年5月21日起"),
        ("openai", None, "from today", " (“from today”)", "（“from today”）"),
        ("openai", None, "effective immediately", " (“effective immediately”)", "（“effective immediately”）"),
        ("openai", MORNING, "", ", from 2024-05-21 03:12 UTC", "，2024-05-21 03:12 UTC 起"),
        ("openai", None, "", "", ""),
    ],
)  # fmt: skip
def test_a_day_it_holds_from_is_told_as_that_day(
    vendor: str, effective: datetime | None, printed: str, en: str, zh: str
) -> None:
    one = claim(vendor, "GPT-4o", effective=effective, effective_printed=printed)
    assert (dates(one, "en"), dates(one, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("ends", "printed", "en", "zh"),
    [
        (END_OF_MAY, "5月31日", ", until 31 May 2024", "，至 2024年5月31日"),
        (END_OF_MAY, "2024年5月31日24:00", ", until 31 May 2024", "，至 2024年5月31日"),
        (END_OF_MAY - timedelta(minutes=1), "5月31日23:59", ", until 31 May 2024", "，至 2024年5月31日"),
        (END_OF_MAY.replace(hour=0), "May 31", ", until 31 May 2024", "，至 2024年5月31日"),
        (None, "Nov 21", ", until 21 Nov", "，至 11月21日"),
        (None, "Nov 21, 2026", ", until 21 Nov 2026", "，至 2026年11月21日"),
        (None, "2月29日", ", until 29 Feb", "，至 2月29日"),
        (None, "the end of the month", ", until “the end of the month”", "，至 “the end of the month”"),
        (None, "until further notice", ", until “further notice”", "，至 “further notice”"),
        (None, "月底", ", until “月底”", "，至 “月底”"),
        (None, "", "", ""),
    ],
)
def test_a_day_it_ends_is_told_as_that_day(ends: datetime | None, printed: str, en: str, zh: str) -> None:
    one = claim("alibaba", "Qwen", ends=ends, ends_printed=printed)
    assert (dates(one, "en"), dates(one, "zh")) == (en, zh)


BEGINNINGS = [
    (IN_CHINA, "5月21日"),
    (IN_UTC, "21 May"),
    (MORNING, "today"),
    (None, "from today"),
    (None, "即日起"),
    (None, ""),
]
ENDINGS = [(END_OF_MAY, "5月31日"), (None, "until May 31"), (None, "while stocks last"), (None, "")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ClaimKind)
def test_no_word_stands_twice_and_no_day_is_an_hour(kind: ClaimKind, lang: Lang) -> None:
    for (effective, begins), (ends, ending), said in product(BEGINNINGS, ENDINGS, ({}, {"percent": 50})):
        one = claim(
            "alibaba", "Qwen", kind, effective=effective, effective_printed=begins, ends=ends, ends_printed=ending,
            percent_against="market", scope="batch", recap=True, **said,
        )  # fmt: skip
        words = claim_words(one, VENDORS, lang)
        assert re.search(r"\b(\w+)\W+\1\b|UTC|None|\{", words) is None, words
