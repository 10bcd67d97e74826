"""One vendor's TOML file into a `Vendor`, or into sentences that say what is wrong with it and where."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from pipeline.mappings import MappingError, check_mapping
from pipeline.news.selectors import KEYS as LIST_KEYS
from pipeline.news.selectors import check_selectors
from pipeline.types import Channel, Hints, Page, PageKind, Rendering, Vendor
from pipeline.vocabulary import OWN_UNITS
from spiders.addresses import as_id

ARTICLES = "press"
"""The id under which articles are fetched, which no vendor file declares; see `spiders.articles`."""
METERS = (
    "input", "output", "input_output", "cache_read", "cache_write", "cache_storage", "reasoning",
    "input_audio", "output_audio", "input_image", "output_image", "input_video", "output_video",
    "input_text", "output_text", "image", "audio", "video", "input_pixel", "output_pixel",
    "second", "output_second", "output_character", "embedding", "rerank", "training", "evaluation",
    "data_labeling", "request", "query", "search", "web_search", "code_interpreter", "citation", "annotation",
    "character", "page", "gpu_hour", "compute", "hosting_private", "hosting_public", "storage", "subscription",
)  # fmt: skip
"""Those of docs/glossary.md. Another word would make rates that nothing is compared with."""
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}


def _expected(what: str, found: object) -> PydanticCustomError:
    return PydanticCustomError("expected", "expected {what}, found {found}", {"what": what, "found": _shown(found)})


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _duration(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d*[mhd]", text):
        raise _expected('a duration such as "1h"', text)
    return text


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or parts.username is not None or re.search(r"\s", text):
        raise _expected('an address such as "https://acme.example/pricing"', text)
    return text


def _host(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", text):
        raise _expected('a host in lower case such as "docs.acme.example"', text)
    return text


def _name_for_ids(text: str) -> str:
    if text != as_id(text):
        raise _expected('lower-case letters, digits and hyphens such as "pricing-zh"', text)
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (LookupError, ValueError, OSError):  # not there; no name at all; a folder of zones such as "Asia"
        raise _expected('an IANA zone such as "Asia/Shanghai"', text) from None
    return text


def _hours(text: str) -> str:
    if text and not _HOURS.fullmatch(text):
        raise _expected('hours of the vendor\'s day such as "01:00-06:30"', text)
    return text


def _language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", text):
        raise _expected('a language such as "zh" or "en"', text)
    return text


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text) and text not in OWN_UNITS.values():
        raise _expected('the three capitals of a currency, such as "CNY"', text)
    return text


def _charset(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError:
        raise _expected('a charset such as "gb18030"', text) from None
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise _expected("some text", text)
    return text


def _mapping(table: dict[str, Any]) -> dict[str, Any]:
    try:
        check_mapping(table)
    except MappingError as error:
        raise PydanticCustomError("mapping", "{error}", {"error": str(error)}) from None
    _meters({word: word for word in _meters_of(table)})
    return table


def _meters(table: dict[str, str]) -> dict[str, str]:
    for word in table.values():
        if word not in METERS:
            near = get_close_matches(word, METERS, n=1)
            raise _expected(f"a meter such as {near[0] if near else 'input'}, of those in docs/glossary.md", word)
    return table


def _meters_of(mapping: dict[str, Any]) -> Iterator[str]:
    """Every meter that a mapping names: of the paths of its rows and bands, and of words."""
    for table in (mapping, *mapping.get("bands", ())):
        for declared in table.get("meters", {}).values():
            yield str(declared if isinstance(declared, str) else declared["meter"])
    for case in mapping.get("told", {}).get("cases", ()):
        if "meter" in case:
            yield str(case["meter"])


def _listing(table: dict[str, str]) -> dict[str, str]:
    for key in table:
        if key not in LIST_KEYS:
            raise _expected(f"only the keys {', '.join(LIST_KEYS)}", key)
    if table and "items" not in table:
        raise _expected('"items", within which the other selectors look, or an empty table', ", ".join(table))
    try:
        check_selectors(table)
    except ValueError as error:
        raise _expected('CSS selectors such as "ul.news > li"', str(error)) from None
    return table


_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
Text = Annotated[str, AfterValidator(_not_blank)]
Address = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, AfterValidator(_host)]
Language = Annotated[str, AfterValidator(_language)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class HintsTable(_Strict):
    """`[pages.hints]`."""

    currency: Annotated[str, AfterValidator(_currency)] | None = None
    per: Annotated[int, Field(gt=0)] | None = None
    unit: Text | None = None
    charset: Annotated[str, AfterValidator(_charset)] | None = None
    meters: Annotated[dict[str, Text], AfterValidator(_meters)] = Field(default_factory=dict)
    mapping: Annotated[dict[str, Any], AfterValidator(_mapping)] | None = None


class PageTable(_Strict):
    """`[[pages]]`."""

    name: Annotated[str, AfterValidator(_name_for_ids)]
    url: Address
    also: list[Address] = Field(default_factory=list)
    kind: Literal["pricing", "limits", "changelog", "news", "api"] = "pricing"
    rendering: Literal["static", "browser"] = "static"
    cadence: Annotated[str, AfterValidator(_duration)] = "6h"
    lang: Language | None = None
    twin: Text | None = None
    fallback_for: Text | None = None
    hosts: list[Host] = Field(default_factory=list)
    hints: HintsTable = Field(default_factory=HintsTable)
    listing: Annotated[dict[str, str], AfterValidator(_listing)] | None = Field(default=None, alias="list")


class VendorTable(_Strict):
    """A whole file. `catalogue/acme.toml` declares the vendor `acme`."""

    name: Text
    name_zh: str = ""
    channel: Literal["first_party", "cloud", "host", "reseller", "registry", "press"] = "first_party"
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    hosts: list[Host] = Field(default_factory=list)
    quiet: Annotated[str, AfterValidator(_hours)] = ""
    status: Literal["watched", "closed"] = "watched"
    note: str = ""
    pages: list[PageTable] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault of one file."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.what) if part)


def read_vendor_file(path: Path) -> Vendor | list[Wrong]:
    """The vendor that a file declares; or every fault of the file, none raised."""
    file, vendor_id = path.name, path.stem
    if vendor_id != as_id(vendor_id):
        return [Wrong(file, "", f"expected a file name such as {as_id(vendor_id) or 'acme'}.toml, found {file}")]
    if vendor_id == ARTICLES:
        return [Wrong(file, "", f"expected another file name, found {file}: articles are fetched under that id")]
    try:
        table = VendorTable.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [Wrong(file, "", f"expected a TOML document in UTF-8, found a fault: {error}")]
    except ValidationError as error:
        return [_as_wrong(file, detail) for detail in error.errors()]
    return _contradictions(file, table) or _as_vendor(vendor_id, table)


def _contradictions(file: str, table: VendorTable) -> list[Wrong]:
    """What each key allows and the file as a whole does not."""
    found = [*_status_faults(file, table), *_kind_faults(file, table)]
    names = [page.name for page in table.pages]
    for number, name in enumerate(names):
        if name in names[:number]:
            found.append(Wrong(file, f"pages[{number}].name", f'expected a name of its own, found "{name}" twice'))
    return found


def _status_faults(file: str, table: VendorTable) -> Iterable[Wrong]:
    if table.status == "closed" and not table.note:
        yield Wrong(file, "note", "expected the reason why the vendor is closed, found nothing")
    if table.status == "closed" and table.pages:
        yield Wrong(file, "pages", f"expected no page of a closed vendor, found {len(table.pages)}")
    if table.status == "watched" and not table.pages:
        yield Wrong(file, "pages", 'expected at least one page, or status = "closed" with a note, found none')


def _kind_faults(file: str, table: VendorTable) -> Iterable[Wrong]:
    """The press asks for no money, and only news is listed."""
    for number, page in enumerate(table.pages):
        if table.channel == "press" and page.kind != "news":
            yield Wrong(file, f"pages[{number}].kind", f'expected "news" of the press, found "{page.kind}"')
        if page.listing is not None and page.kind not in ("news", "changelog"):
            what = f'expected a page of kind "news" or "changelog", found "{page.kind}"'
            yield Wrong(file, f"pages[{number}].list", what)


def _as_vendor(vendor_id: str, table: VendorTable) -> Vendor:
    return Vendor(
        id=vendor_id,
        name=table.name,
        name_zh=table.name_zh,
        channel=Channel(table.channel),
        hosts=tuple(table.hosts),
        zone=table.zone,
        status=table.status,
        note=table.note,
        pages=tuple(_as_page(vendor_id, table, page) for page in table.pages),
    )


def _as_page(vendor_id: str, vendor: VendorTable, page: PageTable) -> Page:
    return Page(
        id=f"{vendor_id}/{page.name}",
        vendor=vendor_id,
        url=page.url,
        also=tuple(page.also),
        kind=PageKind(page.kind),
        rendering=Rendering(page.rendering),
        cadence=int(page.cadence[:-1]) * _SECONDS[page.cadence[-1]],
        lang=page.lang or "",
        twin=_full_id(vendor_id, page.twin),
        fallback_for=_full_id(vendor_id, page.fallback_for),
        hosts=tuple(dict.fromkeys([*page.hosts, *vendor.hosts])),
        quiet=vendor.quiet,
        hints=_as_hints(page, vendor_id, vendor.zone),
    )


def _full_id(vendor_id: str, name: str | None) -> str | None:
    return name if name is None or "/" in name else f"{vendor_id}/{name}"


def _as_hints(page: PageTable, vendor_id: str, zone: str) -> Hints:
    hints = page.hints
    return Hints(
        currency=hints.currency,
        per=None if hints.per is None else Decimal(hints.per),
        unit=hints.unit,
        lang=page.lang,
        charset=hints.charset,
        zone=zone,
        vendor=vendor_id,
        mapping=hints.mapping,
        meters=hints.meters,
        listing=page.listing,
    )


_KINDS_OF_VALUE = {
    "string_type": "text",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "greater_than": "a number above 0",
}


def _as_wrong(file: str, detail: ErrorDetails) -> Wrong:
    key, kind = _key(detail["loc"]), detail["type"]
    if kind == "missing":
        return Wrong(file, key, "expected this key, found nothing")
    if kind == "extra_forbidden":
        return Wrong(file, key, f"expected no such key, found {_shown(detail['input'])}{_near(detail['loc'])}")
    if kind == "literal_error":
        return Wrong(file, key, f"expected {_quoted(detail['ctx']['expected'])}, found {_shown(detail['input'])}")
    if kind == "mapping":
        return _of_mapping(file, key, detail["msg"])
    if kind in _KINDS_OF_VALUE:
        return Wrong(file, key, f"expected {_KINDS_OF_VALUE[kind]}, found {_shown(detail['input'])}")
    return Wrong(file, key, detail["msg"])


def _of_mapping(file: str, key: str, told: str) -> Wrong:
    """`mapping.per: a positive number was expected: 'x'` in this file's words."""
    place, _, fault = told.partition(": ")
    what, expects, found = fault.partition(" was expected: ")
    return Wrong(file, key.removesuffix("mapping") + place, f"expected {what}, found {found}" if expects else fault)


def _quoted(expected: str) -> str:
    return expected.replace("'", '"')


def _key(loc: Sequence[int | str]) -> str:
    """`("pages", 2, "cadence")` → `pages[2].cadence`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")


def _near(loc: Sequence[int | str]) -> str:
    table: type[BaseModel] = VendorTable
    if "hints" in loc[:-1]:
        table = HintsTable
    elif "pages" in loc[:-1]:
        table = PageTable
    keys = [field.alias or name for name, field in table.model_fields.items()]
    near = get_close_matches(str(loc[-1]), keys, n=1)
    return f"; did you mean {near[0]}?" if near else f"; the keys are {', '.join(keys)}"
