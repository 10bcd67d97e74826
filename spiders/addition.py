"""An address that a user wants watched → its page, and the lines of a vendor file that declare it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.decode import decode
from pipeline.news.feeds import is_feed
from pipeline.types import Capture, Page, PageKind, Rendering
from spiders.addresses import as_id, host_of
from spiders.declarations import PACKAGED, Catalogue

CADENCES = {PageKind.PRICING: "6h", PageKind.NEWS: "30m"}
"""How often a page is looked at whose owner says nothing else."""


class NotAdded(ValueError):
    """An address that cannot be added, in one sentence."""


def page_to_add(catalogue: Catalogue, url: str, *, vendor: str | None = None, browser: bool = False) -> Page:
    """The page that `url` would be, not written anywhere yet. Raises `NotAdded`."""
    if urlsplit(url).scheme not in ("http", "https") or not host_of(url):
        raise NotAdded(f"expected an address such as https://example.com/pricing, found {url!r}.")
    page = catalogue.page_for(url)
    if any(page.id == known.id for known in catalogue.pages):
        raise NotAdded(f"{url} is watched already, as {page.id}.")
    owner = as_id(vendor) if vendor else page.vendor
    if any(known.id == owner and known.status == "closed" for known in catalogue.vendors):
        raise NotAdded(f"{owner} is declared as closed; give another vendor with --vendor.")
    rendering = Rendering.BROWSER if browser else Rendering.STATIC
    return replace(page, id=f"{owner}/{_name(catalogue, owner, url)}", vendor=owner, rendering=rendering)


def as_served(page: Page, capture: Capture) -> Page:
    """The page as what its answer shows it to be: a feed is news, whatever its address is called."""
    text, _ = decode(capture.body, capture.charset, capture.media_type, page.hints.charset)
    return replace(page, kind=PageKind.NEWS, rendering=Rendering.STATIC) if is_feed(text) else page


def write_page(folder: Path, page: Page, base: Path = PACKAGED) -> Path:
    """Declare `page` in the user's vendor files; returns the file.

    A file of the `base` catalogue is copied there first, since a user's file stands in for the whole of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{page.vendor}.toml"
    before = _text_so_far(file, page, base)
    draft = file.with_suffix(".part")
    draft.write_text(before.rstrip("\n") + "\n\n" + _lines(page), encoding="utf-8")
    draft.replace(file)
    return file


def _name(catalogue: Catalogue, vendor: str, url: str) -> str:
    taken = {page.id for page in catalogue.pages}
    segments = [as_id(part) for part in urlsplit(url).path.split("/")]
    wanted = next((part for part in reversed(segments) if part), "pricing")
    name, number = wanted, 2
    while f"{vendor}/{name}" in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _text_so_far(file: Path, page: Page, base: Path) -> str:
    for known in (file, base / file.name):
        if known.exists():
            return known.read_text(encoding="utf-8")
    channel = "press" if page.kind is PageKind.NEWS else "reseller"
    return f'name = {json.dumps(page.vendor)}\nchannel = "{channel}"\n'


def _lines(page: Page) -> str:
    name = page.id.partition("/")[2]
    fields = {"name": name, "url": page.url, "kind": page.kind.value, "cadence": CADENCES[page.kind]}
    if page.rendering is Rendering.BROWSER:
        fields["rendering"] = "browser"
    return "[[pages]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())
