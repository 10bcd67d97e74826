"""The text of a cell or line → the prices it states, each with its unit, its label, and what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from pipeline.bare_prices import BARE, bare_prices
from pipeline.currencies import names_currency
from pipeline.list_prices import ARROWED, LOWERED, as_struck, with_list_prices
from pipeline.money_lines import directed, prices_in
from pipeline.quotes import MONEY, PAREN, STRUCK, Amounts, Quote, is_inside, state_of, value_of
from pipeline.types import State

LONGEST = 2_000
"""Characters; a longer text is prose, not a price."""
_SPLIT = re.compile(
    r"\n|；|;\s|。(?=\s*\S)|,\s*(?=[^,:\d$¥€]{1,24}:\s*[\d$¥€])|(?<=\))\s*\+\s*(?=\()|\s+(?=(?:现价|活动价|优惠价|限时价|特惠价|折后价))|,\s*(?=[^,:\d]{1,12}:\s*(?:免费|free\b|不计费|限免))",
    re.IGNORECASE,
)


def first_price(text: str) -> int:
    """Where the first price of a text begins that is not in a bracket; -1 if there is none."""
    return next((match.start() for match in MONEY.finditer(text) if not is_inside(text, match.start())), -1)


@lru_cache(maxsize=16384)
def amounts(text: str, bare: bool = False) -> Amounts:
    """The prices of a text in order. `bare`: a number alone is a price, because its column is one of prices."""
    if len(text) > LONGEST:
        return Amounts((), text if MONEY.search(text, 0, LONGEST) else "")
    text = text.replace("：", ":").replace("，", ",")
    if "→" in text or "折后" in text or "优惠后" in text or ">" in text or "now" in text:
        text = LOWERED.sub(as_struck, text)
        if ARROWED.search(text):
            return Amounts((), text)
    quotes: list[Quote] = []
    heading, unread = "", []
    for line in filter(None, (part.strip() for part in _SPLIT.split(text))):
        found = _line(line, bare)
        if found is None:
            return Amounts(tuple(quotes), line)
        if found:
            found = [replace(quote, label=f"{heading} {quote.label}".strip()) for quote in found]
            quotes.extend(directed(found, quotes[-1].label if quotes else ""))
        elif quotes and _trails(line):
            quotes[-1] = replace(quotes[-1], note=f"{quotes[-1].note}\n{line}".strip())
        else:
            heading = line.rstrip(": ")
            unread.append(line)
    return Amounts(_without_base_fees(with_list_prices(quotes)))


def _trails(line: str) -> bool:
    return line[0] in "+*([" or (line[0].isdigit() is False and not line.endswith(":") and len(line) > 60)


def _line(line: str, bare: bool) -> list[Quote] | None:
    """The prices of one line; none if it has none; None if there is one that cannot be understood."""
    plain = STRUCK.sub(" ", PAREN.sub(" ", line)).strip()
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
    inner = list(MONEY.finditer(line)) if names_currency(line) else []
    monies = [match for match in inner if not is_inside(line, match.start())]
    if monies:
        return prices_in(line, monies)
    if not inner and not bare:
        label, _, rest = line.rpartition(":")
        said, state = state_of(rest) if label and rest.strip() else (False, None)
        return [Quote(state, Decimal(0) if state is State.FREE else None, label=label, printed=line)] if said else []
    return bare_prices(line) if bare else []


def _struck_value(line: str) -> Decimal | None:
    """The amount that is crossed out in a line."""
    struck = STRUCK.search(line)
    was = (MONEY.search(struck["struck"]) or BARE.match(struck["struck"].strip())) if struck else None
    return value_of(was)[0] if was else None


def _notes(line: str) -> str:
    return " ".join(match["paren"] for match in PAREN.finditer(line))


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
