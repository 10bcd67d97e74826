"""The names of an English passage → of which model a sentence speaks, and who asks the price for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final
from urllib.parse import urlsplit

from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.mentions import GATEWAY, HOSTS, OWN_SELLERS, SELL_NOTHING, is_company, sells_others
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Mention

_COMPARED: Final = pattern(
    DATA["compared"]["says"], after=rf",?\s+(?:\W?(?:{either(DATA['compared']['between'])})\s+){{0,3}}\W{{0,3}}$"
)


_LINKED: Final = "](https://openrouter.ai/"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who and what a passage speaks of."""

    passage: Passage
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    publisher: str
    """The company whose own site the article is on; empty for the press."""

    def within(self, start: int, end: int, *kinds: str) -> list[Mention]:
        """The mentions in a span, of these kinds or all."""
        found = []
        for mention in islice(self.mentions, bisect_left(self.starts, start), None):
            if mention.start >= end:
                break
            if not kinds or mention.kind in kinds:
                found.append(mention)
        return found

    def models(self, start: int, end: int) -> list[Mention]:
        """The models of a span, without those that others are compared with, each once."""
        found: list[Mention] = []
        for mention in self.told(start, end):
            if not any(_same(mention, other) for other in found):
                found.append(mention)
        return found

    def told(self, start: int, end: int) -> list[Mention]:
        """The models of a span as often as they are named, without those that others are compared with."""
        named = self.within(start, end, "model")
        aliases = [two for one, two in pairwise(named) if self._is_alias(one, two)]
        return [each for each in named if each not in aliases and not self.is_compared(each)]

    def _is_alias(self, one: Mention, two: Mention) -> bool:
        """ "Perch Pro (Swan 3 Image)": another name of the same."""
        plain = self.passage.plain
        return (
            one.maker == two.maker
            and plain[one.end : two.start].strip() == "("
            and plain[two.end : two.end + 2].strip().startswith(")")
        )

    def is_compared(self, mention: Mention) -> bool:
        """Whether a name stands behind "than", "versus", "previous"."""
        return _COMPARED.search(self.passage.lowered, max(0, mention.start - 90), mention.start) is not None

    def are_same(self, one: Mention, two: Mention) -> bool:
        """Whether two names are of one model: "Llama-3 8B" and "8B" of the same maker."""
        return _same(one, two) or _same(two, one)

    def predecessor(self, start: int, end: int, maker: str | None) -> str:
        """The maker's other model that this one is compared with, as printed; empty if there is none."""
        for mention in self.within(start, end, "model"):
            if mention.maker == maker and self.is_compared(mention):
                return mention.printed
        return ""

    def topic(self, start: int) -> list[Mention]:
        """The models of the nearest earlier sentence of the same paragraph that names any; else of the title."""
        for begin, finish in reversed(self.passage.sentences):
            if finish <= start and "\n\n" not in self.passage.plain[finish:start]:
                if models := self.models(begin, finish):
                    return models
                if start - begin > 700:
                    break
        return self.models(0, len(self.passage.article.title))

    def vendor(self, model: Mention | None, start: int, end: int) -> str:
        """Who asks the price: a seller of others' models that is named, else the model's maker, else who is named."""
        if model is None and self._is_titled_by_another():
            return self._unlisted(start, end)
        maker = (model.maker if model else "") or ""
        companies = [
            each for each in self.within(start, end, "company", "product", "plan") if not self.is_compared(each)
        ]
        if seller := self._seller(model, maker, companies, start, end):
            return seller
        if maker:
            return maker
        title = self.within(0, len(self.passage.article.title), "company", "product", "plan")
        earlier = [mention for mention in self.within(max(0, start - 400), start) if mention.company]
        others = self.within(start, end, "model")
        named = [each.company for each in (*companies, *others, *title, *reversed(earlier)) if each.company]
        return named[0] if named else self.publisher or self._unlisted(start, end)

    def _is_titled_by_another(self) -> bool:
        """Whether the title is "Swan — price increase", and no list names Swan: what else is named is Swan's tool."""
        titled = _TITLED.match(self.passage.article.title)
        return titled is not None and not self.within(titled.start("name"), titled.start("name") + 1)

    def _unlisted(self, start: int, end: int) -> str:
        """A seller of models whom no list names: the subject of the sentence or of the title, in small letters."""
        title = self.passage.article.title
        lowered = self.passage.lowered
        of_models = any(each.kind == "model" for each in self.mentions)
        said_here = any(_ABOUT_MODELS.search(part) for part in (lowered[start:end], title.lower()))
        tries = (
            (_ACTS.match(self.passage.plain, start, end), of_models or said_here),
            (_ACTS.match(title), of_models or said_here),
            (_TITLED.match(title), _ABOUT_MODELS.search(lowered) is not None),
        )
        names = ((_seller_name(found["name"]), sure) for found, sure in tries if found)
        return next((name for name, sure in names if name and (sure or is_company(name))), "")

    def sells_ai(self, company: str) -> bool:
        """Whether one of the company's products for AI is named: nothing else of it is listed."""
        return any(each.company == company and each.kind in ("product", "plan") for each in self.mentions)

    def _seller(self, model: Mention | None, maker: str, companies: Sequence[Mention], start: int, end: int) -> str:
        if model is None:
            return self._seller_of_plans(companies)
        if self.publisher and self.publisher != maker and sells_others(self.publisher):
            return self.publisher
        if maker not in OWN_SELLERS and _LINKED in self.passage.whole[model.end : model.end + 60]:
            return GATEWAY
        if seller := next((each.company for each in companies if self._sells(each, maker)), ""):
            return seller
        if any(each.company == maker and not self.is_compared(each) for each in companies):
            return ""
        outside = start > len(self.passage.article.title)
        title = self.within(0, len(self.passage.article.title), "company", "product") if outside else []
        if seller := next((each.company for each in title if self._sells(each, maker)), ""):
            return seller
        if maker in OWN_SELLERS and "/" not in model.printed:
            return ""
        around = self.within(max(0, start - 300), end + 300, "company")
        named = (each for each in around if self._sells(each, maker) or self._asks_itself(each, maker))
        if first := next(named, None):
            return first.company if first.company != maker else ""
        near = self.passage.whole[max(0, start - 200) : end + 200]
        makers = {each.maker for each in self.told(start, end)}
        if len(makers) > 1 and not companies:
            return GATEWAY
        told = "/" in model.printed or "openrouter.ai/" in near or (not self.publisher and maker in SELL_NOTHING)
        return GATEWAY if told else ""

    def _seller_of_plans(self, companies: Sequence[Mention]) -> str:
        """Whose plan it is where a sentence names none of its own: that of the seller whom the title names."""
        if any(sells_others(each.company) for each in companies):
            return ""
        title = self.within(0, len(self.passage.article.title), "company", "product", "plan")
        return next((each.company for each in title if sells_others(each.company)), "")

    def _asks_itself(self, company: Mention, maker: str) -> bool:
        """Whether a company is the model's own maker, who asks a price for it."""
        return company.company == maker and maker not in SELL_NOTHING

    def _sells(self, company: Mention, maker: str) -> bool:
        """Whether a company is named as one who asks for this maker's models; "on Lepton models" names none."""
        after = self.passage.plain[company.end : company.end + 12].strip(" ,.;:").split()[:1]
        return (
            company.company != maker
            and sells_others(company.company)
            and (after[:1] or [""])[0].strip(",.;:") not in ("models", "model")
            and not self.is_compared(company)
        )

    def is_comparison(self, start: int, end: int, maker: str | None) -> bool:
        """Whether a span sets a model beside another maker's."""
        return any(each.company != maker and self.is_compared(each) for each in self.within(start, end))

    def contrasts(self, start: int, end: int) -> bool:
        """Whether a span tells a difference between two models, "the hike from Sonnet to Opus", not a change of one."""
        models = self.within(start, end, "model")
        plain = self.passage.plain
        return any(
            plain[one.end : two.start].split() == ["to"]
            and plain[max(0, one.start - 12) : one.start].split()[-1:] == ["from"]
            for one, two in pairwise(models)
        )


def subjects_of(passage: Passage, mentions: Sequence[Mention]) -> Subjects:
    """The mentions made ready to be asked."""
    asking = tuple(each for each in mentions if not _OWNER.match(passage.lowered, each.end))
    return Subjects(passage, asking, tuple(mention.start for mention in asking), _publisher(passage.article.url))


def _publisher(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    parts = host.split(".")
    return next((HOSTS[name] for at in range(len(parts)) if (name := ".".join(parts[at:])) in HOSTS), "")


_NAME: Final = r"(?P<name>[A-Z][\w.+-]{1,24}(?: (?:AI|[A-Z][\w.+-]{1,24})){0,2})"
_ACTS: Final = re.compile(
    rf"\W{{0,4}}{_NAME}(?:'s)?\s+(?i:{either(DATA['unlisted']['between'])})*(?i:{either(DATA['unlisted']['acts'])})\b"
)
_TITLED: Final = re.compile(rf"{_NAME} (?:—|–) (?i:{either(DATA['unlisted']['titles'])})\b")
_OWNER: Final = re.compile(r"-(?:owned|backed|based|funded|affiliated|led|made|powered)\b")
"""Behind a name that only tells whose the next one is: "Swan-owned Perch"."""
_ABOUT_MODELS: Final = pattern(DATA["unlisted"]["about"], r"\b", r"\b")
_VERB: Final = pattern(["{lower}", "{higher}", "{launched}"])
_NO_NAME: Final = frozenset(DATA["unlisted"]["no_names"])
_OF_PLANS: Final = frozenset(DATA["unlisted"]["of_plans"])


def _seller_name(printed: str) -> str:
    """ "Swan Pro" is sold by swan; empty where the words are no name: "Users", "The new"."""
    words = printed.lower().split()
    while words and words[-1] in _OF_PLANS:
        words.pop()
    if (
        not words
        or _NO_NAME.intersection(words)
        or _ABOUT_MODELS.fullmatch(" ".join(words))
        or any(_VERB.fullmatch(word) for word in words)
    ):
        return ""
    return " ".join(words)


def _same(one: Mention, two: Mention) -> bool:
    if one.model_id and one.model_id == two.model_id:
        return True
    if one.maker == two.maker and two.printed.lower().endswith(" " + one.printed.lower()):
        return True
    return one.printed.lower() == two.printed.lower()
