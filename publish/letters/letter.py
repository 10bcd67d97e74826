"""Events in words → a letter in words: its subject, its text and its HTML, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.subscriptions import Cadence
from pipeline.types import EventState
from publish.entry import Entry, Fact, Row
from publish.letters.words import LETTER
from publish.markup import templates
from publish.money import Lang
from publish.vocabulary import LABELS

MOST_SHOWN = 30
"""Events told in full in one letter; the rest is counted, with a link to them all."""
FACTS = ("terms", "old_terms", "promotion", "effective")
"""What a letter says beside title and summary; the rest of the evidence is behind its link."""
MOST_STORIES = 2
"""Articles that are named for one event, each the first of its story."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a letter leads, absolute addresses all of them."""

    site: str
    """The events of the basket on the web."""
    unsubscribe: str = ""
    change: str = ""
    confirm: str = ""

    def event(self, entry: Entry) -> str:
        """The page of one event: the place on the vendor's page, marked, with all evidence."""
        return f"{self.site.partition('/?')[0]}/events/{entry.id}?lang={entry.lang}"


@dataclass(frozen=True, slots=True)
class About:
    """Why the reader gets it."""

    address: str
    basket: str
    """In words; empty for everything."""
    lang: Lang
    cadence: Cadence = Cadence.AT_ONCE


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words, for no channel yet."""

    lang: Lang
    subject: str
    text: str
    html: str
    links: Links


def news_letter(entries: Sequence[Entry], about: About, links: Links) -> Written:
    """What changed: one event, or several gathered, of which the first gives the subject."""
    lang, first = about.lang, entries[0].title
    subject = first if len(entries) == 1 else _say("several", lang, title=first, more=len(entries) - 1)
    if about.cadence is not Cadence.AT_ONCE:
        subject = _say(about.cadence.value, lang, title=subject)
    count = _say("change", lang) if len(entries) == 1 else _say("changes", lang, count=len(entries))
    return _letter(subject, count, "", entries, about, links)


def correction_letter(entries: Sequence[Entry], about: About, links: Links) -> Written:
    """What was told wrong, as it is right, or taken back."""
    lang = about.lang
    subject = entries[0].title
    if len(entries) > 1:
        subject = _say("several", lang, title=subject, more=len(entries) - 1)
    is_withdrawn = all(entry.state is EventState.RETRACTED for entry in entries)
    return _letter(subject, "", _say("withdrawal" if is_withdrawn else "correction", lang), entries, about, links)


def confirm_letter(about: About, links: Links) -> Written:
    """Asks whether the reader meant it; nothing else is sent before a yes."""
    lang = about.lang
    asked = _say("confirm", lang, basket=about.basket or _say("all", lang))
    button, otherwise = _say("confirm button", lang), _say("confirm else", lang)
    text = f"{asked}\n\n{_say('labelled', lang, label=button, text='')}\n{links.confirm}\n\n{otherwise}\n"
    html = _html("confirm.html", lang=lang, asked=asked, button=button, otherwise=otherwise, links=links)
    return Written(lang, _say("confirm subject", lang), text, html, links)


def choice_letter(text: str, about: About, links: Links) -> Written:
    """How the costs of a watched workload moved: the first line of `text` is the news."""
    lang = about.lang
    lines = [line for line in text.split("\n") if line]
    words = {name: phrase[lang] for name, phrase in LETTER.items()}
    why = _say("why", lang, address=about.address, basket=about.basket)
    html = _html("choice.html", lang=lang, subject=lines[0], lines=lines, words=words, why=why, links=links)
    parts = ["\n".join(lines), _labelled(words["reckon"], links.site, words), _foot(why, words, links)]
    return Written(lang, lines[0], "\n\n".join(parts) + "\n", html, links)


def alert_letter(text: str, lang: Lang, links: Links) -> Written:
    """To the operator: the first line of `text` is the title."""
    title, _, _ = text.partition("\n")
    html = _html("alert.html", lang=lang, lines=text.split("\n"), links=links)
    return Written(lang, _say("alert subject", lang, title=title), f"{text}\n\n{links.site}\n", html, links)


def _letter(subject: str, count: str, lead: str, entries: Sequence[Entry], about: About, links: Links) -> Written:
    shown, more = entries[:MOST_SHOWN], len(entries[MOST_SHOWN:])
    words = {name: phrase[about.lang] for name, phrase in LETTER.items()}
    why = _say("why", about.lang, address=about.address, basket=about.basket or words["all"])
    html = _html(
        "letter.html", lang=about.lang, subject=subject, count=count, lead=lead, entries=shown, more=more, words=words,
        why=why, links=links, facts=_facts, articles=_articles, more_rows=LABELS["more"][about.lang],
    )  # fmt: skip
    return Written(about.lang, subject, _text(lead, shown, more, words, why, links), html, links)


def _text(lead: str, entries: Sequence[Entry], more: int, words: dict[str, str], why: str, links: Links) -> str:
    parts = [lead] if lead else []
    parts += [_entry_text(entry, words, links) for entry in entries]
    if more:
        parts.append(words["left out"].format(more=more, link=links.site))
    parts.append(_labelled(words["history"], links.site, words))
    return "\n\n".join([*parts, _foot(why, words, links)]) + "\n"


def _foot(why: str, words: dict[str, str], links: Links) -> str:
    ways = ((words["change it"], links.change), (words["unsubscribe"], links.unsubscribe))
    return "-- \n" + "\n".join([why, *(_labelled(label, link, words) for label, link in ways)])


def _entry_text(entry: Entry, words: dict[str, str], links: Links) -> str:
    lines = [_row_text(row, words) for row in _rows(entry)]
    if _rows(entry) and entry.more:
        lines.append(LABELS["more"][entry.lang].format(entry.more))
    lines += [entry.summary, *(_labelled(fact.label, fact.text, words) for fact in _facts(entry))]
    lines += [_labelled(title, link, words) if link else title for title, link in _articles(entry, words)]
    lines.append(_labelled(words["evidence"], links.event(entry), words))
    if entry.source:
        lines.append(_labelled(words["page"], entry.source, words))
    return "\n  ".join([entry.title, *lines])


def _rows(entry: Entry) -> tuple[Row, ...]:
    """A single move is in the title already."""
    return entry.rows if len(entry.rows) > 1 else ()


def _facts(entry: Entry) -> list[Fact]:
    """Of the evidence what a letter says, then how the event stands in the news."""
    labels = {LABELS[name][entry.lang] for name in FACTS}
    told = [fact for fact in entry.facts if fact.label in labels]
    return [*told, Fact(LABELS["news"][entry.lang], entry.standing)] if _is_in_question(entry) else told


def _is_in_question(entry: Entry) -> bool:
    """Of what is taken back nobody asks what the news said."""
    return bool(entry.standing) and entry.state is not EventState.RETRACTED


def _articles(entry: Entry, words: dict[str, str]) -> list[tuple[str, str | None]]:
    """(title and site, address) of the articles that tell the event."""
    told = entry.stories[:MOST_STORIES] if _is_in_question(entry) else ()
    return [(words["article"].format(title=one.title, site=one.site), one.link) for one in told]


def _row_text(row: Row, words: dict[str, str]) -> str:
    """`Input: $0.66 → $0.60 (−9 %)`."""
    move = words["sized move" if row.size else "move"]
    return move.format(what=row.what, before=row.before, now=row.now, size=row.size)


def _labelled(label: str, text: str, words: dict[str, str]) -> str:
    return words["labelled"].format(label=label, text=text)


def _html(name: str, **given: object) -> str:
    return templates().get_template(f"letters/{name}").render(given)


def _say(name: str, lang: Lang, **given: object) -> str:
    return LETTER[name][lang].format(**given)
