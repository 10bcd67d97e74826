"""An address that a user wants watched → its page, and the lines of a vendor file that declare it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.decode import decode
from pipeline.news.changelogs import changelog_of
from pipeline.news.feeds import Feed, NotAFeed, is_feed
from pipeline.news.lists import list_of
from pipeline.read import read_answer
from pipeline.types import Capture, FeedEntry, Page, PageKind, Rendering
from spiders.addresses import as_id, host_of
from spiders.declarations import PACKAGED, Catalogue
from spiders.vendor_file import read_vendor_file

CADENCES = {PageKind.PRICING: "6h", PageKind.NEWS: "30m", PageKind.CHANGELOG: "6h"}
"""How often a page is looked at whose owner says nothing else, by the kinds that can be added."""
FEWEST_LISTED, FEWEST_SECTIONS = 3, 2
"""A page of prices may print the day of its last change: fewer entries make no list, fewer sections no changelog."""


class NotAdded(ValueError):
    """An address that cannot be added, in one sentence."""


def page_to_add(catalogue: Catalogue, url: str, *, vendor: str | None = None, browser: bool = False) -> Page:
    """The page that `url` would be, not written anywhere yet. Raises `NotAdded`."""
    if urlsplit(url).scheme not in ("http", "https") or not host_of(url):
        raise NotAdded(f"expected an address such as https://example.com/pricing, found {url!r}.")
    page = catalogue.page_for(url)
    if any(page.id == known.id for known in catalogue.pages):
        raise NotAdded(f"{url} is watched already, as {page.id}.")
    owner = page.vendor if vendor is None else as_id(vendor)
    if not owner:
        raise NotAdded(f"expected a vendor's id of lower-case letters, digits and hyphens, found {vendor!r}.")
    if any(known.id == owner and known.status == "closed" for known in catalogue.vendors):
        raise NotAdded(f"{owner} is declared as closed; give another vendor with --vendor.")
    rendering = Rendering.BROWSER if browser else Rendering.STATIC
    return replace(page, id=f"{owner}/{_name(catalogue, owner, url)}", vendor=owner, rendering=rendering)


def as_served(page: Page, capture: Capture, kind: PageKind | None = None) -> Page:
    """The page as what its answer shows it to be, whatever its address is called: a feed or a list of news, a
    changelog, a page of prices; or as the `kind` that is known better. Raises `NotAdded` where it is none of them."""
    text, _ = decode(capture.body, capture.charset, capture.media_type, page.hints.charset)
    if is_feed(text) and kind in (None, PageKind.NEWS):
        return replace(page, kind=PageKind.NEWS, rendering=Rendering.STATIC)
    if kind is None:
        kind = _recognised(page, capture)
    hints = replace(page.hints, listing={}) if kind is PageKind.NEWS else page.hints
    return replace(page, kind=kind, hints=hints)


def _recognised(page: Page, capture: Capture) -> PageKind:
    """Changelogs tell prices too, so what is dated comes first."""
    listed = [entry for entry in _entries(list_of, page, capture) if entry.published is not None]
    if len(listed) >= FEWEST_LISTED:
        return PageKind.NEWS
    if len(_entries(changelog_of, page, capture)) >= FEWEST_SECTIONS:
        return PageKind.CHANGELOG
    sheet = read_answer(capture, page.hints)
    if not (sheet.rates or sheet.refused):
        found = ": ".join(filter(None, (sheet.health.value, sheet.health_detail)))
        raise NotAdded(
            f"{page.url}: expected prices, a feed, a list of news with days or a changelog, found none ({found}). "
            "Try --browser where a browser shows more; or say what it is with --kind."
        )
    return PageKind.PRICING


def _entries(read_as: Callable[..., Feed], page: Page, capture: Capture) -> tuple[FeedEntry, ...]:
    try:
        return read_as(
            capture.body,
            url=capture.url,
            media_type=capture.media_type,
            charset=capture.charset,
            hints=page.hints,
            at=capture.fetched_at,
        ).entries
    except NotAFeed:
        return ()


def write_page(folder: Path, page: Page, base: Path = PACKAGED) -> Path:
    """Declare `page` in the user's vendor files; returns the file. Raises `NotAdded` where it does not go with what the
    file says already.

    A file of the `base` catalogue is copied there first, since a user's file stands in for the whole of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{page.vendor}.toml"
    before = _text_so_far(file, page, base)
    draft = file.with_suffix(".part")
    draft.write_text(before.rstrip("\n") + "\n\n" + _lines(page), encoding="utf-8")
    outcome = read_vendor_file(draft)
    if isinstance(outcome, list):
        draft.unlink()
        told = "; ".join(f"{wrong.key}: {wrong.what}" for wrong in outcome)
        raise NotAdded(f"{file}: {told}. Nothing was written; name another vendor with --vendor.")
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
    listed = "[pages.list]\n" if page.hints.listing is not None else ""
    return "[[pages]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items()) + listed
