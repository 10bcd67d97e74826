"""A number without a currency, in a column of prices → the price that it is."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.labels import label_of
from pipeline.quotes import NUMBER, PER, STRUCK, Quote, decimal_of
from pipeline.types import State
from pipeline.units import Unit, unit_at

BARE = re.compile(
    rf"(?:(?P<label>[^:\d]{{1,60}}):\s*|(?P<was>(?:原价|现价|活动价|优惠价|限时价|特惠价|折后价)\s*))?(?P<number>{NUMBER})(?:\s*[*×xX]\s*(?P<factor>0?\.\d+|1))?(?:\s?[A-Z]{{2,5}}(?=\s*/))?(?P<rest>.*)",
    re.DOTALL,
)
_LABELLED = re.compile(rf"([^\d]{{2,16}}?)\s*:?\s*({NUMBER})")
_BARE_LABELLED = re.compile(rf"(?:[^\d.]{{2,16}}{NUMBER}){{2,6}}")
_BARE_PAIR = re.compile(rf"({NUMBER})\s*[/|]\s*({NUMBER})")


def bare_prices(line: str) -> list[Quote] | None:
    """The prices of a line without a currency; none if it has none; None if there is one that is not understood."""
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1].strip()
    if "~" not in line and _BARE_LABELLED.fullmatch(line) and (labelled := _labelled(line)):
        return labelled
    if pair := _BARE_PAIR.fullmatch(line):
        values = [value for value in map(decimal_of, pair.groups()) if value is not None]
        return [Quote(State.PRICED if value else State.FREE, value, printed=line) for value in values]
    struck = STRUCK.search(line)
    line = STRUCK.sub(" ", line).strip() if struck else line
    match = BARE.fullmatch(line)
    value = decimal_of(match["number"]) if match else None
    if match is None or value is None:
        return []
    unit, unit_text, rest = _unit_of_rest(match["rest"])
    if rest and rest[0] not in "+([,*起":
        return [] if not re.match(r"[-–~%]|\s*[/]", rest) else None
    list_value = _struck_value(struck) if struck else None
    if match["factor"]:
        list_value, value = value, value * Decimal(match["factor"])
    state = State.FREE if value == 0 else State.PRICED
    label = (match["label"] or match["was"] or "").strip()
    return [Quote(state, value, None, unit, list_value, label, rest, unit_text, line)]


def _unit_of_rest(rest: str) -> tuple[Unit | None, str, str]:
    """(unit, its text, what follows) of what stands behind a number: "/ 千tokens (优惠)"."""
    per = PER.match(rest)
    found = unit_at(rest, per.end()) if per else None
    if not found or not per:
        return None, "", rest.strip()
    return found[0], rest[per.end() : found[1]], rest[found[1] :].strip()


def _struck_value(struck: re.Match[str]) -> Decimal | None:
    was = BARE.match(struck["struck"].strip())
    return decimal_of(was["number"]) if was else None


def _labelled(line: str) -> list[Quote]:
    """The prices of "输入0.5, 输出1.2": each number after its own meter; none if one of them names none."""
    found = [(label.strip(" :,;/|、"), decimal_of(number)) for label, number in _LABELLED.findall(line)]
    if not all(value is not None and label_of(label).meter for label, value in found):
        return []
    return [Quote(State.PRICED if value else State.FREE, value, label=label, printed=line) for label, value in found]
