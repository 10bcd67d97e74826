"""The data in the scripts of an HTML page (Next.js, JSON-LD, state objects) → cards, where the page shows no prices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.amounts import amounts
from pipeline.blocks.clean import one_line
from pipeline.blocks.types import Card
from pipeline.currencies import code_of
from pipeline.labels import label_of

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_FLIGHT = re.compile(r"__next_f\.push\(\[1,(\"(?:[^\"\\]|\\.)*\")\]\)")
_FLIGHT_ROW = re.compile(r"^[0-9a-f]+:(?=[\[{])", re.MULTILINE)
_STATE = re.compile(r"=\s*(?=\{)")
_PRICE_KEY = re.compile(r"price|cost|amount|rate$", re.IGNORECASE)
_NAME_KEYS = ("model", "modelName", "model_name", "displayName", "display_name", "title", "name", "planName", "plan")
_UNIT_KEYS = ("unit", "period", "interval", "per", "billingPeriod", "billing_period", "priceUnit", "price_unit")
_CURRENCY_KEYS = ("priceCurrency", "price_currency", "currency", "currencyCode", "currency_code")
_LIST_KEY = re.compile(r"pric|cost|rates?$|tiers?$", re.IGNORECASE)
_LABEL_KEYS = ("label", "name", "title", "type", "meter", "value", "kind", "unitName")
_DIRECTIONS = ("input", "output", "input_output", "cache_read", "cache_write")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
MOST_PARTS = 40
_WORD = re.compile(r"[a-z]+|[A-Z]+[a-z]*")
MOST_NODES = 400_000
MOST_CARDS = 2_000
LONGEST_PRICE = 40


def payload_cards(html: str) -> list[Card]:
    """A card for each object that has a name and prices with their currency; never more than `MOST_CARDS`."""
    found: list[Card] = []
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for number, document in enumerate(documents(html), 1):
        parts: set[int] = set()
        for path, node in _objects(document):
            if id(node) in parts:
                continue
            card, of_it = _card(node, f"script data {number}{path}")
            parts.update(of_it)
            if card and (card.title, card.pairs) not in seen:
                seen.add((card.title, card.pairs))
                found.append(card)
            if len(found) >= MOST_CARDS:
                return found
    return found


def documents(html: str) -> Iterator[Any]:
    """Every JSON document in the page's scripts."""
    flight: list[str] = []
    for attributes, body in _scripts(html):
        if "json" in attributes or "__NEXT_DATA__" in attributes:
            yield from _loaded(body, 0)
        elif "__next_f" in body:
            flight.extend(
                text for chunk in _FLIGHT.findall(body) for text in _loaded(chunk, 0) if isinstance(text, str)
            )
        elif state := _STATE.search(body):
            yield from _loaded(body, state.end())
    text = "".join(flight)
    for row in _FLIGHT_ROW.finditer(text):
        yield from _loaded(text, row.end())


def _scripts(html: str) -> Iterator[tuple[str, str]]:
    """(attributes, content) of each script that is closed."""
    at = 0
    while opens := _SCRIPT.search(html, at):
        at = html.find("</script", opens.end())
        if at < 0:
            return
        yield opens[1], html[opens.end() : at]


def _loaded(text: str, at: int) -> Iterator[Any]:
    try:
        yield json.JSONDecoder(parse_float=str).raw_decode(text.lstrip() if at == 0 else text, at)[0]
    except (ValueError, RecursionError):
        return


def _objects(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a document, outer ones first, with its path."""
    todo: list[tuple[str, Any]] = [("", document)]
    for _ in range(MOST_NODES):
        if not todo:
            return
        path, node = todo.pop()
        if isinstance(node, dict):
            yield path, node
            todo.extend(
                (f"{path}/{key}", value) for key, value in reversed(node.items()) if isinstance(value, (dict, list))
            )
        elif isinstance(node, list):
            todo.extend(
                (f"{path}/{place}", value)
                for place, value in reversed(list(enumerate(node)))
                if isinstance(value, (dict, list))
            )


def _card(node: dict[str, Any], locator: str) -> tuple[Card | None, set[int]]:
    """The card of an object, and the objects in it that say no more than one price of it each."""
    name = next((node[key] for key in _NAME_KEYS if isinstance(node.get(key), str) and node[key].strip()), "")
    unit = next((str(node[key]) for key in _UNIT_KEYS if isinstance(node.get(key), str) and len(node[key]) < 30), "")
    code = next((node[key] for key in _CURRENCY_KEYS if isinstance(node.get(key), str)), None)
    pairs = [
        (" ".join(_WORD.findall(key)).lower(), text)
        for key, value in node.items()
        if _PRICE_KEY.search(key) and (text := _price(value, unit, code if isinstance(code, str) else ""))
    ]
    offers = node.get("offers")
    if isinstance(offers, dict) and not pairs:
        return _card({"name": name, **offers}, locator)
    listed = {id(part): pair for part in _parts(node) if (pair := _labelled(part, unit, code))} if name else {}
    pairs += listed.values()
    if not name or not pairs or len(name) > 80 or "<" in name or label_of(name).meter in _DIRECTIONS:
        return None, set()
    return Card(one_line(name), tuple(pairs), locator=locator), set(listed)


def _parts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The members of a list of prices in an object: {"name": "lark", "prices": [{"label": "Input", "price": "$2"}]}."""
    for key, value in node.items():
        if isinstance(value, list) and _LIST_KEY.search(key):
            yield from (part for part in value[:MOST_PARTS] if isinstance(part, dict))


def _labelled(part: dict[str, Any], unit: str, code: Any) -> tuple[str, str] | None:
    """(label, price) of a member of such a list; its label has to say what is counted."""
    label = next((_plain(part[key]) for key in _LABEL_KEYS if isinstance(part.get(key), str)), "")
    if not label or label_of(label).meter not in _DIRECTIONS:
        return None
    currency = next((part[key] for key in _CURRENCY_KEYS if isinstance(part.get(key), str)), code)
    own = next((part[key] for key in _UNIT_KEYS if isinstance(part.get(key), str) and len(part[key]) < 30), unit)
    for key, value in part.items():
        if _PRICE_KEY.search(key) and isinstance(value, (str, int)) and not isinstance(value, bool):
            text = _price(_plain(str(value)), own, currency if isinstance(currency, str) else "")
            if text:
                return label, text
    return None


def _plain(text: str) -> str:
    return one_line(_TAG.sub(" ", text))


def _price(value: Any, unit: str, currency: str) -> str:
    """The price as it would be printed: "$14.99 /mo"; "" if the value is none."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return ""
    text = one_line(str(value)).replace("$$", "$")
    if currency and code_of(currency) and re.fullmatch(r"\d[\d,.]*", text):
        text = f"{currency} {text}"
    if (
        not text
        or len(text) > LONGEST_PRICE
        or not any(quote.currency and quote.value is not None for quote in amounts(text).quotes)
    ):
        return ""
    slash = "" if not unit or unit.strip().startswith(("/", "per")) or "/" in text else "/ "
    return f"{text} {slash}{unit}".strip() if "/" not in text else text
