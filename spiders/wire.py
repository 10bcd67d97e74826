"""Jobs and answers into frames, and back: what the crawl process and the one that ordered it say to each other."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pipeline.types import Capture, Failed, Fetch, Page, Rendering, Unchanged, Validators, Why
from spiders.frames import Frame, pack
from spiders.orders import CrawlSettings


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where in an archive the answer to a job lies, and when it was given."""

    path: str
    offset: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """An order on its way to the crawl process: numbered, and answered from an archive where `recorded` says so."""

    number: int
    page: Page
    validators: Validators | None = None
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job."""

    number: int
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class Charge:
    """What a crawl process is told first: how to behave, and whether it is the one that renders."""

    settings: CrawlSettings
    rendering: Rendering


def pack_charge(charge: Charge) -> bytes:
    """A charge as a frame."""
    fields = asdict(charge.settings) | {"allow_hosts": sorted(charge.settings.allow_hosts), "log_path": None}
    return pack({"settings": fields, "rendering": charge.rendering.value})


def unpack_charge(frame: Frame) -> Charge:
    """The inverse of `pack_charge`."""
    fields = frame.header["settings"]
    settings = CrawlSettings(**(fields | {"allow_hosts": frozenset(fields["allow_hosts"])}))
    return Charge(settings, Rendering(frame.header["rendering"]))


def pack_job(job: Job) -> bytes:
    """A job as a frame; of the page, what fetching it needs."""
    page = job.page
    header: dict[str, Any] = {
        "number": job.number,
        "page": [page.id, page.vendor, page.url, page.lang, page.rendering.value, list(page.hosts)],
    }
    if job.validators:
        header["validators"] = [job.validators.etag, job.validators.last_modified]
    if job.recorded:
        header["recorded"] = [job.recorded.path, job.recorded.offset, job.recorded.at.isoformat()]
    return pack(header)


def unpack_job(frame: Frame) -> Job:
    """The inverse of `pack_job`."""
    header = frame.header
    identity, vendor, url, lang, rendering, hosts = header["page"]
    page = Page(identity, vendor, url, rendering=Rendering(rendering), lang=lang, hosts=tuple(hosts))
    validators = Validators(*header["validators"]) if "validators" in header else None
    recorded = None
    if "recorded" in header:
        path, offset, at = header["recorded"]
        recorded = Recorded(path, offset, datetime.fromisoformat(at))
    return Job(header["number"], page, validators, recorded)


def pack_answer(answer: Answer) -> bytes:
    """An answer as a frame, its body as raw bytes."""
    fetch = answer.fetch
    header: dict[str, Any] = {"number": answer.number, "page": fetch.page, "url": fetch.url}
    header["at"] = fetch.fetched_at.isoformat()
    if isinstance(fetch, Capture):
        header["capture"] = [fetch.status, fetch.media_type, fetch.charset, fetch.headers, fetch.rendered]
        header["attached"] = [url for url, _ in fetch.attachments]
        return pack(header, fetch.body, *(body for _, body in fetch.attachments))
    if isinstance(fetch, Failed):
        header["failed"] = [fetch.why.value, fetch.detail, fetch.status, fetch.retry_after]
    return pack(header)


def unpack_answer(frame: Frame) -> Answer:
    """The inverse of `pack_answer`."""
    header = frame.header
    seen = (header["page"], header["url"], datetime.fromisoformat(header["at"]))
    if "failed" in header:
        why, detail, status, retry_after = header["failed"]
        return Answer(header["number"], Failed(*seen, Why(why), detail, status, retry_after))
    if "capture" not in header:
        return Answer(header["number"], Unchanged(*seen))
    status, media_type, charset, headers, rendered = header["capture"]
    body, *attached = frame.blobs
    capture = Capture(
        *seen,
        status=status,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=media_type,
        charset=charset,
        headers=tuple((name, value) for name, value in headers),
        rendered=rendered,
        attachments=tuple(zip(header["attached"], attached, strict=True)),
    )
    return Answer(header["number"], capture)
