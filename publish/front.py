"""The front page: the latest events, and how every page that is watched fares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.types import EventKind, Vendor
from publish.asked import Asked
from publish.coverage import Covered, Fare, ago
from publish.entry import Entry
from publish.feeds import LANGUAGES, discovery
from publish.markup import templates, words
from publish.money import Lang
from publish.naming import vendor_name
from publish.news import Fares
from publish.site_words import FRONT
from publish.vocabulary import KINDS

BETTER = frozenset(
    {
        EventKind.PRICE_CUT,
        EventKind.BECAME_FREE,
        EventKind.PROMOTION_STARTED,
        EventKind.ALLOWANCE_ADDED,
        EventKind.LIMIT_LOOSENED,
    }
)
"""For whoever pays."""
WORSE = frozenset(
    {
        EventKind.PRICE_RISE,
        EventKind.FREE_ENDED,
        EventKind.PROMOTION_ENDED,
        EventKind.ALLOWANCE_REMOVED,
        EventKind.LIMIT_TIGHTENED,
    }
)


@dataclass(frozen=True, slots=True)
class Front:
    """All that the front page shows."""

    asked: Asked
    lang: Lang
    entries: tuple[Entry, ...]
    covered: tuple[Covered, ...]
    fares: Fares
    now: datetime
    stylesheet: str

    @property
    def late(self) -> int:
        """How many pages are overdue."""
        return sum(line.fare is Fare.LATE for vendor in self.covered for line in vendor.lines)


def front(page: Front, vendors: Mapping[str, Vendor]) -> bytes:
    """The page as HTML."""
    lang = page.lang
    names = {vendor: vendor_name(vendor, vendors, lang) for vendor in vendors}
    html = (
        templates()
        .get_template("front.html")
        .render(
            page=page,
            lang=lang,
            language=LANGUAGES[lang],
            other=page.asked.in_lang("zh" if lang == "en" else "en").query_string(),
            feeds=discovery(page.asked, vendors, lang),
            last_check=ago(page.fares.last_checked_at, page.now, lang),
            vendors=sorted(names.items(), key=lambda named: named[1].casefold()),
            kinds={kind.value: words[lang] for kind, words in KINDS.items()},
            tone={kind: "better" if kind in BETTER else "worse" for kind in BETTER | WORSE},
            front={name: phrase[lang] for name, phrase in FRONT.items()},
            words=words(lang),
            ago=ago,
        )
    )
    return html.encode()
