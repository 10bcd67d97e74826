"""Jobs into requests, and what comes back into captures, unread: the one spider for all vendors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from pipeline.decode import decode
from pipeline.types import Capture, Failed, Fetch, Page, Rendering, Unchanged, Why
from spiders import why
from spiders.guard import Refused, parse
from spiders.orders import CrawlSettings
from spiders.wire import Answer, Job

_NOT_KEPT = frozenset({"set-cookie", "set-cookie2"})
"""Headers that say who we were, not what the page is."""


class PageSpider(Spider):
    """Fetches whole pages and reads none of them; every job gets exactly one answer."""

    name = "page"

    def __init__(self, jobs: AsyncIterator[Job] | None = None, url: str = "", **kwargs: Any) -> None:
        """`jobs` come from the crawl process; `url` is for `scrapy crawl page -a url=https://…`."""
        super().__init__(**kwargs)
        self.jobs = jobs if jobs is not None else _one(url)

    async def start(self) -> AsyncIterator[Request | Answer]:
        """A request for each job, or its answer where the address alone forbids asking."""
        async for job in self.jobs:
            try:
                yield self.request(job)
            except Refused as refused:
                yield Answer(job.number, failed(job, why.of_error(refused)))

    def request(self, job: Job) -> Request:
        """What is asked for `job`; raises `Refused`."""
        crawl: CrawlSettings = self.settings["PRICEWIRE"]
        return Request(
            parse(job.page.url).url,
            callback=self.answer,
            errback=self.explain,
            headers=asked(job, crawl),
            meta={"job": job, "download_timeout": crawl.timeout},
            cb_kwargs={"job": job},
            dont_filter=True,
        )

    def answer(self, response: Response, job: Job) -> Iterator[Answer]:
        """The answer to `job` that `response` is; a fault of ours is an answer too, and no job stays without."""
        try:
            yield Answer(job.number, seen(job, response))
        except Exception as error:
            self.logger.exception("%s: no answer could be made of the response", job.page.url)
            yield Answer(job.number, failed(job, why.Trouble(Why.CRASHED, f"our own fault: {error!r}")))

    def explain(self, failure: Failure) -> Iterator[Answer]:
        """The answer to a job whose request brought no response."""
        job: Job = failure.request.meta["job"]  # type: ignore[attr-defined]
        error = failure.value or RuntimeError("unknown")
        yield Answer(job.number, failed(job, why.of_error(error)))


async def _one(url: str) -> AsyncIterator[Job]:
    if url:
        yield Job(0, Page("by-hand/page", "by-hand", url))


def asked(job: Job, crawl: CrawlSettings) -> dict[str, str]:
    """The request's headers: who we are, which language, and what we have already."""
    headers = {
        "User-Agent": crawl.agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": language(job.page.lang),
    }
    if job.validators and job.page.rendering is Rendering.STATIC:
        if job.validators.etag:
            headers["If-None-Match"] = job.validators.etag
        if job.validators.last_modified:
            headers["If-Modified-Since"] = job.validators.last_modified
    return headers


def language(lang: str) -> str:
    """`zh` → `zh-CN,zh;q=0.9`: the page in its own language, whatever the visitor's country."""
    full = {"zh": "zh-CN,zh;q=0.9", "en": "en-US,en;q=0.9", "": "en,*;q=0.5"}
    return full.get(lang, lang)


def seen(job: Job, response: Response) -> Fetch:
    """`response` as a capture, as proof that nothing changed, or as a failure that says why."""
    now = job.recorded.at if job.recorded else datetime.now(UTC)
    if response.status == 304 and job.validators:
        return Unchanged(job.page.id, response.url, now)
    headers = tuple(_headers(response))
    media_type, charset = content_type(dict(headers).get("content-type", ""))
    text = decode(response.body, charset, media_type)[0] if response.status >= 400 else ""
    if trouble := why.of_status(response.status, dict(headers), text, now):
        return failed(job, trouble, url=response.url)
    return Capture(
        page=job.page.id,
        url=response.url,
        fetched_at=now,
        status=response.status,
        body=response.body,
        sha256="",
        media_type=media_type,
        charset=charset,
        headers=headers,
        rendered="playwright" in response.flags,
        attachments=tuple(response.meta.get("attached", ())),
    )


def failed(job: Job, trouble: why.Trouble, url: str = "") -> Failed:
    """`trouble` as the answer to `job`."""
    now = job.recorded.at if job.recorded else datetime.now(UTC)
    return Failed(
        job.page.id, url or job.page.url, now, trouble.why, trouble.sentence, trouble.status, trouble.retry_after
    )


def content_type(value: str) -> tuple[str, str | None]:
    """`Text/HTML; Charset="GBK"` → `text/html`, `gbk`."""
    media_type, *parameters = (part.strip() for part in value.split(";"))
    for parameter in parameters:
        name, _, given = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media_type.lower(), given.strip().strip("\"'").lower() or None
    return media_type.lower(), None


def _headers(response: Response) -> Iterator[tuple[str, str]]:
    for name, values in response.headers.items():
        plain = name.decode("latin-1").lower()
        if plain not in _NOT_KEPT:
            yield from ((plain, value.decode("latin-1")) for value in values)
