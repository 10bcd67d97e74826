"""The files in static/ into documents, under names that change with what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from publish.documents import Document, document

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
"""What is served; other files, such as licences, are not."""


@cache
def statics() -> dict[str, Document]:
    """By name. Loaded once and whole: what is asked for is looked up here and never becomes a path."""
    return {_served_as(name, body): document(body, MEDIA_TYPES[_suffix(name)]) for name, body in _files()}


def static_path(name: str) -> str:
    """The path under which a file is served: `/static/site.3f0c….js` for `site.js`. Raises `KeyError`."""
    return f"/static/{_names()[name]}"


def icon() -> Document:
    """The site's icon."""
    return statics()[_names()["favicon.svg"]]


@cache
def _names() -> dict[str, str]:
    return {name: _served_as(name, body) for name, body in _files()}


def _files() -> Iterator[tuple[str, bytes]]:
    folder = files("publish") / "static"
    for file in (*folder.iterdir(), *(folder / "vendor").iterdir()):
        if _suffix(file.name) in MEDIA_TYPES:
            yield file.name, file.read_bytes()


def _served_as(name: str, body: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{sha256(body).hexdigest()[:12]}.{suffix}"


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]
