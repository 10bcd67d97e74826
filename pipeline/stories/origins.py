"""The articles of a story → who wrote it independently of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.stories.likeness import LONG, alike
from pipeline.stories.names import WORDS
from pipeline.types import Article, Reported

_PLATFORMS: Final = frozenset(WORDS["platforms"])
_ENDING: Final = re.compile(r"\.(?:com|cn|net|org|ai|io|co)(?:\.(?:cn|hk|tw|uk|jp))?$")
_SIGNS: Final = re.compile(r"[\W_]+")
_SUBDOMAIN: Final = re.compile(r"^(?:www|m|wap|amp|news|finance|tech|blog|blogs)\.(?=[^.]+\.)")
"""Doors of one house."""


@dataclass(slots=True)
class _Origin:
    label: str
    keys: set[str]
    text: str
    """Of its first article: what a repost is compared with."""


def origins(articles: Iterable[Reported]) -> tuple[str, ...]:
    """Who wrote it, first told first. A copy, a named source, or the same site adds none."""
    found: list[_Origin] = []
    for reported in articles:
        _add(found, reported.article)
    return tuple(origin.label for origin in found)


def reposted(article: Article, original: Article) -> bool:
    """Whether one site has printed what another one wrote. A site that repeats its own words tells of another day."""
    return _folded(site_of(article)) != _folded(site_of(original)) and alike(
        _body(article), _body(original), least=LONG
    )


def site_of(article: Article) -> str:
    """The site on which an article stands: its host without "www.", with the account where many publish."""
    try:
        parts = urlsplit(article.url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return article.site
    if not host:
        return article.site
    account = parts.path.strip("/").partition("/")[0] if host in _PLATFORMS else ""
    return f"{host}/{account}" if account else host


def _add(found: list[_Origin], article: Article) -> None:
    """Count the article to the origin it shares, else as a new one."""
    keys = {folded for name in (article.origin, site_of(article)) if (folded := _folded(name))}
    shared = next((origin for origin in found if not keys.isdisjoint(origin.keys)), None)
    shared = shared or next((origin for origin in found if alike(origin.text, _body(article))), None)
    if shared is not None:
        shared.keys |= keys
    else:
        found.append(_Origin(article.origin or site_of(article) or article.title, keys, _body(article)))


def _body(article: Article) -> str:
    """What a repost has in common with its original, which often goes under another title."""
    return article.text or article.title


def _folded(name: str) -> str:
    """ "TechCrunch" and "techcrunch.com" are one."""
    return _SIGNS.sub("", _ENDING.sub("", _SUBDOMAIN.sub("", name.casefold())))
