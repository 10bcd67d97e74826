"""What stands around a block (caption, tabs, paragraphs, headings) → the unit, currency, terms and model it lends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.amounts import amounts
from pipeline.blocks.types import Under
from pipeline.labels import Label, can_be_name, is_title, kind_of, label_of
from pipeline.names import model_id
from pipeline.types import Hints
from pipeline.units import Unit, unit_of

TOKEN_UNITS = ("token", "token_hour")
_SPANS = ("second", "minute", "hour", "day", "week", "month", "year")
"""In a paragraph that is not about prices they tell how much is done in a time: "2 billion tokens per day"."""
_OF_PRICES = re.compile(
    r"\b(?:all |listed |the |these )?prices\b.{0,60}\b(?:per|in)\b|\bpriced per\b|\bbilled (?:per|by)\b"
    r"|(?:价格|单价|报价)[^。]{0,12}单位|^\W*(?:注:?：?)?\s*(?:计价|计费)?单位|按(?P<by>[^\s，。]{1,6}?)(?:计费|计价|收费)",
    re.IGNORECASE,
)
"""A sentence about all prices of the table above it, and not about one of them."""
LENT_TERMS = frozenset({"service_class", "region", "thinking", "billing"})
"""The terms that a heading or a tab may set for all prices under it."""
_BOTH = re.compile(
    r"(?:on[- ]?demand|standard|real[- ]?time|实时|在线|标准).{0,12}(?:and|&|/|和|与|、|,).{0,8}(?:batch|批)",
    re.IGNORECASE,
)
_REGION_LINE = re.compile(r"(?:region|地域|区域|部署地域)\s*[:：]\s*(.{2,48})", re.IGNORECASE)
_COMPASS = r"(?:[ -](?:north|south|east|west|central|northeast|southeast|northwest|southwest|gov)\b)?"
_PLACE = (
    r"(?:us|usa|eu|europe|uk|asia pacific|apac|canada|south america|middle east|africa|china|aws govcloud|mexico)\b"
    + _COMPASS
    + r"(?:\s?\([a-zé. ]{2,30}\))?"
)
_PLACES = re.compile(rf"(?:regions?\s?:\s?)?({_PLACE}(?:(?:, | and |, and | & |/){_PLACE})*)", re.IGNORECASE)
"""A title that is nothing but where the prices hold: "US East (N. Virginia) and US West (Oregon)"."""
_PRICE_WORDS = re.compile(
    r"\s*(?:api\s*)?(?:模型|服务)?(?:pricing|prices?|定价|价格|计费|收费)(?:说明|标准)?$", re.IGNORECASE
)
_FOR = re.compile(r"For (?:the )?(.{3,160}?)(?: [Mm]odels?)?:")


def are_alternatives(*lines: str) -> bool:
    """True for neighbours in a bar of tabs: "Batch", "Priority" are two service classes, and neither a heading."""
    if len(lines) < 2 or not all(map(is_title, lines)):
        return False
    one, other = (dict(label_of(line).terms) for line in lines)
    return any(other.get(name, value) != value for name, value in one.items())


def _unit_of_prices(text: str) -> Unit | None:
    """The unit that a sentence says the prices are in: "Prices are per million tokens", "按秒计费"."""
    said = _OF_PRICES.search(text)
    return label_of(text).unit or (unit_of(said["by"]) if said["by"] else None) if said else None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page as a whole says, where nothing nearer does."""

    currency: str | None = None
    token_unit: Unit | None = None
    own_unit: str | None = None
    """The name that the page gives to its own unit of account."""
    models: tuple[str, ...] = ()
    """Names read in the page's other tables, longest first."""


@dataclass(frozen=True)
class Around:
    """A block's surroundings, the nearest first."""

    under: Under = field(default_factory=Under)
    page: PageFacts = field(default_factory=PageFacts)
    hints: Hints = field(default_factory=Hints)
    section: str = ""
    below: tuple[str, ...] = ()
    """The sentences right under a table."""

    def inside(self, section: str) -> Around:
        return replace(self, section=section)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The short texts that name what comes: heading row, caption, tabs, the line right above, headings."""
        line = self.under.before[-1:] if self.under.before and is_title(self.under.before[-1]) else ()
        if line and (are_alternatives(*self.under.before[-2:]) or amounts(line[0]).quotes):
            line = ()  # one of a bar of tabs, or a card of its own
        texts = (self.section, self.under.caption, *reversed(self.under.modes), *line, *reversed(self.under.headings))
        return tuple(text for text in texts if text)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Titles and paragraphs, the nearest first."""
        return (*self.titles, *reversed(self.under.before), *reversed(self.under.above))

    @cached_property
    def section_name(self) -> str:
        """The nearest titles in one line, outermost first."""
        return " / ".join(reversed(self.titles[:3])).replace("\n", " ")[:120]

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        return tuple(label_of(text) for text in self.texts)

    def first(self, pick: Callable[[Label], object]) -> Iterator[Label]:
        return (label for label in self.labels if pick(label))

    def unit(self, tokens: bool | None) -> Unit | None:
        """The unit that the nearest text names: one of tokens, or one of anything but tokens, where that is known."""
        for number, label in enumerate(self.labels):
            if label.unit is None or (tokens is not None and tokens != (label.unit.name in TOKEN_UNITS)):
                continue
            if number < len(self.titles) or label.unit.name not in _SPANS or label.price or label.currency:
                return label.unit
        return None

    def unit_below(self, tokens: bool | None, kind: str | None) -> Unit | None:
        """The one unit that the sentences below say all prices are in; one about a kind of thing holds for that."""
        about = (text for text in self.below if kind_of(text) in (None, kind))
        units = {unit for text in about if (unit := _unit_of_prices(text))}
        fitting = {unit for unit in units if tokens in (None, unit.name in TOKEN_UNITS)}
        return fitting.pop() if len(fitting) == 1 else None

    @cached_property
    def currency(self) -> str | None:
        nearest = next((label.currency for label in self.labels if label.currency), None)
        return nearest or self.hints.currency or self.page.currency

    @cached_property
    def terms(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for title in self.titles:
            places = _PLACES.fullmatch(title)
            if places:
                found.setdefault("region", places[1])
            for name, value in label_of(title).terms:
                if name == "service_class" and _BOTH.search(title):
                    continue  # "On-demand and batch": the columns tell which is which
                if name in LENT_TERMS or (title in self.under.modes and name != "context"):
                    found.setdefault(name, value)
        for text in self.under.before[-3:]:
            region = _REGION_LINE.fullmatch(text)
            if region:
                found["region"] = region[1].strip()
        return found

    @cached_property
    def meter(self) -> str | None:
        return next((label_of(title).meter for title in self.titles if label_of(title).meter), None)

    @cached_property
    def model(self) -> str:
        """The models that the line above speaks of ("For A, B and C models:"), or the nearest title that can be one.

        A title with a figure in it comes first; where none can be a name, models of the page that a paragraph mentions.
        """
        spoken = _FOR.fullmatch(self.under.before[-1]) if self.under.before else None
        if spoken:
            return "\n".join(part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", spoken[1]) if part.strip())
        names = [title for title in map(self._without_price_words, self.titles) if can_be_name(title)]
        return next(
            (name for name in names if any(char.isdigit() for char in name)), names[0] if names else self._mentioned()
        )

    def _without_price_words(self, title: str) -> str:
        """ "GPT-4o" of "GPT-4o pricing", where that is a model that is known."""
        name = _PRICE_WORDS.sub("", title)
        return name if name != title and model_id(name, self.hints.vendor) else title

    def _mentioned(self) -> str:
        """The page's models that the nearest paragraph above speaks of: "When using Sonnet 4 or Sonnet 4.5 with …"."""
        for text in reversed(self.under.before):
            found = []
            for model in self.page.models:
                if match := _mention(model, text):
                    found.append(model)
                    text = text[: match.start()] + " " + text[match.end() :]
            if found:
                return "\n".join(found)
        return ""


def _mention(model: str, text: str) -> re.Match[str] | None:
    """Where a text speaks of a model, by its whole name or without the first word of it; never by a word alone."""
    forms = (form for form in (model, model.partition(" ")[2]) if any(map(str.isdigit, form)))
    found = (re.search(rf"(?<![\w.-]){re.escape(form)}(?![\w-]|\.\d)", text) for form in forms)
    return next(filter(None, found), None)
