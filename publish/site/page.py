"""A page of the site: what it gathers from one read of the database, its template and its words, into an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.basket import Basket
from pipeline.query_text import BadBasket
from publish.coverage import ago
from publish.documents import answer, document
from publish.feeds import LANGUAGES, Discovered
from publish.markup import templates
from publish.money import LANGS
from publish.serving import Serving
from publish.site import dates
from publish.site.visit import Visit, visit
from publish.site.words import frame
from publish.statics import static_path
from publish.vocabulary import LABELS, Words

MEDIA_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows, before it is put into its template."""

    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    """What the template takes beside what every template has; see docs/site.md."""
    description: str = ""
    feeds: tuple[Discovered, ...] = ()
    """For feed readers that look for them here."""
    basket: Basket | None = None
    """Whose events the page shows, for whoever wants letters about them."""
    picture: str = ""
    """Path of the image that a chat shows beside a link to the page."""
    to: str = ""
    """Another address of the site, where the one asked for is to be written that way."""
    status: HTTPStatus = HTTPStatus.OK
    """400 where the page is a form that says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site."""

    path: str
    template: str
    """In publish/templates/site."""
    words: Mapping[str, Words]
    gather: Callable[[Connection, Visit], Shown]
    """Raises `BadBasket` for a question that cannot be, `NotFound` where there is nothing."""
    place: str = ""
    """The path of the page under which this one stands in the navigation; its own where it is empty."""


NAVIGATION = ("/", "/stories", "/models", "/compare", "/wars", "/vendors", "/coverage", "/about")
"""The pages that the head of every page leads to; their words are `frame.NAVIGATION`."""


def route(page: Page, serving: Serving) -> Route:
    """The page under its address."""
    return Route(page.path, partial(_answer, page, serving))


def _answer(page: Page, serving: Serving, request: Request) -> Response:
    here = visit(serving, request)
    if not here.chosen and here.asked("lang"):
        raise BadBasket("lang", f"one of {', '.join(LANGS)}", here.asked("lang"))
    with serving.store.read() as c:
        shown = page.gather(c, here)
    if shown.to:
        return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": shown.to})
    return rendered(page, here, shown, shown.status)


def rendered(page: Page, here: Visit, shown: Shown, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The page in its template. Any status but 200 is for this moment only, and never kept."""
    html = templates().get_template(f"site/{page.template}").render(_values(page, here, shown)).encode()
    if status is not HTTPStatus.OK:
        return Response(html, status, {"Cache-Control": "no-store"}, MEDIA_TYPE)
    vary = "Accept-Encoding" if here.chosen else "Accept-Encoding, Accept-Language"
    return answer(here.request, document(html, MEDIA_TYPE), here.serving.cache_control, vary)


def _values(page: Page, here: Visit, shown: Shown) -> dict[str, object]:
    lang, other = here.lang, LANGS[1 - LANGS.index(here.lang)]
    place = page.place or page.path
    return {
        "here": here,
        "lang": lang,
        "language": LANGUAGES[lang],
        "other": other,
        "to": here.to,
        "say": {name: words[lang] for name, words in {**frame.FRAME, **page.words}.items()},
        "words": {name: label[lang] for name, label in LABELS.items()},
        "navigation": [(path, frame.NAVIGATION[path][lang], path == place) for path in NAVIGATION],
        "letters": "" if shown.basket is None else letters_about(here, shown.basket.pairs()),
        "public_url": here.serving.settings.public_url,
        "static": static_path,
        "now": here.now,
        "ago": partial(ago, now=here.now, lang=lang),
        "moment_words": partial(dates.moment_words, lang=lang),
        "day_words": partial(dates.day_words, lang=lang),
        "shown": shown,
        **shown.values,
    }


def letters_about(here: Visit, pairs: Iterable[tuple[str, str]]) -> str:
    """Where one asks for letters about a basket or a watched workload; empty where none are sent."""
    served = any(getattr(route, "path", "") == "/subscribe" for route in here.request.app.routes)
    return here.to("/subscribe", **dict(pairs)) if served else ""
