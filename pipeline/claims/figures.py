"""A passage → every figure it prints: prices with currency and unit, percents, ratios, counts, and the word free."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.chinese_figures import chinese_figures
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure
from pipeline.currencies import AFTER, BEFORE, code_of
from pipeline.quotes import NUMBER, decimal_of
from pipeline.units import unit_at
from pipeline.vocabulary import COINS, OWN_UNITS, SCALES

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("figures.toml").read_text("utf-8"))


def _any(says: Iterable[str]) -> str:
    """The patterns as one; a space stands for any run of spaces, since what is blanked leaves several."""
    return "|".join(each.replace(" ", r"\s+") for each in says)


_BIG: Final = r"(?:\s?(?P<big>千万|百万|万|亿|(?:million|billion|bn)(?![\w])|[kK](?![\w])))?"
_BEFORE: Final = (
    rf"(?P<minus>(?<![\w)])[-−–])?(?P<before>{BEFORE})\s?(?P<number>{NUMBER}){_BIG}"
    r"(?:\s?(?:USD|RMB|CNY|EUR|元)(?![A-Za-z]))?"
)
_PAIRED: Final = rf"(?P<pair>(?:{NUMBER}\s?/\s?){{0,3}})"
_SPELT: Final[dict[str, str]] = _DATA["spelt"]
_AFTER: Final = (
    rf"(?<![A-Za-z0-9_.,$¥€£]){_PAIRED}(?P<number2>{NUMBER}){_BIG.replace('<big>', '<big2>')}"
    rf"\s?(?P<after>cents?(?![A-Za-z])|[c¢](?![A-Za-z])|(?:{_any(_SPELT)})(?![A-Za-z])|{AFTER})"
)
_MONEY: Final = re.compile(f"{_BEFORE}|{_AFTER}", re.IGNORECASE)
_PER: Final = re.compile(
    r"-(?:per|an?)-|\s{0,3}(?:\(?\s?(?:/|／|per\b|each\b|every\b|for\b|an?\b|每|一)|\b(?=tokens?\b))\s{0,2}",
    re.IGNORECASE,
)
_MILLION: Final = re.compile(r"1?\s?(?:M|m|mil|mm)\b(?!\s?(?:users?|images?|requests?|characters?))")
"""A million of what is not said: tokens."""
_UNIT_BEFORE: Final = re.compile(
    r"(?:(?:每|per\s|/)\s?|(?<![\d零一二两三四五六七八九十几数])(?=1?\s?(?:百万|千|M)\s?(?:个\s?)?tokens?))"
    r"(?P<unit>[^\s，。,;；:：]{1,16}(?:\s?tokens?)?)\s{0,2}(?:[（(]|的?(?:[^\d，。；]{0,12}?))$",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    rf"(?<![\w.])[-−–+]?(?P<number>{NUMBER})(?:\s?[-–~至]\s?(?P<to>{NUMBER}))?"
    r"\s?(?:%|％|percent\b|per cent\b|个?百分点)",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(rf"(?<![\w.$])(?P<number>{NUMBER})\s?(?:[x×](?![\w])|-?(?:times|fold)\b)", re.IGNORECASE)
_CREDITS: Final = re.compile(r"\s{0,3}(?:(?:\w+\s)?credits?|(?:premium[\s-]requests?\s)?multiplier)\b", re.IGNORECASE)
_IN_REQUESTS: Final = re.compile(
    rf"\b(?:costs?|counts? (?:as|for)|consumes?|uses up|charged|billed (?:as|at))\s{{1,3}}(?:only\s|just\s)?"
    rf"(?P<number>{NUMBER})\s{{1,3}}(?:fast\s|premium\s)?requests?\b"
    rf"|(?<![\w.$])(?P<credits>{NUMBER})\s(?:user\s)?prompt\scredits?\b"
    r"(?=\s(?:on|for|per|each)\s(?:every\s|each\s|a\s)?(?:message|prompt|request))",
    re.IGNORECASE,
)
"""What an assistant asks for a model, counted in the requests of its plan."""
_WAS_OR_IS: Final = re.compile(
    r"(?:\s(?:in|on|for)\s[\w.]{2,20})?[\s,(]{0,3}(?:(?:up|down)\s)?(?:from|to|was|instead\sof|compared\s(?:to|with)|→|->)\s(?:an?\s|the\s|its\s)?(?:\w+\s)?",
    re.IGNORECASE,
)
_FACTOR: Final = re.compile(
    "|".join(rf"(?P<f{at}>\b(?:{_any([each['says']])})\b)" for at, each in enumerate(_DATA["factors"])), re.IGNORECASE
)
_FACTORS: Final = [Decimal(each["value"]) for each in _DATA["factors"]]
_FREE: Final = re.compile(_any(_DATA["free"]["says"]), re.IGNORECASE)
_NOT_FREE: Final = re.compile(rf"(?:{_any(_DATA['free']['not_after'])})[\s-]$", re.IGNORECASE)
_COUNT: Final = re.compile(
    rf"(?<![\w.$¥€£/-])(?P<number>{NUMBER})(?P<big>\s?(?:k|m|b|million|billion|thousand|万|百万|千万|亿|千)(?![A-Za-z]))?"
    r"(?![\w.]*[\w]|\.\d|\s?[%％$])",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    rf"\s?(?P<noun>(?:[A-Za-z][\w-]*\s){{0,4}}?(?:{_any(_DATA['counted']['nouns'])})(?![\w])"
    rf"(?:\s?(?:/|per|each|every|a|每)\s?(?:{_any(_DATA['counted']['each'])})(?![\w]))?)",
    re.IGNORECASE,
)
_BOUNDS: Final = {
    bound: re.compile(rf"(?:{_any(says)})\s{{0,3}}(?:[（(]|\ba\s|\ban\s|降?至)?\s?$", re.IGNORECASE)
    for bound, says in _DATA["bounds"].items()
}
_JOINED: Final = re.compile(
    r"\s{0,4}(?:/|,|、|and|or|to|和|及|与|→|->|-|–|至|input|output|in|out|for|;|&|\(|\)|（|）|\s){1,8}\s{0,4}",
    re.IGNORECASE,
)
_CONTEXT: Final = 28
"""Characters before a figure that may say "up to"."""
_BESIDE: Final = 5
"""Characters between a unit and the price behind it, at most: "每张图片仅 0.05 元"."""
_JOINT: Final = 24
"""Characters between two prices that share a unit, at most."""


def figures(passage: Passage) -> tuple[Figure, ...]:
    """Every figure of the passage in order; none overlaps another. A price before its unit shares that of the next."""
    text = passage.plain
    found: list[Figure] = []
    taken = bytearray(len(text))
    for figure in _ranked(text):
        if any(taken[figure.start : figure.end]):
            continue
        taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
        found.append(figure)
    found.sort(key=lambda figure: figure.start)
    found = list(_with_credits(text, found))
    return tuple(_with_shared_units(text, [_bounded(text, figure) for figure in found]))


def _ranked(text: str) -> Iterator[Figure]:
    """The figures of each kind, the surest first."""
    yield from _money(text)
    yield from chinese_figures(text)
    yield from _percents(text)
    yield from _ratios(text)
    yield from _free(text)
    yield from _counts(text)


def _money(text: str) -> Iterator[Figure]:
    for match in _MONEY.finditer(text):
        printed_number = match["number"] or match["number2"]
        value, currency, coin = _worth(match, printed_number)
        if value is None or currency == "POINT":
            continue
        if match["minus"] and not text[max(0, match.start() - 4) : match.start()].rstrip()[-1:].isdigit():
            value = -value
        per, unit, unit_printed, end = _unit(text, match)
        yield from _pair(text, match, currency, per, unit, unit_printed)
        start = match.end("pair") if match["pair"] else match.start()
        printed = text[start : match.end()].strip()
        yield Figure(start, end, "money", value, currency, per, unit, unit_printed, "", printed, coin)


def _worth(match: re.Match[str], printed: str) -> tuple[Decimal | None, str | None, Decimal]:
    """(the amount in the currency, the currency, what it is printed in)."""
    value = decimal_of(printed)
    big = (match["big"] or match["big2"] or "").lower()
    sign = (match["before"] or match["after"]).strip().lower()
    if value is not None and big:
        value *= SCALES.get(big) or {"k": Decimal(1000), "bn": Decimal(10**9)}[big]
    if sign in COINS or sign in ("c", "cent"):
        currency, worth = COINS.get(sign, ["USD", "0.01"])
        coin = Decimal(worth)
        return (value * coin if value is not None else None), currency, coin if currency == "USD" else Decimal(1)
    return value, code_of(sign) or OWN_UNITS.get(sign) or _SPELT.get(sign), Decimal(1)


def _pair(
    text: str, match: re.Match[str], currency: str | None, per: Decimal, unit: str, unit_printed: str
) -> Iterator[Figure]:
    """The numbers before the last of "25/125 美元": the same currency and unit."""
    for number in re.finditer(NUMBER, match["pair"] or ""):
        start = match.start("pair") + number.start()
        value = decimal_of(number[0])
        if value is not None:
            yield Figure(
                start, start + len(number[0]), "money", value, currency, per, unit, unit_printed, "", number[0]
            )


def _unit(text: str, match: re.Match[str]) -> tuple[Decimal, str, str, int]:
    """(per, unit, as printed, where the figure ends) from what stands after the amount, else before it."""
    end = match.end()
    per = _PER.match(text, end)
    if per is not None:
        found = _unit_at(text[per.end() : per.end() + 60])
        if found is not None:
            return found[0], found[1], text[per.end() : per.end() + found[2]], per.end() + found[2]
        bare = _MILLION.match(text, per.end())
        if bare is not None:
            return Decimal(10**6), "token", bare[0], bare.end()
    before = _UNIT_BEFORE.search(text, max(0, match.start() - 40), match.start())
    if before is not None:
        found = _unit_at(before["unit"])
        beside = found is not None and match.start() - before.start("unit") - found[2] <= _BESIDE
        if found is not None and (found[1] == "token" or beside):
            return found[0], found[1], before["unit"][: found[2]], end
    return Decimal(1), "", "", end


@lru_cache(maxsize=4096)
def _unit_at(text: str) -> tuple[Decimal, str, int] | None:
    found = unit_at(text)
    return (found[0].per, found[0].name, found[1]) if found else None


def _percents(text: str) -> Iterator[Figure]:
    for match in _PERCENT.finditer(text):
        value = decimal_of(match["to"] or match["number"])
        if value is not None:
            yield _plain(text, match, "percent", value)


def _ratios(text: str) -> Iterator[Figure]:
    for match in _TIMES.finditer(text):
        value = decimal_of(match["number"])
        if value is not None and (counted := _CREDITS.match(text, match.end())):
            printed = text[match.start() : counted.end()].strip()
            yield Figure(match.start(), counted.end(), "money", value, "CREDIT", Decimal(1), "", "", "", printed)
        elif value is not None:
            yield _plain(text, match, "ratio", value)
    for match in _IN_REQUESTS.finditer(text):
        start = match.start("number" if match["number"] else "credits")
        value = decimal_of(match["number"] or match["credits"])
        if value is not None:
            printed = text[start : match.end()]
            yield Figure(start, match.end(), "money", value, "CREDIT", Decimal(1), "", "", "", printed)
    for match in _FACTOR.finditer(text):
        yield _plain(text, match, "ratio", _FACTORS[int((match.lastgroup or "f0")[1:])])


def _with_credits(text: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """ "6x credits, up from 2x": the second is in credits too."""
    for at, figure in enumerate(found):
        beside = [found[other] for other in (at - 1, at + 1) if 0 <= other < len(found)]
        if (
            figure.kind == "ratio"
            and figure.printed[:1].isdigit()
            and any(each.currency == "CREDIT" and _stand_together(text, figure, each) for each in beside)
        ):
            figure = replace(figure, kind="money", currency="CREDIT")
        yield figure


def _stand_together(text: str, one: Figure, two: Figure) -> bool:
    first, second = sorted((one, two), key=lambda each: each.start)
    return _WAS_OR_IS.fullmatch(re.sub(r"\s+", " ", text[first.end : second.start])) is not None


def _free(text: str) -> Iterator[Figure]:
    for match in _FREE.finditer(text):
        if not _NOT_FREE.search(text, max(0, match.start() - 12), match.start()):
            yield _plain(text, match, "free", Decimal(0))


def _counts(text: str) -> Iterator[Figure]:
    for match in _COUNT.finditer(text):
        value = decimal_of(match["number"])
        if value is None:
            continue
        if match["big"]:
            value *= SCALES.get(match["big"].strip().lower(), Decimal(1))
        noun = _NOUN.match(text, match.end())
        unit = noun["noun"] if noun else ""
        yield replace(_plain(text, match, "count", value), unit=unit, unit_printed=unit)


def _plain(text: str, match: re.Match[str], kind: str, value: Decimal) -> Figure:
    return Figure(match.start(), match.end(), kind, value, None, Decimal(1), "", "", "", match[0].strip())


def _bounded(text: str, figure: Figure) -> Figure:
    """The figure with what stands before it: "up to", "over", "about"."""
    start = max(0, figure.start - _CONTEXT)
    for bound, pattern in _BOUNDS.items():
        if pattern.search(text, start, figure.start):
            return replace(figure, bound=bound)
    return figure


def _with_shared_units(text: str, found: list[Figure]) -> Iterable[Figure]:
    """ "$5/$25 per MTok": the unit of a price holds for the one before it, where nothing but a joint is between."""
    for at in range(len(found) - 2, -1, -1):
        figure, after = found[at], found[at + 1]
        alike = figure.kind == after.kind == "money" and figure.currency == after.currency
        if alike and after.unit and not figure.unit and _are_joined(text, figure, after):
            found[at] = replace(figure, per=after.per, unit=after.unit, unit_printed=after.unit_printed)
    return found


def _are_joined(text: str, one: Figure, two: Figure) -> bool:
    return two.start - one.end <= _JOINT and _JOINED.fullmatch(text, one.end, two.start) is not None
