"""A passage → the names it prints: companies, models, products and plans, each with who stands behind it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.english_words import pattern as any_of
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Mention
from pipeline.names import maker_of, model_id

_ROOM: Final = files("pipeline.claims")
_COMPANIES: Final[dict[str, dict[str, Any]]] = tomllib.loads(_ROOM.joinpath("companies.toml").read_text("utf-8"))[
    "company"
]
_GRAMMAR: Final[dict[str, Any]] = tomllib.loads(_ROOM.joinpath("mentions.toml").read_text("utf-8"))
_MAKERS: Final[dict[str, dict[str, Any]]] = tomllib.loads(files("pipeline").joinpath("names.toml").read_text("utf-8"))[
    "maker"
]
_RESELLERS: Final = frozenset(company for company, said in _COMPANIES.items() if said.get("sells_others"))
_START: Final = r"(?<![a-z0-9_@])"
_STOP: Final = r"(?![a-z0-9_])"
_HAN: Final = re.compile("[\u3400-\u9fff]")


HOSTS: Final[dict[str, str]] = _GRAMMAR["hosts"]
"""Host, or the end of one → the company whose site it is."""


GATEWAY: Final = "openrouter"
"""Whose price it is where an open model is written as a path, or its maker sells nothing."""
MIXED: Final = frozenset(_GRAMMAR["mixed"])
SELL_NOTHING: Final = frozenset(_GRAMMAR["sell_nothing"])
OWN_SELLERS: Final = frozenset(_GRAMMAR["own_sellers"])


def mentions(passage: Passage) -> tuple[Mention, ...]:
    """Every name in order; none overlaps another, the longer one wins."""
    text = passage.plain
    lowered = passage.lowered
    found = [*_models(text, lowered), *_named(text, lowered), *_called_after_its_maker(text)]
    makers = {mention.company for mention in found} | {mention.maker for mention in found if mention.maker}
    found.extend(_short(text, lowered, makers))
    return tuple(_apart(found))


def is_company(name: str) -> bool:
    """Whether a seller is listed under this id."""
    return name in _COMPANIES


def sells_others(company: str) -> bool:
    """Whether a company asks its own price for models that others made."""
    return company in _RESELLERS


def _apart(found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions in order without those inside a longer one."""
    end = 0
    for mention in sorted(found, key=lambda each: (each.start, -each.end, each.kind != "model")):
        if mention.start >= end:
            end = mention.end
            yield mention


# Models


def _models(text: str, lowered: str) -> Iterator[Mention]:
    for match in _SLUG.finditer(lowered):
        if mention := _slug(text, match):
            yield mention
    for match in _SIZED.finditer(lowered):
        printed = text[match.start() : match.end()]
        identity = model_id(printed)
        yield Mention(*match.span(), printed, maker_of(identity) or "", "model", identity, maker_of(identity) or "")
    for match in _MODEL.finditer(lowered):
        maker = _FAMILY_MAKER[match["family"].replace(" ", "-")]
        if not _is_name(text[match.start() : match.end()], match["family"]):
            continue
        alone = _alone(match["family"]) if match.end("family") == match.end() else "model"
        if alone != "model":
            yield Mention(*match.span(), text[match.start() : match.end()], _sold_as(maker), alone)
        else:
            yield _model(text, *match.span(), maker)


def _is_name(printed: str, family: str) -> bool:
    """Whether a family that is a word of its own too is written as a name: with a capital, or as one word."""
    if " " not in family and family not in _ORDINARY:
        return True
    return printed[0].isupper() or " " not in printed


def _alone(family: str) -> str:
    """What a family's bare name is: the company where it is called so ("DeepSeek"), a model where there is but one."""
    if family in _NAMES:
        return _NAMES[family][1]
    return "product" if family in _GRAMMAR["apps"] else "model"


def _slug(text: str, match: re.Match[str]) -> Mention | None:
    """ "sao10k/l3-euryale-70b": the maker's id before the slash; "input/output-2x" is none."""
    printed = text[match.start() : match.end()].rstrip(".-:")
    identity = model_id(printed)
    org = _ORGS.get(match["org"])
    if identity is None and org is None:
        return None
    maker = maker_of(identity) or org or ""
    return Mention(match.start(), match.start() + len(printed), printed, maker, "model", identity, maker)


_AFTER_ITS_MAKER: Final = re.compile(r"(?<![\w@./-])(?P<maker>[A-Za-z][A-Za-z0-9]{3,20})-v?\d[\w.]*(?:-[\w.]+){0,3}\b")

_CAPITALISED: Final = re.compile(r"(?<![\w@./-])[A-Z][A-Za-z0-9]{3,20}(?![\w-])")


def _called_after_its_maker(text: str) -> Iterator[Mention]:
    """ "lumen-2" where the text speaks of Lumen too: a model of a company that we know nothing of."""
    spoken_of = {match[0].casefold() for match in _CAPITALISED.finditer(text)} - _COMPANIES.keys()
    for match in _AFTER_ITS_MAKER.finditer(text):
        maker = match["maker"].casefold()
        if maker in spoken_of:
            printed = match[0].rstrip(".")
            yield Mention(match.start(), match.start() + len(printed), printed, maker, "model")


_DESCRIBING: Final = re.compile(r"(?<=[\w.]) (?:reasoning|chat|text|code|base|agent|fast|small|large)$")
"""Words in small letters that tell what kind of model it is: "its o9 reasoning model"."""
_MODEL_BEHIND: Final = re.compile(r" (?:AI )?(?:models?|series|family|system)\b")


def _model(text: str, start: int, end: int, maker: str) -> Mention:
    printed = text[start:end].rstrip(" .-:")
    if _MODEL_BEHIND.match(text, start + len(printed)):
        printed = _DESCRIBING.sub("", printed)
    identity = model_id(printed, maker) or model_id(printed.replace(" ", "-"), maker)
    return Mention(start, start + len(printed), printed, _sold_as(maker), "model", identity, _sold_as(maker))


def _sold_as(maker: str) -> str:
    """The company that stands for a maker in the news: longcat is Meituan's."""
    return {"longcat": "meituan", "nousresearch": "nous"}.get(maker, maker)


def _short(text: str, lowered: str, makers: set[str]) -> Iterator[Mention]:
    """Short names of the makers that the article names: "V3" of DeepSeek, "Sonnet" of Anthropic."""
    for maker, pattern in _SHORT.items():
        if maker in makers:
            for match in pattern.finditer(lowered):
                yield _short_model(text, *match.span(), maker)


def _short_model(text: str, start: int, end: int, maker: str) -> Mention:
    printed = text[start:end]
    whole = f"{_PREFIX.get(maker, maker)}-{printed}".replace(" ", "-")
    return Mention(start, end, printed, maker, "model", model_id(whole, maker), maker)


# Companies, products, plans


def _named(text: str, lowered: str) -> Iterator[Mention]:
    for pattern in (_NAME, _HAN_NAME):
        for match in pattern.finditer(lowered):
            company, kind, exact = _NAMES[match[0]]
            start, end = match.span()
            if exact and text[start:end] not in exact:
                continue
            if match[0] in _INSIDE and _begins(text, start) and not _ACTS.match(lowered, end):
                continue
            if kind == "product" and (level := _LEVEL.match(text, end)):
                kind, end = "plan", level.end()
            yield Mention(start, end, text[start:end], company, kind)


_ACTS: Final = any_of(
    ["{lower}", "{higher}", r"announc\w+", r"launch\w+", r"introduc\w+", "offers", "charges", "adds", "moved"],
    r"\s+(?:(?:has|have|is|just|also|now)\s+)*",
    r"\b",
)
"""Behind a name that is a word too: it is somebody who does something."""


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or not (before[-1].isalnum() or before[-1] in ",'\"")


def _all_names() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Name in small letters → (company, kind, the only ways to write it; none where the case says nothing)."""
    found: dict[str, tuple[str, str, frozenset[str]]] = {}
    for company, said in _COMPANIES.items():
        for key, kind in (("names", "company"), ("products", "product"), ("plans", "plan")):
            found.update({name: (company, kind, frozenset()) for name in said.get(key, ())})
        for key, kind in (("exact", "company"), ("inside", "company"), ("exact_products", "product")):
            for name in said.get(key, ()):
                before = found.get(name.lower())
                ways = before[2] if before else frozenset()
                found[name.lower()] = (company, kind, ways | {name})
    return found


# The data, made ready


def _either(words: Iterable[str]) -> str:
    """The words as one alternation, the longest first; for a hyphen a space will do."""
    return "|".join(re.escape(word).replace(r"\-", "[ -]") for word in sorted(words, key=len, reverse=True))


_NAMES: Final = _all_names()
_INSIDE: Final = frozenset(name.lower() for said in _COMPANIES.values() for name in said.get("inside", ()))
_LEVEL: Final = re.compile(rf" (?:{'|'.join(_GRAMMAR['levels'])})(?![\w-])")
_NAME: Final = re.compile(
    _START
    + "(?:"
    + "|".join(map(re.escape, sorted((n for n in _NAMES if not _HAN.search(n)), key=len, reverse=True)))
    + ")"
    + _STOP
)
_HAN_NAME: Final = re.compile("|".join(sorted(filter(_HAN.search, _NAMES), key=len, reverse=True)))
_FAMILY_MAKER: Final = {
    family: maker for maker, said in _MAKERS.items() for family in said.get("families", ()) if not _HAN.search(family)
} | _GRAMMAR["models"]
_ORGS: Final = {org: maker for maker, said in _MAKERS.items() for org in (maker, *said.get("orgs", ()))}
_ORDINARY: Final = frozenset(_GRAMMAR["ordinary"])
_SURE: Final = _either(_FAMILY_MAKER.keys() - _ORDINARY)
_DOUBTFUL: Final = _either(_FAMILY_MAKER.keys() & _ORDINARY)
_NUMBER: Final = (
    r"(?:(?!\d+(?:\.\d+)?[cx¢](?!\w))[vkmrtxa]?\d{1,4}(?:\.\d{1,2})*(?:x\d{1,3})?[a-z]{0,2}\d?)"
    rf"(?![a-z0-9%$]|\.\d|,\d|\s?(?:{'|'.join(_GRAMMAR['counted'])}))"
)
_MORE: Final = rf"(?:[ \-_./:·]{{0,2}}(?:{_NUMBER}|(?:{_either(_GRAMMAR['words'])}){_STOP}))"
_MODEL: Final = re.compile(
    rf"{_START}(?:(?P<family>{_SURE}|(?:{_DOUBTFUL})(?={_MORE})){_MORE}{{0,6}}(?:\+|\*)?{_STOP})"
)
_SLUG: Final = re.compile(r"(?<![a-z0-9_@/.])(?P<org>[a-z][a-z0-9_.\-]{1,30})/[a-z0-9][a-z0-9.:+_\-]{2,60}")
_SIZED: Final = re.compile(
    r"(?<![a-z0-9_@/.-])[a-z][a-z0-9.]*(?:-[a-z0-9.]+){0,6}-\d{1,3}(?:x\d{1,3})?b(?:-[a-z0-9.]+){0,4}(?![a-z0-9_/-])"
)
"""A name that ends in its size, whosever it is: "l3-euryale-70b"."""
_SHORT: Final = {
    maker: re.compile(rf"{_START}(?<![.\-/])(?:{'|'.join(said)}){_STOP}(?!\s?[%$])")
    for maker, said in _GRAMMAR["short"].items()
}
_PREFIX: Final = {
    "anthropic": "claude",
    "openai": "gpt",
    "google": "gemini",
    "moonshot": "kimi",
    "zhipu": "glm",
    "meta": "llama",
    "xiaomi": "mimo",
}
