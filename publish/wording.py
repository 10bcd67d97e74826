"""An event into words, once, for every wire: its title, its summary, a table of old and new, and its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.about import rates_of
from pipeline.aftermath import TOLD_BY, VENDOR
from pipeline.diff import percent as percent_between
from pipeline.types import Change, Event, EventKind, EventState, Rate, Vendor
from publish.entry import Entry, Fact, Row
from publish.money import Lang, listed, price, size
from publish.naming import metric_words, row_words, terms_words, vendor_name, with_terms
from publish.places import place_words
from publish.plain import moment, plain, short_hash, web_link
from publish.titles import ends_words, number_words, title, when_words
from publish.vocabulary import KINDS, LABELS, MADE_PERMANENT, PHRASES, RULES

MOST_ROWS = 60
MOST_QUOTES = 4
_STRUCK = re.compile(r"~~([^~]+)~~")
ENDS = (".", "!", "?", "…", "。", "！", "？")


def tell(event: Event, vendors: Mapping[str, Vendor], lang: Lang, updated_at: datetime | None = None) -> Entry:
    """The event in words. `updated_at` is when it was corrected or retracted, if it was."""
    published_at = event.published_at or event.observed_at
    source = web_link(event.evidence.url)
    rows = _rows(event, vendors, lang)
    return Entry(
        id=plain(event.id),
        lang=lang,
        kind=event.kind,
        kind_words=KINDS[event.kind][lang],
        state=event.state,
        vendor=plain(event.vendor),
        vendor_name=vendor_name(event.vendor, vendors, lang),
        title=title(event, vendors, lang),
        summary=_summary(event, source, lang),
        sides=_sides(event, lang),
        rows=rows[:MOST_ROWS],
        more=len(rows[MOST_ROWS:]),
        facts=_facts(event, lang),
        source=source,
        published_at=published_at,
        updated_at=updated_at or published_at,
    )


def _is_gap(event: Event) -> bool:
    """Its old and new stand beside each other at two sellers: nobody moved."""
    return event.kind is EventKind.RESELLER_GAP


def _sides(event: Event, lang: Lang) -> tuple[str, str]:
    before, now = ("maker", "reseller") if _is_gap(event) else ("before", "now")
    return LABELS[before][lang], LABELS[now][lang]


def _rows(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Row, ...]:
    if _is_gap(event):
        return (_gap_row(event, vendors, lang),)
    if event.kind is EventKind.PRICE_WAR:
        return tuple(_war_row(part, vendors, lang) for part in event.parts)
    if event.parts:
        several = len({part.model for part in event.parts}) > 1
        return tuple(_row(part, lang, several) for part in event.parts)
    if event.old is not None or event.new is not None:
        return (_row(event, lang, model=True),)
    return _detail_rows(event, lang)


def _gap_row(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> Row:
    """Each price with the name of who asks it."""
    row = _row(event, lang, model=True)

    def asked(whose: str, what: str) -> str:
        return PHRASES["reason"][lang].format(label=vendor_name(whose, vendors, lang), reason=what)

    maker = asked(event.detail.get("other_vendor", ""), row.before)
    return replace(row, before=maker, now=asked(event.vendor, row.now))


def _war_row(part: Change, vendors: Mapping[str, Vendor], lang: Lang) -> Row:
    """One move with the name of whose it is, and the event that tells it; older events know neither."""
    row = _row(part, lang, model=True)
    if VENDOR not in part.detail:
        return row
    name = vendor_name(part.detail[VENDOR], vendors, lang)
    what = PHRASES["reason"][lang].format(label=name, reason=row.what)
    return replace(row, what=what, event=plain(part.detail.get(TOLD_BY, "")))


def _row(part: Event | Change, lang: Lang, model: bool) -> Row:
    move = part.percent if isinstance(part, Event) else percent_between(part.old, part.new)
    sign = "" if not move else "+" if move > 0 else "−"
    nothing = PHRASES["nothing"][lang]
    return Row(
        what=row_words(part, lang, model),
        before=_full_price(part.old, lang) if part.old else nothing,
        now=_full_price(part.new, lang) if part.new else nothing,
        size=f"{sign}{size(move, lang)}" if move else "",
    )


def _full_price(rate: Rate, lang: Lang) -> str:
    if rate.list_price is None:
        return price(rate, lang)
    return PHRASES["promotion price"][lang].format(price=price(rate, lang), list=price(listed(rate), lang))


def _detail_rows(event: Event, lang: Lang) -> tuple[Row, ...]:
    """What changed and is no rate: a name, a limit, an allowance, the end of a promotion."""
    detail, nothing = event.detail, PHRASES["nothing"][lang]
    if "old_name" in detail:
        return (Row(PHRASES["model name"][lang], plain(detail["old_name"]), plain(detail.get("new_name", ""))),)
    if "new_ends" in detail:
        ends = (ends_words(detail, key, lang) or nothing for key in ("old_ends", "new_ends"))
        return (Row(PHRASES["promotion end"][lang], *ends),)
    if "old" not in detail and "new" not in detail:
        return ()
    about = metric_words(detail["metric"], lang) if "metric" in detail else PHRASES["allowance"][lang]
    shown: Callable[[str], str] = number_words if "metric" in detail else plain
    what = with_terms(" ".join(filter(None, (plain(event.model), about))), event.terms, lang)
    before, now = (shown(detail[key]) if key in detail else nothing for key in ("old", "new"))
    return (Row(what, before, now),)


def _facts(event: Event, lang: Lang) -> tuple[Fact, ...]:
    """The evidence, line by line, and what was decided by it; a line with nothing to say is left out."""
    evidence = event.evidence
    old, new = ("maker", "reseller") if _is_gap(event) else ("old", "new")
    before, after = ("maker", "reseller") if _is_gap(event) else ("before", "after")
    lines = (
        *_reason(event, lang),
        ("terms", terms_words(event.terms, lang)),
        ("old_terms", plain(event.detail.get("old_terms", ""))),
        ("promotion", MADE_PERMANENT[lang] if event.detail.get("promotion") == "made permanent" else ""),
        (f"{old}_printed", _printed(event, lang, old=True)),
        (f"{new}_printed", _printed(event, lang, old=False)),
        ("effective", when_words(event.effective_from) or ""),
        (f"{before}_at", moment(evidence.before_at) if evidence.before_at else ""),
        (f"{after}_at", moment(evidence.after_at)),
        ("sha256", _hashes(event)),
        ("place", place_words(plain(evidence.new_locator or evidence.old_locator), lang)),
    )
    return tuple(Fact(LABELS[label][lang], text) for label, text in lines if text)


def reason_words(event: Event, lang: Lang) -> str:
    """The judge gives its figures in English; another language names the rule. What a person wrote stays as it is."""
    by_hand = event.state in (EventState.CORRECTED, EventState.RETRACTED) and event.rule not in ("flap", "edited")
    return ("" if by_hand else rule_words(event, event.rule, lang)) or plain(event.reason, 500)


def rule_words(event: Event, rule: str, lang: Lang) -> str:
    """A rule by which the event was ruled, where the reason that the judge gave does not do in the language."""
    if rule == "plain" and not any(rates_of(event)):
        return PHRASES["plain change"][lang]
    return RULES.get(rule, "") if lang == "zh" else ""


def _reason(event: Event, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Why it stands as it does."""
    reason = reason_words(event, lang)
    return ((event.state.value, reason),) if reason else ()


def _hashes(event: Event) -> str:
    after, before = event.evidence.after_sha256, event.evidence.before_sha256
    return f"{short_hash(before)} → {short_hash(after)}" if before else short_hash(after)


def _printed(event: Event, lang: Lang, *, old: bool) -> str:
    """What the page printed, in quotes; of a group, what it printed of the first few."""
    own = event.evidence.old_printed if old else event.evidence.new_printed
    rates = (part.old if old else part.new for part in event.parts)
    texts = [own] if own else [rate.printed for rate in rates if rate is not None]
    quoted = dict.fromkeys(PHRASES["quoted"][lang].format(_as_shown(text, lang)) for text in texts if plain(text))
    return PHRASES["comma"][lang].join(list(quoted)[:MOST_QUOTES])


def _as_shown(text: str, lang: Lang) -> str:
    """A price that the page strikes through is kept in Markdown's signs, which not every reader knows."""
    return _STRUCK.sub(lambda found: PHRASES["struck"][lang].format(found[1]), plain(text))


def _summary(event: Event, source: str | None, lang: Lang) -> str:
    """What the page prints and when that was seen, in a sentence or two."""
    old, new = _printed(event, lang, old=True), _printed(event, lang, old=False)
    both = "printed apart" if _is_gap(event) else "printed"
    phrase = both if old and new else "printed now" if new else "printed before" if old else ""
    host = plain(urlsplit(source).hostname or "") if source else plain(event.page)
    seen = PHRASES["seen"][lang].format(at=moment(event.evidence.after_at), host=host)
    printed = PHRASES[phrase][lang].format(old=old, new=new) if phrase else ""
    retracted = event.state in (EventState.CORRECTED, EventState.RETRACTED) and event.reason
    label = LABELS[event.state.value][lang]
    why = PHRASES["reason"][lang].format(label=label, reason=reason_words(event, lang)) if retracted else ""
    sentences = filter(None, (_ended(why, lang), printed, seen))
    return ("" if lang == "zh" else " ").join(sentences)


def _ended(sentence: str, lang: Lang) -> str:
    """With a full stop, which a reason that a person wrote may lack."""
    return sentence if not sentence or sentence.endswith(ENDS) else sentence + PHRASES["full stop"][lang]
