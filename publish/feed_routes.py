"""What is asked of a feed into its document, in the format of its address, and into the list of all feeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.routing import Route

from pipeline.basket import Basket
from pipeline.query_text import BadBasket
from publish import atom, jsonfeed, opml, rss
from publish.asked import Asked, asked_for
from publish.documents import Served, document
from publish.feeds import PATHS, Feed, feed
from publish.markup import uri
from publish.money import LANGS, Lang
from publish.news import Fares, fares
from publish.serving import KEPT, Serving, Shelf
from storage.pages import page_status

WRITERS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "rss": (rss.rss, rss.MEDIA_TYPE),
    "atom": (atom.atom, atom.MEDIA_TYPE),
    "json": (jsonfeed.json_feed, jsonfeed.MEDIA_TYPE),
}


def routes(serving: Serving) -> list[Route]:
    """`/feed.xml`, `/feed.atom`, `/feed.json`, `/feeds.opml`."""
    feeds = Feeds(serving)
    return [
        *(Route(path, partial(feeds.answer, form)) for form, path in PATHS.items()),
        Route("/feeds.opml", feeds.opml),
    ]


class Feeds:
    """The feeds, each made once for each state of the wire."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self._served: Shelf[Served] = Shelf(KEPT)

    def answer(self, form: str, request: Request) -> Served:
        """The feed that is asked for. Raises `BadBasket`."""
        asked = asked_for(request.query_params.multi_items())
        with self.serving.store.read() as c:
            self.serving.check(c, asked.basket)
            quiet = None if self.serving.latest(c, asked).told else self._fares(c, asked.basket)
            question = _Question(form, asked, _query_of(request))
            key = question, self.serving.state(c), quiet
            served = self._served.get(key, lambda: self._made(c, question, quiet or Fares()))
        return self.serving.kept.keep(request, served)

    def opml(self, request: Request) -> Served:
        """All feeds, in the language asked for."""
        lang = _only_lang(request)

        def make() -> Served:
            listed = opml.opml(self.serving.vendors, lang, self.serving.settings.public_url)
            return Served(document(listed, opml.MEDIA_TYPE), self.serving.cache_control)

        return self.serving.kept.keep(request, self._served.get(("opml", lang), make))

    def _fares(self, c: Connection, basket: Basket) -> Fares:
        """Of the pages that the basket hangs on. How long one is overdue is not told there: a feed must not change from
        one second to the next."""
        inside = basket.within(self.serving.vendors.values())
        watched = [
            status
            for status in page_status(c)
            if (not inside.vendors or status.vendor in inside.vendors)
            and (not inside.pages or status.id in inside.pages)
        ]
        return replace(fares(watched, self.serving.clock()), overdue_seconds=0)

    def _made(self, c: Connection, question: _Question, quiet: Fares) -> Served:
        write, media_type = WRITERS[question.form]
        settings = self.serving.settings
        told = self.serving.worded(c, question.asked, question.asked.lang or "en")
        made = feed(
            question.asked,
            told.entries,
            quiet,
            self.serving.vendors,
            public_url=settings.public_url,
            form=question.form,
            more=told.more,
            hub=settings.hub,
            ttl=settings.ttl,
            query=question.query,
        )
        written = document(write(made), media_type)
        date = self.serving.made.again(question, self.serving.clock(), written.etag)
        return Served(written.dated(date), self.serving.cache_control)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for, and in which words."""

    form: str
    asked: Asked
    query: str


def _query_of(request: Request) -> str:
    """As it was sent, with its question mark; empty for none."""
    query = uri(request.scope["query_string"].decode("latin-1"))
    return f"?{query}" if query else ""


def _only_lang(request: Request) -> Lang:
    asked = asked_for(request.query_params.multi_items())
    if asked != Asked(lang=asked.lang):
        raise BadBasket("a parameter is unknown", f"only lang, one of {', '.join(LANGS)}")
    return asked.lang or "en"
