"""The pages on which readers subscribe, say yes, change their minds and leave: the only ones that write."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qsl
from zoneinfo import available_timezones

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.query_text import BadBasket
from pipeline.subscriptions import NO_EVENT, BadSubscription, Cadence, Subscriber, SubscriberState, check
from pipeline.watch import parse_wish
from publish.api.bucket import Buckets, client_of
from publish.feeds import about_words
from publish.guarded import ORIGIN_ONLY
from publish.letters.links import BadLink, OldLink, Purpose, subscriber_of, token
from publish.letters.mail import BadAddress, checked_address
from publish.plain import plain
from publish.same_site import is_from_elsewhere
from publish.serving import Serving
from publish.site.errors import told
from publish.site.page import Page, Shown, rendered
from publish.site.refusals import refusal_words
from publish.site.visit import NotFound, Visit, visit
from publish.site.words.subscriptions import WORDS
from publish.vocabulary import PHRASES
from storage.deliveries import deliveries_of
from storage.subscribers import change_subscriber, consent, erase, kept_of, subscriber
from storage.subscribing import ask
from storage.wishes import check_known

LONGEST = 20_000
"""Bytes of a form."""
LONGEST_LINE = 4_000
"""Characters of a basket in a link to the form."""
PER_MINUTE, BURST = 6, 10
"""Subscriptions that one client may ask for."""
MAIL = "mail"
_NEVER = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": ORIGIN_ONLY}


def _nothing(_c: Connection, _here: Visit) -> Shown:
    raise NotFound


FORM = Page("/subscribe", "subscribe.html", WORDS, _nothing)
ONE = Page("/subscriptions", "subscription.html", WORDS, _nothing)
Form = Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """What the pages work with beside the wire itself."""

    serving: Serving
    secret: str
    buckets: Buckets

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/subscribe", self._page(self._ask), methods=["GET", "POST"]),
            Route("/subscriptions/confirm/{token}", self._page(self._confirm), methods=["GET", "POST"]),
            Route(
                "/subscriptions/unsubscribe/{token}", self._page(self._leave, anywhere=True), methods=["GET", "POST"]
            ),
            Route("/subscriptions/change/{token}", self._page(self._change), methods=["GET", "POST"]),
            Route("/subscriptions/change/{token}/export", self._page(self._export), methods=["GET"]),
        ]

    def _page(
        self, made: Callable[[Visit, Form | None], Response], *, anywhere: bool = False
    ) -> Callable[[Request], object]:
        """A GET has no form; what is answered is kept nowhere. `anywhere`: a mail program may post, too."""

        async def answered(request: Request) -> Response:
            posted = request.method == "POST"
            if posted and not anywhere and is_from_elsewhere(request, self.serving.settings.public_url):
                return told(request, HTTPStatus.FORBIDDEN, "The form was sent by a page of another site.")
            form = await _form(request) if posted else None
            here = visit(self.serving, request)
            try:
                answer = await run_in_threadpool(made, here, form)
            except OldLink:
                answer = _said(here, HTTPStatus.GONE, "change title", "old link")
            except BadLink:
                answer = _said(here, HTTPStatus.NOT_FOUND, "change title", "bad link")
            answer.headers.update(_NEVER)
            return answer

        return answered

    def _ask(self, here: Visit, form: Form | None) -> Response:
        if form is None:
            query = "&".join(f"{name}={value}" for name, value in here.pairs if name != "lang")
            return _form_page(here, {"basket": plain(query, LONGEST_LINE), "lang": here.lang})
        try:
            reader = self._reader(form, checked_address(form.get("address", "")))
        except (BadAddress, BadBasket, BadSubscription) as error:
            return _form_page(here, form, refusal_words(error, here.lang), HTTPStatus.BAD_REQUEST)
        if not self.buckets.take(client_of(here.request.scope), here.now).granted:
            return _form_page(here, form, WORDS["too many"][here.lang], HTTPStatus.TOO_MANY_REQUESTS)
        reader = reader.taken_within(here.vendors.values())
        with self.serving.store.write() as c:
            ask(c, reader, here.now)
        # The same words whoever is told already: nobody finds out here who reads the wire.
        return _said(here, HTTPStatus.OK, "look into your mailbox", "asked back")

    def _confirm(self, here: Visit, form: Form | None) -> Response:
        reader = self._whose(here, Purpose.CONFIRM)
        if form is None:
            return _asked(here, reader, "confirm title", "confirm", "yes")
        with self.serving.store.write() as c:
            consent(c, reader.id, here.now)
        return _told(here, reader, "confirmed title", "confirmed")

    def _leave(self, here: Visit, form: Form | None) -> Response:
        """A POST leaves at once: that is what mail programs do (RFC 8058). Who has left has left."""
        whose = subscriber_of(self.secret, Purpose.UNSUBSCRIBE, str(here.request.path_params["token"]))
        with self.serving.store.read() as c:
            reader = subscriber(c, whose)
        if form is None and reader is not None:
            return _asked(here, reader, "unsubscribe title", "unsubscribe", "leave")
        if form is not None:
            with self.serving.store.write() as c:
                erase(c, subscriber_id=whose)
        return _said(here, HTTPStatus.OK, "left title", "left")

    def _change(self, here: Visit, form: Form | None) -> Response:
        reader = self._whose(here, Purpose.CHANGE)
        if form is None:
            return self._change_page(here, reader, _as_form(reader))
        try:
            changed = self._reader(form, reader.address)
        except (BadBasket, BadSubscription) as error:
            return self._change_page(here, reader, form, refusal_words(error, here.lang), HTTPStatus.BAD_REQUEST)
        changed = replace(
            changed,
            id=reader.id,
            channel=reader.channel,
            state=SubscriberState.ACTIVE,
            consented_at=reader.consented_at,
            changed_at=here.now,
        ).taken_within(here.vendors.values())
        with self.serving.store.write() as c:
            change_subscriber(c, changed)
            consent(c, reader.id, here.now)
        return self._change_page(here, changed, _as_form(changed), saved=True)

    def _export(self, here: Visit, _form: Form | None) -> Response:
        reader = self._whose(here, Purpose.CHANGE)
        with self.serving.store.read() as c:
            told = deliveries_of(c, reader.id)
        kept = {**kept_of(reader), "deliveries": told}
        body = json.dumps(kept, ensure_ascii=False, indent=2, default=_text)
        return Response(body, media_type="application/json", headers={"Content-Disposition": "attachment"})

    def _reader(self, form: Form, address: str) -> Subscriber:
        """As the form has it. Raises `BadBasket`, also for what nobody knows, or `BadSubscription`."""
        reader = _read(form, address=address)
        with self.serving.store.read() as c:
            check_known(c, reader, self.serving.vendors)
        return reader

    def _whose(self, here: Visit, purpose: Purpose) -> Subscriber:
        """Raises `BadLink`; also for one who has left meanwhile."""
        whose = subscriber_of(self.secret, purpose, str(here.request.path_params["token"]))
        with self.serving.store.read() as c:
            found = subscriber(c, whose)
        if found is None:
            raise OldLink("who asked for this has left")
        return found

    def _change_page(
        self,
        here: Visit,
        reader: Subscriber,
        form: Form,
        wrong: str = "",
        status: HTTPStatus = HTTPStatus.OK,
        *,
        saved: bool = False,
    ) -> Response:
        values = {
            **_choices(here, form, wrong),
            "address": reader.address,
            "saved": saved,
            "paused": reader.state is SubscriberState.PAUSED,
            "export": here.to(f"{here.request.scope['path']}/export"),
            "leave": here.to(f"/subscriptions/unsubscribe/{token(self.secret, Purpose.UNSUBSCRIBE, reader.id)}"),
        }
        return rendered(FORM, here, Shown(WORDS["change title"][here.lang], values), status)


def room(secret: str) -> Callable[[Serving], list[BaseRoute]]:
    """The pages, for `publish.web.app`; `secret` signs their links and must be that of the letters."""
    return lambda serving: Desk(serving, secret, Buckets(PER_MINUTE, BURST)).routes()


async def _form(request: Request) -> Form:
    """The first value of each field. Raises `BadBasket` for one of absurd length."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise BadBasket("the form", f"at most {LONGEST} bytes")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise BadBasket("the form", "fields in UTF-8, at most 50") from None
    return dict(reversed(pairs))


def _read(form: Form, *, address: str) -> Subscriber:
    """Raises `BadBasket` or `BadSubscription`."""
    try:
        cadence = Cadence(form.get("cadence") or Cadence.AT_ONCE)
        hour, weekday = int(form.get("hour") or 8), int(form.get("weekday") or 0)
    except ValueError:
        raise BadSubscription("cadence, hour and weekday", "values of the form's lists") from None
    reader = Subscriber(
        id=secrets.token_urlsafe(12),
        channel=MAIL,
        address=address,
        basket=NO_EVENT,
        lang=form.get("lang") or "en",
        cadence=cadence,
        zone=form.get("zone", "").strip() or "UTC",
        hour=hour,
        weekday=weekday,
    ).wishing(parse_wish(form.get("basket", "").strip()))
    check(reader)
    return reader


def _as_form(reader: Subscriber) -> dict[str, str]:
    return {
        "address": reader.address,
        "basket": reader.line,
        "lang": reader.lang,
        "cadence": reader.cadence.value,
        "hour": str(reader.hour),
        "weekday": str(reader.weekday),
        "zone": reader.zone,
    }


def _form_page(here: Visit, form: Form, wrong: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    values = {**_choices(here, form, wrong), "address": "", "saved": False, "paused": False}
    return rendered(FORM, here, Shown(WORDS["title"][here.lang], values, WORDS["lead"][here.lang]), status)


def _choices(here: Visit, form: Form, wrong: str) -> dict[str, object]:
    return {
        "form": {
            "address": "",
            "basket": "",
            "cadence": "at_once",
            "hour": "8",
            "weekday": "0",
            "lang": here.lang,
            **form,
        },
        "wrong": wrong,
        "cadences": [(one.value, WORDS[one.value][here.lang]) for one in Cadence],
        "weekdays": list(enumerate(WORDS["weekdays"][here.lang].split(","))),
        "zones": sorted(available_timezones()),
        "zone": form.get("zone") or ("Asia/Shanghai" if here.lang == "zh" else "UTC"),
    }


def _asked(here: Visit, reader: Subscriber, title: str, question: str, button: str) -> Response:
    return _one(here, title, _worded(here, reader, question), button=WORDS[button][here.lang])


def _told(here: Visit, reader: Subscriber, title: str, sentence: str) -> Response:
    return _one(here, title, _worded(here, reader, sentence))


def _said(here: Visit, status: HTTPStatus, title: str, sentence: str) -> Response:
    return _one(here, title, WORDS[sentence][here.lang], status=status)


def _one(here: Visit, title: str, sentence: str, *, button: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    return rendered(ONE, here, Shown(WORDS[title][here.lang], {"sentence": sentence, "button": button}), status)


def _worded(here: Visit, reader: Subscriber, sentence: str) -> str:
    lang = here.lang
    about = PHRASES["comma"][lang].join(about_words(reader.basket, here.vendors, lang)) or WORDS["everything"][lang]
    basket = about if reader.watch is None else WORDS["your work"][lang].format(line=reader.line)
    return WORDS[sentence][lang].format(address=reader.address, basket=basket)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
