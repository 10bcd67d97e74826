"""Words on the command line → the pages they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.types import Channel, Page
from pricewire.cli import Failure
from pricewire.output import counted

if TYPE_CHECKING:
    from pipeline.basket import Basket
    from spiders.declarations import Catalogue
    from storage.engine import Store


def selected(catalogue: Catalogue, words: Sequence[str]) -> tuple[Page, ...]:
    """The pages that the words name; all for none. Fails with the near names where a word names nothing."""
    from spiders.declarations import UnknownWord

    try:
        return catalogue.select(words)
    except UnknownWord as error:
        raise Failure(str(error)) from error


def who(catalogue: Catalogue) -> list[str]:
    """`7 vendors`, `2 news sites`: how many of each there are; nothing of what there is none."""
    press = sum(vendor.channel is Channel.PRESS for vendor in catalogue.vendors)
    counts = ((len(catalogue.vendors) - press, "vendor"), (press, "news site"))
    return [counted(count, what) for count, what in counts if count]


def known_vendor(store: Store, catalogue: Catalogue, vendor: str | None) -> str | None:
    """The vendor's id, in lower case. Fails with the near names where nobody declared it and nothing is recorded of it:
    a slip of the pen is not silence."""
    if vendor is None:
        return None
    from difflib import get_close_matches

    from storage.pages import page_status

    wanted = vendor.strip().lower()
    with store.read() as c:
        known = {one.id for one in catalogue.vendors} | {status.vendor for status in page_status(c)}
    if wanted in known:
        return wanted
    near = get_close_matches(wanted, sorted(known), 3, 0.5)
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise Failure(f"expected the id of a vendor, found {vendor!r}{hint}.")


def basket_of(text: str) -> Basket:
    """The saved query that is written so. Fails with the part that is wrong and what may be given."""
    from pipeline.basket import parse
    from pipeline.query_text import BadBasket

    try:
        return parse(text)
    except BadBasket as error:
        raise Failure(f"{error}.") from error
