"""Events in words → a letter: its subject, its text and its HTML, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.subscriptions import Cadence
from publish.entry import Entry, Row
from publish.letters.words import LETTER
from publish.markup import templates
from publish.money import Lang

MOST_SHOWN = 30
"""Events told in full in one letter; the rest is counted, with a link to them all."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a letter leads, absolute addresses all of them."""

    site: str
    """The events of the basket on the web."""
    unsubscribe: str = ""
    change: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Why the reader gets it."""

    address: str
    basket: str
    """In words; empty for everything."""
    lang: Lang
    cadence: Cadence = Cadence.AT_ONCE


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in words, for no channel yet."""

    lang: Lang
    subject: str
    text: str
    html: str
    links: Links


def news_letter(entries: Sequence[Entry], about: About, links: Links) -> Letter:
    """What changed: one event, or several gathered."""
    lang, first = about.lang, entries[0].title
    subject = first if len(entries) == 1 else _say("several", lang, title=first, more=len(entries) - 1)
    if about.cadence is not Cadence.AT_ONCE:
        subject = _say(about.cadence.value, lang, title=subject)
    count = _say("change", lang) if len(entries) == 1 else _say("changes", lang, count=len(entries))
    return _letter(subject, count, "", entries, about, links)


def correction_letter(entries: Sequence[Entry], about: About, links: Links) -> Letter:
    """What was told wrong, as it is right."""
    lang = about.lang
    subject = entries[0].title
    if len(entries) > 1:
        subject = _say("several", lang, title=subject, more=len(entries) - 1)
    return _letter(subject, "", _say("correction", lang), entries, about, links)


def confirm_letter(about: About, links: Links) -> Letter:
    """Asks whether the reader meant it; nothing else is sent before a yes."""
    lang = about.lang
    asked = _say("confirm", lang, basket=about.basket or _say("all", lang))
    button, otherwise = _say("confirm button", lang), _say("confirm else", lang)
    text = f"{asked}\n\n{button}:\n{links.confirm}\n\n{otherwise}\n"
    html = _html("confirm.html", lang=lang, asked=asked, button=button, otherwise=otherwise, links=links)
    return Letter(lang, _say("confirm subject", lang), text, html, links)


def alert_letter(text: str, lang: Lang, links: Links) -> Letter:
    """To the operator: the first line of `text` is the title."""
    title, _, _ = text.partition("\n")
    html = _html("alert.html", lang=lang, lines=text.split("\n"), links=links)
    return Letter(lang, _say("alert subject", lang, title=title), f"{text}\n\n{links.site}\n", html, links)


def _letter(subject: str, count: str, lead: str, entries: Sequence[Entry], about: About, links: Links) -> Letter:
    shown, more = entries[:MOST_SHOWN], len(entries[MOST_SHOWN:])
    words = {name: phrase[about.lang] for name, phrase in LETTER.items()}
    why = _say("why", about.lang, address=about.address, basket=about.basket or words["all"])
    html = _html(
        "letter.html", lang=about.lang, subject=subject, count=count, lead=lead, entries=shown, more=more, words=words,
        why=why, links=links,
    )  # fmt: skip
    return Letter(about.lang, subject, _text(lead, shown, more, words, why, links), html, links)


def _text(lead: str, entries: Sequence[Entry], more: int, words: dict[str, str], why: str, links: Links) -> str:
    parts = [lead] if lead else []
    parts += [_entry_text(entry, words) for entry in entries]
    if more:
        parts.append(words["left out"].format(more=more, link=links.site))
    parts.append(f"{words['history']}: {links.site}")
    foot = [why, f"{words['change it']}: {links.change}", f"{words['unsubscribe']}: {links.unsubscribe}"]
    return "\n\n".join([*parts, "-- \n" + "\n".join(foot)]) + "\n"


def _entry_text(entry: Entry, words: dict[str, str]) -> str:
    lines = [entry.title, *(f"  {_row_text(row)}" for row in entry.rows)]
    lines += [f"  {fact.label}: {fact.text}" for fact in entry.facts]
    if entry.source:
        lines.append(f"  {words['evidence']}: {entry.source}")
    return "\n".join(lines)


def _row_text(row: Row) -> str:
    """`Input: $0.66 → $0.60 (−9 %)`."""
    size = f" ({row.size})" if row.size else ""
    return f"{row.what}: {row.before} → {row.now}{size}"


def _html(name: str, **given: object) -> str:
    return templates().get_template(f"letters/{name}").render(given)


def _say(name: str, lang: Lang, **given: object) -> str:
    return LETTER[name][lang].format(**given)
