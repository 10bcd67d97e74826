"""A passage → every figure it prints: prices with currency and unit, percents, ratios, counts, and the word free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.amounts import NUMBER, decimal_of
from pipeline.claims.chinese_figures import chinese_figures
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure
from pipeline.currencies import AFTER, BEFORE, code_of
from pipeline.units import unit_at
from pipeline.vocabulary import COINS, OWN_UNITS, SCALES

_BIG: Final = r"(?:\s?(?P<big>千万|百万|万|亿|(?:million|billion|bn)(?![\w])|[kK](?![\w])))?"
_MONEY: Final = re.compile(
    rf"(?P<minus>(?<![\w)])[-−–])?(?:(?P<before>{BEFORE})\s?(?P<number>{NUMBER}){_BIG}(?:\s?(?:USD|RMB|CNY|EUR|元)(?![A-Za-z]))?"
    rf"|(?<![A-Za-z0-9_.,$¥€£])(?P<pair>(?:{NUMBER}\s?/\s?){{0,3}})(?P<number2>{NUMBER}){_BIG.replace('<big>', '<big2>')}"
    rf"\s?(?P<after>cents?(?![A-Za-z])|[c¢](?![A-Za-z])|{AFTER}))",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    r"\s{0,3}(?:\(?\s?(?:/|／|per\b|each\b|every\b|for\b|an?\b|每|一)|\b(?=tokens?\b))\s{0,2}", re.IGNORECASE
)
_MILLION: Final = re.compile(r"1?\s?(?:M|m|mil|mm)\b(?!\s?(?:users?|images?|requests?|characters?))")
_UNIT_BEFORE: Final = re.compile(
    r"(?:每|per\s|/)\s?(?P<unit>[^\s，。,;；:：]{1,16}(?:\s?tokens?)?)\s{0,2}(?:[（(]|的?(?:[^\d，。；]{0,12}?))$",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    rf"(?<![\w.])[-−–+]?(?P<number>{NUMBER})(?:\s?[-–~至]\s?(?P<to>{NUMBER}))?\s?(?:%|％|percent\b|per cent\b|个?百分点)",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(rf"(?<![\w.$])(?P<number>{NUMBER})\s?(?:[x×](?![\w])|-?(?:times|fold)\b)", re.IGNORECASE)
_CREDITS: Final = re.compile(r"\s{0,3}(?:\w+\s)?credits?\b", re.IGNORECASE)
_WORDS_OF_RATIO: Final = {
    r"in half|by half|halv(?:e[sd]?|ing)|half(?:[- ](?:the |its |their )?(?:price|cost|off)\b)|half (?:of )?(?:the|its|what)": "0.5",
    r"doubl(?:e[sd]?|ing)|twofold": "2",
    r"tripl(?:e[sd]?|ing)|threefold": "3",
    r"quadrupl(?:e[sd]?|ing)|fourfold": "4",
    r"(?:a|one) third (?=of|the)": "0.333",
    r"(?:a|one)[ -]quarter(?= (?:of|the))|1/4(?= (?:of|the))": "0.25",
    r"(?:a|one)[ -]fifth(?= (?:of|the))": "0.2",
    r"(?:a|one)[ -]tenth(?= (?:of|the))|1/10(?:th)?(?= (?:of|the))": "0.1",
}
_RATIO_WORD: Final = re.compile(
    "|".join(rf"(?P<r{at}>\b(?:{said})\b)" for at, said in enumerate(_WORDS_OF_RATIO)), re.IGNORECASE
)
_RATIOS: Final = [Decimal(value) for value in _WORDS_OF_RATIO.values()]
_FREE: Final = re.compile(
    r"(?<![\w-])free(?![\w]|-(?:form|range|standing|text|fall|lance|hand))(?!\s(?:up|from\sthe|software|speech|will|to\s(?:ask|reach|join|contact|share|explore)|of\s(?!charge|cost)))"
    r"|\bat (?:no|zero) (?:extra |additional )?(?:cost|charge)\b|\bno (?:extra )?charge\b|\bzero[- ]cost\b|\bwithout (?:charge|paying)\b|\bcomplimentary\b",
    re.IGNORECASE,
)
_NOT_FREE: Final = re.compile(
    r"(?:\bfeel|\bset|\bbreak|\broyalty|\bhassle|\berror|\bad|\bsugar|\bcarefree|\bgluten|\bharm|\bhands|\brisk|\bworry|\blicen[cs]e|\bduty|\bare you|\bpain|\btax)[\s-]$",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(
    rf"(?<![\w.$¥€£/-])(?P<number>{NUMBER})(?P<big>\s?(?:k|m|b|million|billion|thousand|万|百万|千万|亿|千)(?![A-Za-z]))?(?![\w.]*[\w]|\.\d|\s?[%％$])",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r"\s?(?P<noun>(?:[A-Za-z][\w-]*\s){0,4}?(?:requests?|tokens?|credits?|messages?|prompts?|queries|questions|images?|videos?|minutes?|hours?|days?|calls?|users?|uses|seats?|RPM|RPD|TPM|TPD|QPS|generations?|searches|completions?|interactions?|invocations?|sessions?|points|tasks?|actions?|次|条|张|个?tokens?)(?![\w])(?:\s?(?:/|per|each|every|a|每)\s?(?:day|week|month|minute|hour|second|mo|min|hr|d|天|月|分钟|user)(?![\w]))?)",
    re.IGNORECASE,
)
_MAX: Final = re.compile(
    r"(?:\bup to|\bas much as|\bas many as|\bat most|\bmaximum(?: of)?|\bno more than|\blimit(?:ed)? (?:of|to)|最高|最多|至多|高达|不超过)\s{0,2}(?:[（(]|\ba\s|\ban\s)?$",
    re.IGNORECASE,
)
_MIN: Final = re.compile(
    r"(?:\bover|\bmore than|\bat least|\bfrom|\bstart(?:s|ing)? (?:at|from)|\bas low as|\bas little as|\bexceed(?:s|ing)?|超过|超|逾|至少|低至|最低|不少于|不低于)\s{0,2}(?:降?至)?\s?$",
    re.IGNORECASE,
)
_APPROX: Final = re.compile(
    r"(?:\babout|\baround|\bapprox(?:imately|\.)?|\broughly|\bnearly|\balmost|\bclose to|\bsome|≈|~|～|约|大约|近|将近|接近|左右)\s{0,3}$",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\s{0,4}(?:/|,|、|and|or|to|和|及|与|→|->|-|–|至|input|output|in|out|for|;|&|\(|\)|（|）|\s){1,8}\s{0,4}",
    re.IGNORECASE,
)
_CONTEXT: Final = 28


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
        value, currency = _worth(match, printed_number)
        if value is None:
            continue
        if match["minus"] and not text[: match.start()].rstrip()[-1:].isdigit():
            value = -value
        per, unit, unit_printed, end = _unit(text, match)
        yield from _pair(text, match, currency, per, unit, unit_printed)
        start = match.end("pair") if match["pair"] else match.start()
        yield Figure(
            start, end, "money", value, currency, per, unit, unit_printed, "", text[start : match.end()].strip()
        )


def _worth(match: re.Match[str], printed: str) -> tuple[Decimal | None, str | None]:
    value = decimal_of(printed)
    big = (match["big"] or match["big2"] or "").lower()
    sign = (match["before"] or match["after"]).strip().lower()
    if value is not None and big:
        value *= SCALES.get(big) or {"k": Decimal(1000), "bn": Decimal(10**9)}[big]
    if sign in COINS or sign in ("c", "cent"):
        currency, worth = COINS.get(sign, ["USD", "0.01"])
        return (value * Decimal(worth) if value is not None else None), currency
    return value, code_of(sign) or OWN_UNITS.get(sign)


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
        if found is not None and found[1] == "token":
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
        if value is not None and (credits := _CREDITS.match(text, match.end())):
            printed = text[match.start() : credits.end()].strip()
            yield Figure(match.start(), credits.end(), "money", value, "CREDIT", Decimal(1), "", "", "", printed)
        elif value is not None:
            yield _plain(text, match, "ratio", value)
    for match in _RATIO_WORD.finditer(text):
        yield _plain(text, match, "ratio", _RATIOS[int((match.lastgroup or "r0")[1:])])


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
    for bound, pattern in (("max", _MAX), ("min", _MIN), ("approx", _APPROX)):
        if pattern.search(text, start, figure.start):
            return replace(figure, bound=bound)
    return figure


def _with_shared_units(text: str, found: list[Figure]) -> Iterable[Figure]:
    """ "$5/$25 per MTok": the unit of a price holds for the one before it, where nothing but a joint is between."""
    for at in range(len(found) - 2, -1, -1):
        figure, after = found[at], found[at + 1]
        if (
            figure.kind == after.kind == "money"
            and not figure.unit
            and after.unit
            and after.currency == figure.currency
        ):
            if after.start - figure.end <= 24 and _JOINED.fullmatch(text, figure.end, after.start):
                found[at] = replace(figure, per=after.per, unit=after.unit, unit_printed=after.unit_printed)
    return found
