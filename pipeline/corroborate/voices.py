"""A story → who says what in it: the vendor itself, or which independent origin."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.corroborate.claimed import same_claim
from pipeline.corroborate.subjects import vendors_of
from pipeline.match import folded
from pipeline.types import Article, Claim, Reported, Story, Vendor

ClaimKey = tuple[str, int]
"""(article id, index of the claim in it), as in `Story.claims`."""
ORIGINS = 2
"""So many independent origins are believed where the vendor itself says nothing."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One article's word on one price."""

    key: ClaimKey
    report: Reported
    claim: Claim
    own_word: bool
    origin: str


def voices_of(story: Story, reports: Mapping[str, Reported], vendors: Mapping[str, Vendor]) -> list[Voice]:
    """What the story's articles say, the vendor's own word first, then in order of time."""
    found = []
    for article, index in story.claims:
        report = reports.get(article)
        if report is None or index >= len(report.claims) or report.claims[index].recap:
            continue
        claim = report.claims[index]
        own = any(is_own_word(report.article, vendors[one]) for one in vendors_of(claim.vendor) if one in vendors)
        found.append(Voice((article, index), report, claim, own, origin_of(report.article)))
    return sorted(found, key=lambda voice: (not voice.own_word, voice.report.at, voice.key))


def by_subject(voices: Iterable[Voice]) -> dict[Hashable, list[Voice]]:
    groups: dict[Hashable, list[Voice]] = {}
    for voice in voices:
        groups.setdefault(subject_of(voice.claim), []).append(voice)
    return groups


def subject_of(claim: Claim) -> tuple[str, str, str]:
    return vendors_of(claim.vendor)[0], claim.model_id or folded(claim.model), claim.meter or ""


def agreeing(story: Story, group: Sequence[Voice], voice: Voice) -> tuple[str, ...]:
    """The origins that say what this voice says; none where the story's articles are all of one origin."""
    found = dict.fromkeys(one.origin for one in group if same_claim(one.claim, voice.claim))
    return tuple(found) if len(story.origins) >= ORIGINS else ()


def size_of(claim: Claim) -> str | None:
    """By how much the price moves, as it stands in the detail of an announcement."""
    return None if claim.percent is None or claim.percent_against else f"{claim.percent:f}"


def is_own_word(article: Article, vendor: Vendor) -> bool:
    """Whether the article stands on a host of the vendor that the catalogue names or watches.

    A host under one of these is not enough: on many, anybody may write (forums, blogs of guests).
    """
    host = _host(article.url) or article.site.casefold().removeprefix("www.")
    watched = {name for page in vendor.pages if (name := _host(page.url)) and _is_under(name, vendor.hosts)}
    return bool(host) and host in watched | {name.removeprefix("www.") for name in vendor.hosts}


def origin_of(article: Article) -> str:
    """Who first wrote it, as far as the article says; else who published it."""
    return article.origin or article.site or _host(article.url)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_under(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)
