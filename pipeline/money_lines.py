"""A line with amounts of money in it → its prices, each with the words that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.bare_prices import BARE
from pipeline.currencies import BEFORE
from pipeline.labels import Label, label_of
from pipeline.list_prices import NOW, WAS, without_struck
from pipeline.quotes import MONEY, NUMBER, PAREN, PER, STRUCK, Quote, decimal_of, value_of
from pipeline.types import State
from pipeline.units import unit_at, unit_of

_PER_BRACKET = re.compile(r"\s*\(\s*((?:/|per\b|每)[^()]{1,40})\)", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:-|–|—|~|to|至|到)\s*(?:{BEFORE})?\s*\d", re.IGNORECASE)
_SUM = re.compile(r"(?:[MBK]|bn|mn|mm|tn)(?![A-Za-z])")
"""Right behind a number: "$40M" is money that was raised or spent, and no price."""
_ALTERNATIVE = re.compile(r"\s*(?:or|或)\s*", re.IGNORECASE)
"""Between two prices that are meant for the same thing, so that what is said after the second holds for both."""
_ROUNDED = re.compile(r"0[.,]0{4,}(?!\d)")
"""A price too small for the digits it is printed with; it is not free."""
_LEAST = re.compile(r"\b(?:from|starting at|starts at|as low as)\s*$|(?:低至|最低)\s*$", re.IGNORECASE)
"""Before the lowest of several prices, which is the price of nothing in particular."""
_LAST_UNIT = re.compile(r"(?:^|\s)(?:/|per\b|每)\s*([^()/,，。]{1,30})$", re.IGNORECASE)
_DIRECTED_NUMBER = re.compile(rf"(?P<own>[^\d:]{{2,12}}:)\s*(?P<number>{NUMBER})\s*[/,;|]\s*(?P<next>[^\d:]{{2,12}}:?)")
_ENDED = re.compile(r"(?:^|[,;])$")
_BEGUN = re.compile(r"^(?:$|[,;])")
"""A comma, or nothing at all: what is said beside it is told apart."""
_AND = re.compile(r"(?:^|\s)(?:and|和)$", re.IGNORECASE)
_FEE = re.compile(
    r"[+=≈~]|equivalent|approx|\babout\b|相当|折合|约|\bplus\b|\bthen\b|\bafter\b|\bfees?\b|\bset-?up\b|\bbase\b|\bflat\b|\bminimum\b|\bdeposit\b"
    r"|credits?\b|\bincluded?|加|另|超出|之后|基础|起步|月费|套餐",
    re.IGNORECASE,
)
"""Between a fee and the price of what is used beyond it."""
_DIRECTIONS = ("input", "output", "cache_read", "cache_write")


def prices_in(line: str, monies: list[re.Match[str]]) -> list[Quote] | None:
    """The prices of a line in which `monies` are the amounts; None where one of them is not understood."""
    if _touch(monies):
        return None
    quotes: list[Quote] = []
    shared = _shared_condition(line[: monies[0].start()])
    at, prefixed = len(line) - len(line[len(shared) :].lstrip(": ")) if shared else 0, False
    for number, money in enumerate(monies):
        until = monies[number + 1].start() if number + 1 < len(monies) else len(line)
        before = line[at : money.start()]
        quote, at = _quote(line, money, before, until)
        if quote is None:
            return None
        prefixed = prefixed or (number == 0 and bool(quote.label))
        rest = line[at:until]
        if number + 1 < len(monies):
            cut = _bracketed(rest) if prefixed else _cut(rest)
            quote, at = replace(quote, note=_AND.sub("", rest[:cut].strip(" ,;/|·•"))), at + cut
        else:
            quote = _with_last_unit(replace(quote, note=rest.strip(" ,").removeprefix(".")))
        if shared:
            quote = replace(quote, label=f"{shared} {quote.label}".strip())
        if quotes and _ALTERNATIVE.fullmatch(quotes[-1].note):
            quotes[-1] = replace(quotes[-1], note=quote.note)
        quotes.extend(_with_inner(quote))
        quotes.extend(_other_currencies(quote, line[money.end() : at]))
    return directed(_one_unit(_with_first([without_struck(quote) for quote in quotes])), "")


def _touch(monies: Sequence[re.Match[str]]) -> bool:
    """True for "$3.00$2.40": a price behind the one before it, and what told them apart is lost."""
    return any(one.end() == other.start() for one, other in pairwise(monies))


def _with_first(quotes: list[Quote]) -> list[Quote]:
    """The currency at the end holds for a number before it that has a direction: "in: 0.1 / out: 0.4 USD"."""
    first = quotes[0]
    before = _DIRECTED_NUMBER.fullmatch(first.label)
    value = decimal_of(before["number"]) if before else None
    if before is None or not value or not all(label_of(before[part]).meter in _DIRECTIONS for part in ("own", "next")):
        return quotes
    own = replace(first, value=value, label=before["own"], note="", list_value=None, unit=None, unit_text="")
    return [own, replace(first, label=before["next"]), *quotes[1:]]


def _bracketed(rest: str) -> int:
    """Where what is said of the price before ends: after a bracket right behind it, or at a comma before the next."""
    if rest.rstrip()[-1:] in (",", ";", "、") and rest.strip(" ,;、"):
        return len(rest)
    bracket = re.match(r"\s*\([^()]{0,300}\)", rest)
    return bracket.end() if bracket else 0


def _with_inner(quote: Quote) -> list[Quote]:
    """A bracket with an amount of its own is a second price, which its words qualify: "$2 ($1 with Batch API)"."""
    for match in PAREN.finditer(quote.note):
        money = MONEY.search(match["paren"])
        said = f"{match['paren'][: money.start()]} {match['paren'][money.end() :]}".strip(" ,:") if money else ""
        label = label_of(said)
        if not money or value_of(money)[1] != quote.currency or len(MONEY.findall(match["paren"])) != 1:
            continue
        if listed := _listed(quote, match, money):
            return [listed]
        if label.meter in ("cache_read", "cache_write") or {"service_class", "window"} & {
            name for name, _ in label.terms
        }:
            inner = prices_in(match["paren"], [money])
            rest = replace(quote, note=quote.note.replace(match[0], "").strip(" ,"))
            return [rest, *(replace(each, unit=each.unit or quote.unit) for each in inner or ())]
    return [quote]


def _listed(quote: Quote, bracket: re.Match[str], money: re.Match[str]) -> Quote | None:
    """With the list price that a bracket tells, and what else it says as its note: "(was $1.00, until 31 December)"."""
    inside = bracket["paren"]
    was, behind = WAS.search(inside[: money.start()]), inside[money.end() :].strip()
    before = inside[: was.start()].strip() if was else ""
    if was is None or not (_ENDED.search(before) and _BEGUN.search(behind)):
        return None
    value = value_of(money)[0]
    if value is None or (quote.value is not None and value < quote.value):
        return None
    said = ", ".join(filter(None, (before.strip(" ,;"), behind.strip(" ,;"))))
    return replace(
        quote, list_value=value, note=quote.note.replace(bracket[0], f"({said})" if said else "").strip(" ,")
    )


def _with_last_unit(quote: Quote) -> Quote:
    """A unit after further words is the price's own as well: "$15 out per 1M tokens"."""
    last = _LAST_UNIT.search(quote.note) if quote.unit is None else None
    unit = unit_of(last[1]) if last else None
    return (
        replace(quote, unit=unit, unit_text=last[1], note=quote.note[: last.start()].strip())
        if last and unit
        else quote
    )


def _one_unit(quotes: list[Quote]) -> list[Quote]:
    """The unit at the end of an enumeration holds for all its amounts: "$0.03 (1 GB), $0.12 (4 GB) per session"."""
    last = quotes[-1]
    alike = all(
        q.unit is None and q.currency == last.currency and not _FEE.search(f"{q.label} {q.note}") for q in quotes[:-1]
    )
    alike_notes = label_of(last.note).meter in (None, "input_output", *_DIRECTIONS)
    if last.unit is None or len(quotes) < 2 or not alike or _FEE.search(last.label) or not alike_notes:
        return quotes
    return [*(replace(quote, unit=last.unit, unit_text=last.unit_text) for quote in quotes[:-1]), last]


def _shared_condition(before: str) -> str:
    """The words before a colon that hold for every price of the line: ">256K context: $2.50 in · $7.50 out"."""
    words, colon, rest = before.rpartition(":")
    if not colon or rest.strip():
        return ""
    return words.strip() if re.search(r"[<>≤≥]", words) or _names_class(label_of(words.strip())) else ""


def _names_class(label: Label) -> bool:
    """True for the name of a service class and nothing else."""
    return label.is_condition and {name for name, _ in label.terms} == {"service_class"}


def _cut(between: str) -> int:
    """Where the text between two prices ends to belong to the first: what ends in a colon is the name of the second."""
    if between.lstrip()[:1] in ("·", "•", "|") and between.strip()[1:].strip():
        return 0 if between.rstrip()[-1:] not in ("·", "•", "|") else len(between)
    if between.rstrip().endswith(":"):
        for mark in (",", ")", " "):
            if mark in between.rstrip()[:-1]:
                return between.rindex(mark, 0, len(between.rstrip()) - 1) + 1
        return 0
    was = WAS.search(between) or NOW.search(between)
    return was.start() if was else len(between)


def _quote(line: str, money: re.Match[str], before: str, until: int) -> tuple[Quote | None, int]:
    value, currency = value_of(money)
    end = money.end()
    if value is None or _SUM.match(line, end) or (_RANGE.match(line, end) and not PER.match(line, end)):
        return None, end
    unit, unit_text = None, ""
    per = PER.match(line, end)
    found = unit_at(line, per.end()) if per and per.end() <= until else None
    if found and found[1] <= until:
        unit, unit_text, end = found[0], line[per.end() if per else end : found[1]], found[1]
    inner = _PER_BRACKET.match(line, end) if unit is None else None
    if inner and inner.end() <= until and (unit := unit_of(inner[1])):
        unit_text, end = inner[1], inner.end()
    struck = STRUCK.search(line[:until])
    list_value = None
    if struck:
        was = MONEY.search(struck["struck"]) or BARE.match(struck["struck"])
        list_value = value_of(was)[0] if was else None
        before = STRUCK.sub(" ", before)
    if (value == 0 and _ROUNDED.search(money[0])) or _LEAST.search(before):
        return None, end
    state = State.FREE if value == 0 else State.PRICED
    label = PAREN.sub(lambda match: f" {match['paren']} ", before).strip(" ,:/~·•|")
    return Quote(state, value, currency, unit, list_value, label, "", unit_text, line.strip()), end


def _other_currencies(quote: Quote, behind: str) -> list[Quote]:
    """The same price in another currency, printed in parentheses after it: "$2.50 (¥17.50)"."""
    found = []
    for match in PAREN.finditer(behind + quote.note):
        money = MONEY.fullmatch(match["paren"].strip())
        if money:
            value, currency = value_of(money)
            if value is not None and currency not in (None, quote.currency):
                found.append(replace(quote, value=value, currency=currency, list_value=None))
    return found


def directed(quotes: Sequence[Quote], said: str) -> list[Quote]:
    """The direction that was stated last ("输出:") holds for a price whose own words are conditions and name none."""
    found: list[Quote] = []
    for quote in quotes:
        if quote.value is not None and not label_of(quote.unit_text).meter and (direction := _direction(said)):
            own, note = label_of(quote.label), label_of(quote.note)
            if not own.meter and (own.terms or (not quote.label and note.terms and _is_band(note))):
                quote = replace(quote, label=f"{direction}: {quote.label}".strip())
        said = quote.label or said
        found.append(quote)
    return found


def _is_band(note: Label) -> bool:
    """True for a condition: the "输入" of "输入>32K" says what is bounded, not what is priced."""
    return note.meter is None or bool(re.search(r"[<>≤≥]", note.text))


def _direction(label: str) -> str:
    """What a label states before its colon, or as a whole, if it is a direction and no condition."""
    words_said = label.partition(":")[0].strip()
    said = label_of(words_said)
    return words_said if said.meter in _DIRECTIONS and not said.terms else ""
