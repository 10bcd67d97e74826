"""A Chinese text → the figures that only Chinese spells so: 2.5 折, 三分之二, 降 9 成, 一元, 半价, 5 倍, 免费."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pipeline.claims.printed import Figure

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "半": 0}
_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN: Final = r"[零〇一二两三四五六七八九十百千万亿]{1,8}"
_NUMBER: Final = rf"(?:\d{{1,6}}(?:\.\d{{1,3}})?|{_HAN})"
_FREE: Final = re.compile("免费|限免|不收费|不收取费用")
_FOLD: Final = re.compile(
    r"(?<![\d.一二三四五六七八九])(?P<n>\d{1,2}(?:\.\d{1,2})?|[一二两三四五六七八九]{1,2})\s{0,3}折(?!叠|射|旧|算|腾|衷|磨)"
)
_HALF: Final = re.compile(r"半价|减半|砍半|腰斩|对半砍|打对折|(?<=[降低宜调少砍])(?:了|掉)?\s?一半")
_PART: Final = re.compile(
    rf"(?P<of>{_NUMBER})\s?分之\s?(?P<n>{_NUMBER})|(?<![\d/.])(?P<n2>\d)\s?/\s?(?P<of2>\d{{1,3}})(?![\d/.])"
)
_PERCENT: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:\d{1,3}(?:\.\d{1,3})?\s?%?\s?[-–~至]\s?)?(?P<n>\d{1,4}(?:\.\d{1,3})?)\s{0,3}(?:%|％|个百分点)"
)
_COUNT: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])\s{0,2}(?P<n>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?)\s{0,3}(?P<scale>[万亿千百]{0,2})\s{0,3}(?P<noun>次|条|张|个(?!月)|份|点|分钟|tokens?|credits?|积分)",
    re.IGNORECASE,
)
_TENTHS: Final = re.compile(
    r"(?<=[降跌低宜少了达近超约过])\s{0,3}(?P<n>\d(?:\.\d)?|[一二两三四五六七八九])\s?成(?!本|为|功|交|立|员)"
)
_TIMES: Final = re.compile(rf"(?P<n>{_NUMBER})\s{{0,3}}倍")
_MORE: Final = re.compile("(?:上调|上涨|涨价|涨|加价|提升|提高|增加|放宽|扩大|上浮)了?\\s?$")
"""What makes "一倍" a doubling."""
_COUNTRIES: Final = {
    "卢比": "INR", "日元": "JPY", "日圆": "JPY", "欧元": "EUR", "英镑": "GBP", "韩元": "KRW", "港元": "HKD",
    "港币": "HKD", "新台币": "TWD", "澳元": "AUD", "加元": "CAD", "新元": "SGD", "卢布": "RUB", "雷亚尔": "BRL",
}  # fmt: skip
_FOREIGN: Final = "|".join(_COUNTRIES)
_YUAN: Final = re.compile(
    rf"(?<![\d.零〇一二两三四五六七八九十百千万亿])(?P<n>{_HAN})\s?(?P<coin>元|块钱?|美元|美金|厘|分钱|毛钱?|刀|{_FOREIGN})(?!月|化)"
    rf"|(?<![\d.,])(?P<n2>\d{{1,6}}(?:,\d{{3}})*(?:\.\d{{1,6}})?)\s{{0,6}}(?P<coin2>元|刀|块钱?|厘|分钱|毛钱?|美元|美金|{_FOREIGN})(?![法具片叉月年])"
)
_COINS: Final = {
    "元": ("CNY", "1"), "块": ("CNY", "1"), "块钱": ("CNY", "1"), "美元": ("USD", "1"), "美金": ("USD", "1"),
    "刀": ("USD", "1"), "厘": ("CNY", "0.001"), "分钱": ("CNY", "0.01"), "毛": ("CNY", "0.1"), "毛钱": ("CNY", "0.1"),
} | {coin: (currency, "1") for coin, currency in _COUNTRIES.items()}  # fmt: skip
_PER_BEFORE: Final = re.compile(
    rf"(?P<n>{_NUMBER})\s{{0,2}}(?P<scale>[万千百亿]{{0,2}})\s{{0,6}}(?:个|输入|输出)?\s{{0,6}}tokens?[^\d，。；]{{0,8}}$",
    re.IGNORECASE,
)
_PER_AFTER: Final = re.compile(
    rf"\s{{0,2}}(?:/|每|一)\s?(?P<n>{_NUMBER})?\s?(?P<scale>[万千百亿]{{0,2}})\s?(?:个\s?)?tokens?", re.IGNORECASE
)


def chinese_figures(text: str) -> Iterator[Figure]:
    """The figures of a text, in no order; offsets are those of the text."""
    yield from _coins(text)
    for match in _FREE.finditer(text):
        yield _figure(match, "free", Decimal(0))
    for match in _FOLD.finditer(text):
        yield _figure(match, "ratio", _fold(match["n"]), "折")
    for match in _HALF.finditer(text):
        yield _figure(match, "ratio", Decimal("0.5"))
    for match in _PART.finditer(text):
        yield from _part(match)
    for match in _TENTHS.finditer(text):
        yield _figure(match, "percent", number(match["n"]) * 10)
    for match in _PERCENT.finditer(text):
        yield _figure(match, "percent", Decimal(match["n"]))
    for match in _COUNT.finditer(text):
        yield _figure(match, "count", number(match["n"]) * number("一" + match["scale"]), match["noun"])
    for match in _TIMES.finditer(text):
        more = _MORE.search(text, max(0, match.start() - 4), match.start())
        yield _figure(match, "ratio", number(match["n"]) + (1 if more else 0), "倍")


def number(printed: str) -> Decimal:
    """ "25" → 25; "两百万" → 2000000; "百" → 100."""
    if printed[:1].isdigit():
        return Decimal(printed.replace(",", ""))
    total = section = digit = 0
    for char in printed:
        if char not in _SCALES:
            digit = _DIGITS[char]
        elif _SCALES[char] >= 10**4:
            total, section, digit = (total + section + digit or 1) * _SCALES[char], 0, 0
        else:
            section, digit = section + (digit or 1) * _SCALES[char], 0
    return Decimal(total + section + digit)


def _fold(printed: str) -> Decimal:
    """The part of the price that is left: 2.5 折 and 二五折 are a quarter, 88 折 is 0.88."""
    digits = printed if printed[0].isdigit() else "".join(str(_DIGITS[char]) for char in printed)
    return Decimal(digits) / (100 if len(digits) == 2 else 10)


def _part(match: re.Match[str]) -> Iterator[Figure]:
    whole = number(match["of"] or match["of2"])
    if whole:
        yield _figure(match, "ratio", round(number(match["n"] or match["n2"]) / whole, 4))


def _coins(text: str) -> Iterator[Figure]:
    for match in _YUAN.finditer(text):
        currency, worth = _COINS[match["coin"] or match["coin2"]]
        value = number(match["n"] or match["n2"]) * Decimal(worth)
        per, printed, end = _per(text, match)
        unit = "token" if printed else ""
        yield Figure(match.start(), end, "money", value, currency, per, unit, printed, "", match[0].strip())


def _per(text: str, match: re.Match[str]) -> tuple[Decimal, str, int]:
    """(tokens, as printed, where the figure ends) that an amount in words is for."""
    after = _PER_AFTER.match(text, match.end())
    before = _PER_BEFORE.search(text, max(0, match.start() - 24), match.start())
    found = after or before
    if found is None:
        return Decimal(1), "", match.end()
    per = number(found["n"] or "一") * number("一" + found["scale"] if found["scale"] else "一")
    return per, found[0].strip(), after.end() if after else match.end()


def _figure(match: re.Match[str], kind: str, value: Decimal, unit: str = "") -> Figure:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Figure(start, match.end(), kind, value, None, Decimal(1), unit, unit, "", match[0].strip())
