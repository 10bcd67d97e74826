"""A request into a visit: who asks for what, in which language, and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import quote, urlencode

from starlette.requests import Request

from pipeline.query_text import BadBasket
from pipeline.types import Vendor
from publish.money import LANGS, Lang
from publish.serving import Serving

_ID = re.compile(r"[\w.~-]{1,80}", re.ASCII)
LONGEST_ASKED = 200
LONGEST_NAME = 120
"""As in a basket: a model whose name is longer has no page."""


class NotFound(Exception):
    """There is nothing under this address."""


@dataclass(frozen=True)
class Visit:
    """One request for a page."""

    serving: Serving
    request: Request
    lang: Lang
    chosen: bool
    """The address says the language; then the links on the page say it, too."""
    now: datetime

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The query string."""
        return self.request.query_params.multi_items()

    @property
    def vendors(self) -> Mapping[str, Vendor]:
        return self.serving.vendors

    def asked(self, name: str, longest: int = LONGEST_ASKED) -> str:
        """A parameter of the query, empty where it is not given. Raises `BadBasket` for one of absurd length."""
        text = self.request.query_params.get(name, "").strip()
        if len(text) > longest or not text.isprintable():
            raise BadBasket(name, f"at most {longest} characters")
        return text

    def id(self, name: str = "id") -> str:
        """An id in the path. Raises `NotFound` for what can be none."""
        text = str(self.request.path_params[name])
        if not _ID.fullmatch(text):
            raise NotFound
        return text

    def name(self, name: str = "name") -> str:
        """A printed name in the path. Raises `NotFound` for what can be none."""
        text = str(self.request.path_params[name])
        if len(text) > LONGEST_NAME or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
            raise NotFound
        return text

    def to(self, path: str, **query: str) -> str:
        """An address on this site: the path, its parts quoted, and the query, in the language the reader chose."""
        pairs = [(name, value) for name, value in query.items() if value]
        return address(path, [("lang", self.lang), *pairs] if self.chosen else pairs)

    def in_lang(self, lang: Lang) -> str:
        """The address of this very page in a language."""
        path = str(self.request.scope["path"])
        return address(path, [("lang", lang), *(pair for pair in self.pairs if pair[0] != "lang")])


def address(path: str, pairs: list[tuple[str, str]]) -> str:
    """Of a page here: a path that begins with two slashes would name another host."""
    asked = urlencode(pairs, safe=",:/~")
    return "/" + quote(path.lstrip("/"), safe="/~") + (f"?{asked}" if asked else "")


def visit(serving: Serving, request: Request) -> Visit:
    """In the language of the address, else in the one that the browser prefers."""
    said = request.query_params.get("lang", "")
    chosen = next((lang for lang in LANGS if lang == said), None)
    return Visit(serving, request, chosen or preferred(request), chosen is not None, serving.clock())


def preferred(request: Request) -> Lang:
    """Chinese where the browser names it before English."""
    for accepted in request.headers.get("accept-language", "").lower().split(","):
        tag = accepted.partition(";")[0].strip().partition("-")[0]
        if tag in ("zh", "en"):
            return "zh" if tag == "zh" else "en"
    return "en"
