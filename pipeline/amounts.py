"""The text of a cell or line → the prices it states, each with its unit, its label, and what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pipeline import vocabulary as words
from pipeline.currencies import AFTER, BEFORE, code_of, names_currency
from pipeline.labels import Label, label_of
from pipeline.types import State
from pipeline.units import Unit, unit_at, unit_of

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|\.\d+)"
LONGEST = 2_000
"""Characters; a longer text is prose, not a price."""
_ROLLING = "0123456789"
"""The column of digits that an animated price rolls through: its text is no number."""
_BIG = r"(?:\s*(?P<big>万|千万|百万|亿|million|billion)(?![\w]))?"
_BIG_ZH = r"(?:\s*(?P<big>万|千万|百万|亿))?"
_MONEY = re.compile(
    rf"(?:(?P<before>{BEFORE})\s*(?P<number>{NUMBER}){_BIG}(?:\s*(?:USD|RMB|CNY|EUR|元)(?![A-Za-z]))?"
    rf"|(?<![A-Za-z0-9_.$¥€£])(?P<number2>{NUMBER}){_BIG_ZH.replace('big', 'big2')}\s*(?P<after>{AFTER}))",
    re.IGNORECASE,
)  # fmt: skip
_BARE = re.compile(
    rf"(?:(?P<label>[^:\d]{{1,60}}):\s*|(?P<was>(?:原价|现价|活动价|优惠价|限时价|特惠价|折后价)\s*))?(?P<number>{NUMBER})(?:\s*[*×xX]\s*(?P<factor>0?\.\d+|1))?(?:\s?[A-Z]{{2,5}}(?=\s*/))?(?P<rest>.*)",
    re.DOTALL,
)
_LABELLED = re.compile(rf"([^\d]{{2,16}}?)\s*:?\s*({NUMBER})")
_BARE_LABELLED = re.compile(rf"(?:[^\d.]{{2,16}}{NUMBER}){{2,6}}")
_BARE_PAIR = re.compile(rf"({NUMBER})\s*[/|]\s*({NUMBER})")
_PER = re.compile(
    rf"\s*(?:\(\s*(?:{BEFORE})\s*{NUMBER}\s*\)\s*)?(?:/|per|each|every|for|an?|每)\s*(?=\S)", re.IGNORECASE
)
_PER_BRACKET = re.compile(r"\s*\(\s*((?:/|per\b|每)[^()]{1,40})\)", re.IGNORECASE)
_STRUCK = re.compile(r"~~(?P<struck>[^~]{1,200})~~")
_PAREN = re.compile(r"\((?P<paren>[^()]{0,300})\)")
_SPLIT = re.compile(
    r"\n|；|;\s|。(?=\s*\S)|,\s*(?=[^,:\d$¥€]{1,24}:\s*[\d$¥€])|(?<=\))\s*\+\s*(?=\()|\s+(?=(?:现价|活动价|优惠价|限时价|特惠价|折后价))|,\s*(?=[^,:\d]{1,12}:\s*(?:免费|free\b|不计费|限免))",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"\s*(?:-|–|—|~|to|至|到)\s*(?:{BEFORE})?\s*\d", re.IGNORECASE)
_SUM = re.compile(r"(?:[MBK]|bn|mn|mm|tn)(?![A-Za-z])")
"""Right behind a number: "$40M" is money that was raised or spent, and no price."""
_ABOUT = re.compile(r"^\s*(?:约|≈|~|about|approx|equivalent|equal|=|折合|相当于|\$|¥|€)", re.IGNORECASE)
_WAS = re.compile(r"(?:原价|定价|目录价|刊例价|list price|regular(?: price)?|was|originally)\s*:?\s*$", re.IGNORECASE)
_NOW = re.compile(
    r"(?:现价|活动价|优惠价|限时价|特惠价|折后价?|promo(?:tional)?(?: price)?|now|sale(?: price)?)\s*:?\s*$",
    re.IGNORECASE,
)
_PRICE = rf"(?:(?:{BEFORE})\s*{NUMBER}|{NUMBER}\s*(?:{AFTER}))"
_LOWERED = re.compile(
    rf"(?P<was>{_PRICE})\s*(?:(?:→|->|=>|⇒|➜|➔)\s*(?P<now>{_PRICE})"
    rf"|\(\s*(?:\d(?:\.\d)?\s*)?(?:折后|优惠后|now)\s*:?\s*(?P<now2>{_PRICE})\s*\))",
    re.IGNORECASE,
)
"""The price before and the price now: "$2 → $1", "1元(8折后0.8元)"."""
_ARROWED = re.compile(rf"{_PRICE}\s*(?:→|->|=>|⇒|➜|➔)\s*{_PRICE}", re.IGNORECASE)
_TENTHS = re.compile(r"(\d(?:\.\d)?|\d\d)\s*折")
_ALTERNATIVE = re.compile(r"\s*(?:or|或)\s*", re.IGNORECASE)
"""Between two prices that are meant for the same thing, so that what is said after the second holds for both."""
_ROUNDED = re.compile(r"0[.,]0{4,}(?!\d)")
"""A price too small for the digits it is printed with; it is not free."""
_LEAST = re.compile(r"\b(?:from|starting at|starts at|as low as)\s*$|(?:低至|最低)\s*$", re.IGNORECASE)
"""Before the lowest of several prices, which is the price of nothing in particular."""
_LAST_UNIT = re.compile(r"(?:^|\s)(?:/|per\b|每)\s*([^()/,，。]{1,30})$", re.IGNORECASE)
_DIRECTED_NUMBER = re.compile(rf"(?P<own>[^\d:]{{2,12}}:)\s*(?P<number>{NUMBER})\s*[/,;|]\s*(?P<next>[^\d:]{{2,12}}:?)")
_AND = re.compile(r"(?:^|\s)(?:and|和)$", re.IGNORECASE)
_FEE = re.compile(
    r"[+=≈~]|equivalent|approx|\babout\b|相当|折合|约|\bplus\b|\bthen\b|\bafter\b|\bfees?\b|\bset-?up\b|\bbase\b|\bflat\b|\bminimum\b|\bdeposit\b"
    r"|credits?\b|\bincluded?|加|另|超出|之后|基础|起步|月费|套餐",
    re.IGNORECASE,
)
"""Between a fee and the price of what is used beyond it."""
_DIRECTIONS = ("input", "output", "cache_read", "cache_write")
_FROM = re.compile(r"^\s*(?:起|and up|\+)\s*$|^起")

STATES: tuple[tuple[State | None, re.Pattern[str]], ...] = tuple(
    (None if name == "absent" else State(name), re.compile(pattern, re.IGNORECASE)) for name, pattern in words.STATES
)
"""What a cell may say in place of a number. None: it says that there is no such rate."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One price as it stands in a text."""

    state: State | None
    """None: the text says that there is no such rate ("-", "不支持")."""
    value: Decimal | None = None
    currency: str | None = None
    unit: Unit | None = None
    list_value: Decimal | None = None
    label: str = ""
    """What stands before it: "Input", "音频", "输出视频分辨率为 1080p"."""
    note: str = ""
    """What stands after it: "prompts <= 200k tokens", "(text / image)"."""
    unit_text: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """All prices of one text. `refused` is what looks like a price and was not understood."""

    quotes: tuple[Quote, ...] = ()
    refused: str = ""


def decimal_of(text: str) -> Decimal | None:
    """The value of a printed number: 1,234.5 and 0,25 and .5 are understood."""
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if len(text) <= 24 and _ROLLING not in text else None


@lru_cache(maxsize=8192)
def state_of(text: str) -> tuple[bool, State | None]:
    """(True, state) if the whole text is one of the words of `STATES`."""
    stripped = text.strip(" *。.!\n") if len(text) < 60 else text
    for state, pattern in STATES:
        if pattern.fullmatch(stripped) or (state is None and pattern.fullmatch(text.strip())):
            return True, state
    return False, None


def _as_struck(match: re.Match[str]) -> str:
    """The price before crossed out, if the one now is lower; else an arrow that is not understood."""
    now = match["now"] or match["now2"]
    was, lower = (decimal_of(re.sub(r"[^\d.,]", "", price)) for price in (match["was"], now))
    return f"~~{match['was']}~~ {now}" if was is not None and lower is not None and lower < was else match[0]


def first_price(text: str) -> int:
    """Where the first price of a text begins that is not in a bracket; -1 if there is none."""
    return next((match.start() for match in _MONEY.finditer(text) if not _inside(text, match.start())), -1)


@lru_cache(maxsize=16384)
def amounts(text: str, bare: bool = False) -> Amounts:
    """The prices of a text in order. `bare`: a number alone is a price, because its column is one of prices."""
    if len(text) > LONGEST:
        return Amounts((), text if _MONEY.search(text, 0, LONGEST) else "")
    text = text.replace("：", ":").replace("，", ",")
    if "→" in text or "折后" in text or "优惠后" in text or ">" in text or "now" in text:
        text = _LOWERED.sub(_as_struck, text)
        if _ARROWED.search(text):
            return Amounts((), text)
    quotes: list[Quote] = []
    heading, unread = "", []
    for line in filter(None, (part.strip() for part in _SPLIT.split(text))):
        found = _line(line, bare)
        if found is None:
            return Amounts(tuple(quotes), line)
        if found:
            found = [replace(quote, label=f"{heading} {quote.label}".strip()) for quote in found]
            quotes.extend(_directed(found, quotes[-1].label if quotes else ""))
        elif quotes and _trails(line):
            quotes[-1] = replace(quotes[-1], note=f"{quotes[-1].note}\n{line}".strip())
        else:
            heading = line.rstrip(": ")
            unread.append(line)
    return Amounts(_without_base_fees(_with_list_prices(quotes)))


def _directed(quotes: Sequence[Quote], said: str) -> list[Quote]:
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


def _trails(line: str) -> bool:
    return line[0] in "+*([" or (line[0].isdigit() is False and not line.endswith(":") and len(line) > 60)


def _line(line: str, bare: bool) -> list[Quote] | None:
    """The prices of one line; none if it has none; None if there is one that cannot be understood."""
    plain = _STRUCK.sub(" ", _PAREN.sub(" ", line)).strip()
    if not plain:
        plain = line.strip("~ ")
    said, state = state_of(plain)
    if said and (plain or line in "-–—"):
        before = _struck_value(line)
        return [
            Quote(
                state, Decimal(0) if state is State.FREE else None, list_value=before, note=_notes(line), printed=line
            )
        ]
    inner = list(_MONEY.finditer(line)) if names_currency(line) else []
    monies = [match for match in inner if not _inside(line, match.start())]
    if monies:
        return _priced(line, monies)
    if not inner and not bare:
        label, _, rest = line.rpartition(":")
        said, state = state_of(rest) if label and rest.strip() else (False, None)
        return [Quote(state, Decimal(0) if state is State.FREE else None, label=label, printed=line)] if said else []
    return _bare(line) if bare else []


def _struck_value(line: str) -> Decimal | None:
    """The amount that is crossed out in a line."""
    struck = _STRUCK.search(line)
    was = (_MONEY.search(struck["struck"]) or _BARE.match(struck["struck"].strip())) if struck else None
    return _value(was)[0] if was else None


def _inside(line: str, at: int) -> bool:
    """True if the place is within parentheses or crossed out."""
    before = line[:at]
    return before.count("(") > before.count(")") or before.count("~~") % 2 == 1


def _notes(line: str) -> str:
    return " ".join(match["paren"] for match in _PAREN.finditer(line))


def _priced(line: str, monies: list[re.Match[str]]) -> list[Quote] | None:
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
    return _directed(_one_unit(_with_first([_without_struck(quote) for quote in quotes])), "")


def _without_struck(quote: Quote) -> Quote:
    """What is crossed out is the list price, and no note."""
    if quote.list_value is None or "~~" not in quote.note:
        return quote
    return replace(quote, note=_STRUCK.sub(" ", quote.note).strip(" ,"))


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
    for match in _PAREN.finditer(quote.note):
        money = _MONEY.search(match["paren"])
        said = f"{match['paren'][: money.start()]} {match['paren'][money.end() :]}".strip(" ,:") if money else ""
        label = label_of(said)
        if not money or _value(money)[1] != quote.currency or len(_MONEY.findall(match["paren"])) != 1:
            continue
        if _WAS.fullmatch(match["paren"][: money.start()].strip()) and money.end() == len(match["paren"].rstrip()):
            return [replace(quote, list_value=_value(money)[0], note=quote.note.replace(match[0], "").strip(" ,"))]
        if label.meter in ("cache_read", "cache_write") or {"service_class", "window"} & {
            name for name, _ in label.terms
        }:
            inner = _priced(match["paren"], [money])
            rest = replace(quote, note=quote.note.replace(match[0], "").strip(" ,"))
            return [rest, *(replace(each, unit=each.unit or quote.unit) for each in inner or ())]
    return [quote]


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
    was = _WAS.search(between) or _NOW.search(between)
    return was.start() if was else len(between)


def _quote(line: str, money: re.Match[str], before: str, until: int) -> tuple[Quote | None, int]:
    value, currency = _value(money)
    end = money.end()
    if value is None or _SUM.match(line, end) or (_RANGE.match(line, end) and not _PER.match(line, end)):
        return None, end
    unit, unit_text = None, ""
    per = _PER.match(line, end)
    found = unit_at(line, per.end()) if per and per.end() <= until else None
    if found and found[1] <= until:
        unit, unit_text, end = found[0], line[per.end() if per else end : found[1]], found[1]
    inner = _PER_BRACKET.match(line, end) if unit is None else None
    if inner and inner.end() <= until and (unit := unit_of(inner[1])):
        unit_text, end = inner[1], inner.end()
    struck = _STRUCK.search(line[:until])
    list_value = None
    if struck:
        was = _MONEY.search(struck["struck"]) or _BARE.match(struck["struck"])
        list_value = _value(was)[0] if was else None
        before = _STRUCK.sub(" ", before)
    if (value == 0 and _ROUNDED.search(money[0])) or _LEAST.search(before):
        return None, end
    state = State.FREE if value == 0 else State.PRICED
    label = _PAREN.sub(lambda match: f" {match['paren']} ", before).strip(" ,:/~·•|")
    return Quote(state, value, currency, unit, list_value, label, "", unit_text, line.strip()), end


def _value(money: re.Match[str]) -> tuple[Decimal | None, str | None]:
    groups = money.groupdict()
    value = decimal_of(groups.get("number") or groups.get("number2") or "")
    printed = groups.get("before") or groups.get("after") or ""
    big = groups.get("big") or groups.get("big2")
    if value is not None and big:
        value *= words.SCALES[big.lower()]
    if printed.lower() in words.COINS:
        currency, worth = words.COINS[printed.lower()]
        return value * Decimal(worth) if value is not None else None, currency
    return value, code_of(printed) or words.OWN_UNITS.get(printed.lower())


def _other_currencies(quote: Quote, behind: str) -> list[Quote]:
    """The same price in another currency, printed in parentheses after it: "$2.50 (¥17.50)"."""
    found = []
    for match in _PAREN.finditer(behind + quote.note):
        money = _MONEY.fullmatch(match["paren"].strip())
        if money:
            value, currency = _value(money)
            if value is not None and currency not in (None, quote.currency):
                found.append(replace(quote, value=value, currency=currency, list_value=None))
    return found


def _bare(line: str) -> list[Quote] | None:
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1].strip()
    if "~" not in line and _BARE_LABELLED.fullmatch(line) and (labelled := _labelled(line)):
        return labelled
    if pair := _BARE_PAIR.fullmatch(line):
        values = [value for value in map(decimal_of, pair.groups()) if value is not None]
        return [Quote(State.PRICED if value else State.FREE, value, printed=line) for value in values]
    struck = _STRUCK.search(line)
    if struck:
        line = _STRUCK.sub(" ", line).strip()
    match = _BARE.fullmatch(line)
    if not match:
        return []
    value = decimal_of(match["number"])
    rest = match["rest"]
    if value is None:
        return []
    unit, unit_text, list_value = None, "", None
    per = _PER.match(rest)
    found = unit_at(rest, per.end()) if per else None
    if found and per:
        unit, unit_text, rest = found[0], rest[per.end() : found[1]], rest[found[1] :]
    rest = rest.strip()
    if rest and rest[0] not in "+([,*起":
        return [] if not re.match(r"[-–~%]|\s*[/]", rest) else None
    if struck:
        was = _BARE.match(struck["struck"].strip())
        list_value = decimal_of(was["number"]) if was else None
    if match["factor"]:
        list_value, value = value, value * Decimal(match["factor"])
    return [
        Quote(
            State.FREE if value == 0 else State.PRICED,
            value,
            None,
            unit,
            list_value,
            (match["label"] or match["was"] or "").strip(),
            rest,
            unit_text,
            line,
        )
    ]


def _labelled(line: str) -> list[Quote]:
    """The prices of "输入0.5, 输出1.2": each number after its own meter; none if one of them names none."""
    found = [(label.strip(" :,;/|、"), decimal_of(number)) for label, number in _LABELLED.findall(line)]
    if not all(value is not None and label_of(label).meter for label, value in found):
        return []
    return [Quote(State.PRICED if value else State.FREE, value, label=label, printed=line) for label, value in found]


def _without_base_fees(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Of "200 + 0.008 a thousand tokens" the first is a fee beside the rate: it is kept as a note."""
    kept: list[Quote] = []
    for quote in quotes:
        before = kept[-1] if kept else None
        if before and before.note == "+" and before.unit is None and quote.unit is not None:
            kept[-1] = replace(quote, note=f"{quote.note} + {before.value} {before.currency or ''}".strip())
        else:
            kept.append(quote)
    return tuple(kept)


def _with_list_prices(quotes: list[Quote]) -> tuple[Quote, ...]:
    """原价 X 现价 Y are one price with its list price."""
    kept: list[Quote] = []
    was: Quote | None = None
    for quote in quotes:
        if _WAS.search(quote.label) and len(quotes) > 1:
            was = quote
            continue
        label = _NOW.sub("", quote.label).strip(" ,:")
        if was is not None and quote.list_value is None and quote.currency == was.currency:
            quote = replace(quote, list_value=was.value, unit=quote.unit or was.unit)
            was = None
        kept.append(replace(quote, label=label))
    return tuple(_discounted(quote) for quote in kept or ([was] if was else []))


def _discounted(quote: Quote) -> Quote:
    """原价 X, N 折: X is the list price, and N tenths of it are asked now. A discount beside a price that is not called
    the original one changes nothing: it may be in the price already.
    """
    rate = _TENTHS.search(quote.note)
    if not rate or not _WAS.search(quote.label) or quote.value is None or quote.list_value is not None:
        return quote
    tenths = Decimal(rate[1]) / (10 if Decimal(rate[1]) < 10 else 100)
    return replace(
        quote, value=quote.value * tenths, list_value=quote.value, label=_WAS.sub("", quote.label).strip(" ,:")
    )
