"""Turns a printed model name into a clean one, and that into `maker/name`, the same at every vendor and date."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline").joinpath("names.toml").read_text("utf-8"))

_LONGEST: Final = 120
_MOST_WORDS: Final = 10
_HYPHENS: Final = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("·•・", "·"))
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]")
_LINK: Final = re.compile(r"!?\[([^\[\]]{1,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_PICTURE: Final = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_MARKUP: Final = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|`|~~|\\(?=[\\`*_{}\[\]()#+\-.!$])")
_NOTE: Final = re.compile(
    r"\s*(?:\[\d{1,2}\]|\[\^[\w-]{1,20}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰†‡§]+|(?<=\w)\*{1,3}|\*{1,3}$|\(\d\)$|（\d）$|注\d$)"
)
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:@+\-]*[A-Za-z0-9+]")
"""A name of one word, with nothing to clean."""
_SUSPICIOUS: Final = re.compile(r"[\[\]*`~\\_(]")
_ENDS: Final = " \t:：,，;；、|·-–—*"
_PATH_SPACE: Final = re.compile(r"\s/\s|[,，、;；]|\s(?:and|or|&|和|及|或)\s")
_REMARK: Final = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{0,60})[)）\]】]")
_DATE: Final = re.compile(r"-(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?=-|$)")
_MONTH: Final = re.compile(r"-((?:0[1-9]|1[0-2])-20\d\d)(?=-|$)")
_SHORT_DATE: Final = re.compile(r"-(2[3-9])(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_VERSION: Final = re.compile(r"(?<![\d.])(\d)-([1-9]?\d)(?![\d.a-z])")
_PARTED: Final = re.compile(r"\d[-p]\d")
_P_POINT: Final = re.compile(r"(?<=\d)p(?=\d)")
_SERVED: Final = re.compile(r"(?:-v\d{1,2})?:\d{1,2}(?::[\w.]{1,6})?$")
_DOTTED: Final = re.compile(r"^(?:(?:us|eu|apac|au|jp|ca|sa|me|global|us-gov)\.)?([a-z0-9]{2,20})\.(?=[a-z])")
_CONTINUED: Final = re.compile(
    r"v?\d[\w.\-]*|(?:text|image|reference|video|audio|start-end|keyframe)-to-[a-z\-]+|edit|fast|turbo"
)
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[a-z]+")
_GAPS: Final = re.compile(r"[\s_]+")
_DASHES: Final = re.compile(r"-{2,}")
_FIT: Final = re.compile(r"[a-z0-9][a-z0-9.+\-]*")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_DATED: Final = re.compile(r"20\d\d[-/.]?\d\d[-/.]?\d\d|\d{4}")


@dataclass(frozen=True, slots=True, eq=False)
class _Maker:
    id: str
    host: bool
    rewritten: re.Pattern[str] | None
    """Finds whether any of the rewrites may apply."""
    rewrites: tuple[tuple[re.Pattern[str], str], ...]
    drop: frozenset[str]
    undated: bool
    dated: frozenset[str]
    month_day: bool


def clean_name(printed: str) -> str:
    """The name without what is not part of it: invisible characters, markup and links, footnote marks, badges.

    Dates, versions and the letters' case stay.
    """
    if _PLAIN.fullmatch(printed):
        return printed
    text = printed
    if not printed.isascii() or _SUSPICIOUS.search(printed):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _NOTE.sub("", _LINK.sub(r"\1", printed))))
        text = _MARKUP.sub("", _NOTE.sub("", _PICTURE.sub(" ", text.translate(_HYPHENS))))
    text = " ".join(text.split()).strip(_ENDS)
    return _without_badges(text)


def _without_badges(text: str) -> str:
    """A badge stands apart at an end, in capitals, Chinese or brackets: "Kimi K3 NEW", "【热门】GLM-5"."""
    while (match := _BADGE_END.search(text) or _BADGE_START.match(text)) and match[0] != text:
        text = (text[: match.start()] + text[match.end() :]).strip(_ENDS)
    return text


@lru_cache(maxsize=32_768)
def model_id(printed: str, vendor: str = "") -> str | None:
    """`maker/name`, or None where the name is not known, is several names, or a service (fine-tuned, reserved).

    `vendor` is the id of who prints it: it makes names believable that are too common elsewhere ("embedding-2").
    """
    text = clean_name(printed).lower()
    if not text or len(text) > _LONGEST or text.startswith("ft:") or "commitment" in text:
        return None
    if not _PLAIN.fullmatch(text):
        text = _beside_its_org(text)
        if _PATH_SPACE.search(text):
            return None
    prefix, name = _unprefixed(text)
    return _resolved(name, prefix, _ORGS.get(vendor)) if name else None


def maker_of(identity: str | None) -> str | None:
    """The maker in a model id."""
    return identity.partition("/")[0] if identity else None


def sold_by(maker: str) -> str:
    """The id of the vendor under which a maker sells its own models: bytedance → volcengine, openai → openai."""
    declared: str = _DATA["maker"].get(maker, {}).get("sold_by", maker)
    return declared


@lru_cache(maxsize=16_384)
def _resolved(name: str, prefix: _Maker | None, vendor: _Maker | None) -> str | None:
    """The id of a name whose way is known. Kept apart: the same name comes by many ways."""
    name, date = _undated(_translated(name))
    if _PARTED.search(name):
        name = _VERSION.sub(r"\1.\2", _P_POINT.sub(".", name))
    made_by, name = _family(name, prefix, vendor)
    maker = made_by
    if prefix is not None and (made_by is None or not prefix.host):
        maker = prefix
    if maker is None:
        return None
    name, date = _as_made(name, date, maker)
    sure = maker is prefix or _tells(name)
    words = name.split("-")
    if name.startswith(_PLANS):
        return None
    if not sure or len(words) > _MOST_WORDS or not _FIT.fullmatch(name) or not _NEVER.isdisjoint(words):
        return None
    return f"{maker.id}/{name}{date}"


# The way to the name


def _beside_its_org(text: str) -> str:
    """ "moonshot / kimi k9" as a path; two models beside each other stay as they are."""
    left, slash, right = text.partition(" / ")
    return f"{left}/{right}" if slash and _GAPS.sub("-", left.strip()) in _BEFORE else text


def _unprefixed(text: str) -> tuple[_Maker | None, str]:
    """(maker named before the name, name): "Meta: Llama 4", "groq/openai/gpt-oss", "us.anthropic.claude-…-v1:0".

    The name is empty where an unknown word stands before a slash: it may be a tuner of models, or another model.
    """
    maker, name = None, text
    left, colon, right = text.partition(": ")
    if colon and _GAPS.sub("-", left) in _BEFORE:
        maker, name = _BEFORE[_GAPS.sub("-", left)], right
    if "/" in name:
        segments = name.split("/")
        count = 2 if _CONTINUED.fullmatch(segments[-1]) and segments[-2] not in _BEFORE else 1
        before, name = segments[:-count], "-".join(segments[-count:])
        if any(segment not in _BEFORE and not _SETTING.fullmatch(segment) for segment in before[-1:]):
            return None, ""
        maker = next((known for segment in reversed(before) if (known := _BEFORE.get(segment))), maker)
    dotted = _DOTTED.match(name)
    if dotted is not None and dotted[1] in _ORGS:
        maker, name = _ORGS[dotted[1]], name[dotted.end() :]
    return maker, _untagged(name)


def _untagged(name: str) -> str:
    """The name without how it is served: `:free`, `-v1:0`; the colon of a size ("gpt-oss:120b") is a hyphen."""
    if ":" not in name:
        return name
    name = _SERVED.sub("", _ALIASES.get(name, name))
    base, _, tag = name.partition(":")
    return base if tag in _VARIANTS else name.replace(":", "-").removesuffix("-cloud")


def _translated(name: str) -> str:
    """The name in Latin letters, hyphens between its words; "" where Chinese is left that says we know not what."""
    if "(" in name or "[" in name or "【" in name or "（" in name:
        name = _REMARK.sub(_remark, name)
    if _HAN.search(name):
        name = _latin(name)
    name = _GAPS.sub("-", name.replace("@", "-").replace("·", "-"))
    return _DASHES.sub("-", name).strip("-") if "--" in name or name[:1] == "-" or name[-1:] == "-" else name


def _latin(name: str) -> str:
    name = next((latin + name[len(word) :] for word, latin in _WORDS if name.startswith(word)), name)
    for label in _LABELS:
        name = name.replace(label, " ")
    return "" if _HAN.search(name) else name.strip()


def _remark(match: re.Match[str]) -> str:
    said = _GAPS.sub("-", match[1].strip())
    return f"-{said}" if said in _KEPT or _DATED.fullmatch(said) else ""


def _undated(name: str) -> tuple[str, str]:
    """(name, "-2024-08-06"), the date however it was written; ("", "") where there is none."""
    if "-2" not in name and "-20" not in name:
        return name, ""
    full = _DATE.search(name) or _SHORT_DATE.search(name, max(len(name) - 7, 0))
    if full is not None:
        year = full[1] if len(full[1]) == 4 else f"20{full[1]}"
        return name[: full.start()] + name[full.end() :], f"-{year}-{full[2]}-{full[3]}"
    month = _MONTH.search(name)
    return (name[: month.start()] + name[month.end() :], month[0]) if month else (name, "")


# Who made it


def _family(name: str, prefix: _Maker | None, vendor: _Maker | None) -> tuple[_Maker | None, str]:
    """(maker whose family the name is of, the name from there on)."""
    words = name.split("-")
    for start in range(min(3, len(words))):
        if start and words[start - 1] not in _BEFORE and "-".join(words[:start]) not in _BEFORE:
            break
        maker = _maker_of_words(words[start:], prefix, vendor)
        if maker is not None:
            return maker, "-".join(words[start:])
    return None, name


def _maker_of_words(words: list[str], prefix: _Maker | None, vendor: _Maker | None) -> _Maker | None:
    for length in range(min(4, len(words)), 0, -1):
        begin = "-".join(words[:length])
        stem = begin if begin in _STEMS else begin.rstrip("0123456789.")
        if stem in _FAMILIES:
            return _FAMILIES[stem]
        for maker in _OWN.get(stem, ()):
            if maker is prefix or maker is vendor:
                return maker
    letters = _WORD.match(words[0])
    if letters is None or len(letters[0]) < 2 or not words[0][letters.end() : letters.end() + 1].isdigit():
        return None
    return _FAMILIES.get(letters[0])


def _as_made(name: str, date: str, maker: _Maker) -> tuple[str, str]:
    """(name, date) as the maker's own rules write them."""
    first, *rest = name.split("-")
    if not maker.drop.isdisjoint(rest):
        name = "-".join([first, *(word for word in rest if word not in maker.drop)])
    for pattern, replacement in maker.rewrites if maker.rewritten and maker.rewritten.search(name) else ():
        found = pattern.search(name)
        if found is not None:
            name = name[: found.start()] + found.expand(replacement) + name[found.end() :]
    if maker.undated and name not in maker.dated:
        date = ""
    elif date and maker.month_day and len(date) == 11:
        date = f"-{date[6:8]}{date[9:]}"
    return name, date


def _tells(name: str) -> bool:
    """Whether the name tells one model of its family: by a digit, by known words only, or because it is known to."""
    if name in _WHOLE or _DIGIT.search(name):
        return True
    words = name.split("-")
    return len(words) > 1 and all(word in _SIZES for word in words[1:])


# The data, made ready


def _maker(identity: str, said: dict[str, Any]) -> _Maker:
    patterns = [pattern for pattern, _ in said.get("rewrites", ())]
    return _Maker(
        id=identity,
        host=bool(said.get("host")),
        rewritten=re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None,
        rewrites=tuple((re.compile(pattern), replacement) for pattern, replacement in said.get("rewrites", ())),
        drop=frozenset(said.get("drop", ())) | frozenset(_DATA["drop"]),
        undated=bool(said.get("undated")),
        dated=frozenset(said.get("dated", ())),
        month_day=bool(said.get("month_day")),
    )


def _gathered(key: str) -> dict[str, list[_Maker]]:
    found: dict[str, list[_Maker]] = {}
    for identity, said in _DATA["maker"].items():
        for name in said.get(key, ()):
            found.setdefault(name, []).append(_MAKERS[identity])
    return found


_MAKERS: Final = {identity: _maker(identity, said) for identity, said in _DATA["maker"].items()}
_ORGS: Final = {org: makers[0] for org, makers in _gathered("orgs").items()} | _MAKERS
_BEFORE: Final[dict[str, _Maker | None]] = {**dict.fromkeys(_DATA["hosts"]), **_ORGS}
"""Words that may stand before a name: makers, and None for those who only serve it."""
_FAMILIES: Final = {family: makers[0] for family, makers in _gathered("families").items()}
_OWN: Final = _gathered("own")
_STEMS: Final = _FAMILIES.keys() | _OWN.keys()
_ALIASES: Final[dict[str, str]] = _DATA["aliases"]
_VARIANTS: Final = frozenset(_DATA["variants"])
_KEPT: Final = frozenset(_DATA["kept_remarks"])
_SIZES: Final = frozenset(_DATA["sizes"])
_WHOLE: Final = frozenset(_DATA["whole"])
_PLANS: Final = tuple(_DATA["plans"])
_NEVER: Final = frozenset(_DATA["never"])
_WORDS: Final = sorted(_DATA["words"].items(), key=lambda pair: -len(pair[0]))
_LABELS: Final = [word for word in _DATA["drop"] if _HAN.search(word)]
_SETTING: Final = re.compile(_DATA["settings"])
_BADGES: Final = "|".join(map(re.escape, _DATA["badges"]))
_SHOUTED: Final = "|".join(re.escape(word.upper()) for word in _DATA["badges"] if word.isascii())
_HAN_BADGES: Final = "|".join(re.escape(word) for word in _DATA["badges"] if not word.isascii())
_BADGE_END: Final = re.compile(
    rf"\s+(?:{_SHOUTED}|New|Hot)$|(?:\s+|(?<![\u3400-\u9fff]))(?:{_HAN_BADGES})$|\s*[(（\[【](?i:{_BADGES})[)）\]】]$"
)
_BADGE_START: Final = re.compile(rf"[(（\[【](?i:{_BADGES})[)）\]】]\s*|(?:{_SHOUTED})\s+|(?:{_HAN_BADGES})\s+")
