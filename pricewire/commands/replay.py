"""`pricewire replay`: archived answers through the whole pipeline, at their recorded times."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.demo_folder import refuse_in_demo
from pricewire.open import crawl_settings, open_catalogue, open_store
from pricewire.output import format_option, write_rows


@click.command(name="replay")
@click.argument("archives", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ARCHIVE…")
@format_option()
def command(archives: tuple[Path, ...], form: str) -> None:
    """Send the answers in WARC files through spiders, pipeline and storage, as if each had just been given.

    The clock of each answer is the archive's. Pages that nobody declared are taken as pages of their host's vendor.
    Replaying again, or going on after a stop, records nothing twice. An answer that a broken-off file does not hold
    whole is named and left out; exit code 3.

    \b
    Example:  pricewire replay history.warc.gz
    """
    from pricewire.progress import progress
    from schedules.replay import replay
    from spiders.archive import NotAnArchive, survey
    from spiders.crawler import Crawler

    config = load()
    refuse_in_demo(config.data)
    catalogue = open_catalogue(config)
    try:
        found = survey(archives)
    except OSError as error:
        raise Failure(f"{error.filename}: expected a readable file, found: {error.strerror}.") from error
    except NotAnArchive as error:
        raise Failure(str(error)) from error
    for cut in found.cut_off:
        click.echo(f"pricewire: {cut}; it is left out.", err=True)
    total = len(found.records)
    if not total:
        raise Failure(f"{', '.join(map(str, archives))}: expected WARC response records, found none.")
    store = open_store(config)
    outcomes: Counter[str] = Counter()
    events = 0
    try:
        with Crawler(crawl_settings(config)) as crawler, progress("pages", total) as step:
            for look in replay(store, catalogue, crawler, archives):
                outcomes[look.outcome] += 1
                told = len(look.published)
                events += told
                step(events=told)
    finally:
        store.close()
    row = {"captures": total, **{name: outcomes[name] for name in OUTCOMES}, "published": events}
    write_rows([row], form, tuple(row))
    sys.exit(3 if outcomes["failed"] or found.cut_off else 0)


OUTCOMES = ("first", "changed", "unchanged", "failed", "skipped")
