"""A page as a whole → what it says once for all its prices: its currency, its unit of account, its unit of tokens."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from pipeline.around import PageFacts
from pipeline.blocks.types import Document, Sentence
from pipeline.currencies import currency_in
from pipeline.labels import label_of, unit_in
from pipeline.types import Hints
from pipeline.units import Unit
from pipeline.vocabulary import OWN_UNITS

_NAMED_UNIT = re.compile(
    r"=\s*[*\d., ]+\s*\**\s*([A-Za-z]{2,12})\s*(?:" + "|".join(sorted(OWN_UNITS, key=len, reverse=True)) + ")",
    re.IGNORECASE,
)
_USUAL = (Unit(Decimal(1000), "token"), Unit(Decimal(1_000_000), "token"))
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page_facts(document: Document, hints: Hints) -> PageFacts:
    """A page that names one currency means it everywhere; a Chinese page that names none means yuan."""
    texts = [block.text for block in document.blocks if isinstance(block, Sentence)]
    cells = [cell.text for table in document.tables() for row in table.rows for cell in row]
    currencies = Counter(code for text in (*cells, *texts) if (code := currency_in(text)))
    currency = hints.currency or (currencies.most_common(1)[0][0] if currencies else None)
    if currency is None and (document.lang.startswith("zh") or _mostly_chinese((*texts, *cells))):
        currency = "CNY"
    units = {unit for text in (*texts, *cells) if _may_name_tokens(text) and (unit := unit_in(text)) and unit in _USUAL}
    own = next((match[1].upper() for text in texts if (match := _NAMED_UNIT.search(text))), None)
    return PageFacts(currency, units.pop() if len(units) == 1 else None, own)


def _may_name_tokens(text: str) -> bool:
    if len(text) >= 200 or not ("tok" in text.lower() or "词元" in text):
        return False
    return label_of(text).column != "band"  # "条件 (千 token)" tells how lengths are counted, not prices


def _mostly_chinese(texts: tuple[str, ...]) -> bool:
    sample = "".join(texts)[:20_000]
    return len(_CHINESE.findall(sample)) * 8 > len(sample)
