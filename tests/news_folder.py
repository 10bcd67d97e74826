"""A folder with a test page of news → the entries that are read there, and those that should be.

The folder holds page.xml, page.html, page.md or page.txt; page.toml (page, the declared page it stands for; media_type,
charset where the header gives one, and at, when it was fetched); and expected.json, written by hand from what the page
prints: for each entry its id, url, title and day or time, `full` and `year_inferred` where they are true, and `says`, a
piece of its text.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from pipeline.news.entries import entries_from
from pipeline.types import Capture, FeedEntry
from spiders.declarations import Catalogue


def about(folder: Path) -> dict[str, Any]:
    """The folder's page.toml."""
    return tomllib.loads((folder / "page.toml").read_text(encoding="utf-8"))


def read_folder(folder: Path, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The entries that are read on the page, as expected.json gives them, with their whole text in `text`."""
    said = about(folder)
    (file,) = (path for path in folder.iterdir() if path.stem == "page" and path.suffix != ".toml")
    page = catalogue.page(said["page"])
    body = file.read_bytes()
    capture = Capture(
        page=page.id,
        url=page.url,
        fetched_at=said["at"],
        status=200,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=said["media_type"],
        charset=said.get("charset"),
    )
    return [_record(entry) for entry in entries_from(page, capture)]


def expected(folder: Path) -> list[dict[str, Any]]:
    """The entries of expected.json."""
    found: list[dict[str, Any]] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["entries"]
    return found


def _record(entry: FeedEntry) -> dict[str, Any]:
    record: dict[str, Any] = {"id": entry.id, "url": entry.url, "title": entry.title}
    record["published"] = entry.published.isoformat().replace("+00:00", "Z") if entry.published else None
    record |= {"lang": entry.lang, "text": entry.text}
    return record | {name: True for name in ("full", "year_inferred") if getattr(entry, name)}
