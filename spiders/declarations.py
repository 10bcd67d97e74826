"""Folders of vendor files into the catalogue: every declared vendor and page, and the page behind any address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from pipeline.types import Page, PageKind, Vendor
from spiders.addresses import CODE_HOSTS, canonical, document, host_of, page_name, vendor_behind, within
from spiders.vendor_file import Wrong, read_vendor_file

PACKAGED = Path(__file__).with_name("catalogue")


class CatalogueError(ValueError):
    """Vendor files that cannot be used. `.wrong` holds every fault of every file; the text is one sentence a line."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__("\n".join(map(str, wrong)))


class UnknownWord(LookupError):
    """A word that names no vendor and no page; the text lists those that are spelt nearly so."""

    def __init__(self, words: Sequence[str], known: Iterable[str]) -> None:
        self.words = tuple(words)
        names = sorted(known)
        super().__init__("\n".join(_unknown(word, names) for word in words))


class Catalogue:
    """Vendors and their pages. Never changes once made."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        self.vendors: tuple[Vendor, ...] = tuple(sorted(vendors, key=lambda vendor: vendor.id))
        self.pages: tuple[Page, ...] = tuple(page for vendor in self.vendors for page in vendor.pages)
        self._vendors: Mapping[str, Vendor] = MappingProxyType({vendor.id: vendor for vendor in self.vendors})
        self._pages: Mapping[str, Page] = MappingProxyType({page.id: page for page in self.pages})
        self._by_address = _first_of_each(_addresses(self.pages, canonical))
        self._by_document = _first_of_each(_documents(self.pages))

    def vendor(self, vendor_id: str) -> Vendor:
        """The declared vendor of that id. Raises `UnknownWord`."""
        if vendor_id not in self._vendors:
            raise UnknownWord([vendor_id], self._vendors)
        return self._vendors[vendor_id]

    def page(self, page_id: str) -> Page:
        """The declared page of that id, `vendor/name`. Raises `UnknownWord`."""
        if page_id not in self._pages:
            raise UnknownWord([page_id], self._pages)
        return self._pages[page_id]

    def page_for(self, url: str) -> Page:
        """The page behind an address: a declared one, or one made up for it that belongs to its host's vendor.

        Scheme, `www.`, a trailing slash and the fragment make no difference; where no page has the address itself,
        the page of the same document behind its `.md` or `.html` door is meant. An address gives the same id for ever.
        """
        declared = self._by_address.get(canonical(url)) or self._by_document.get(document(url))
        return declared or self._made_up(url)

    def vendor_of(self, page: Page) -> Vendor:
        """The vendor of a page, made up where nobody declared it."""
        return self._vendors.get(page.vendor) or Vendor(id=page.vendor, name=page.vendor)

    def select(self, words: Sequence[str]) -> tuple[Page, ...]:
        """The pages that vendor or page ids name, each once, in the catalogue's order; all pages for no words.

        Raises `UnknownWord` with all words that name nothing.
        """
        if unknown := [word for word in words if word not in self._vendors and word not in self._pages]:
            raise UnknownWord(unknown, [*self._vendors, *self._pages])
        return tuple(page for page in self.pages if not words or page.id in words or page.vendor in words)

    def _made_up(self, url: str) -> Page:
        vendor = self._vendor_at(host_of(url)) or vendor_behind(url)
        hosts = self._vendors[vendor].hosts if vendor in self._vendors else ()
        return Page(id=f"{vendor}/{page_name(url)}", vendor=vendor, url=url, hosts=hosts)

    def _vendor_at(self, host: str) -> str | None:
        if host in CODE_HOSTS:
            return None
        claims = [(len(own), vendor.id) for vendor in self.vendors for own in vendor.hosts if within(host, own)]
        return max(claims)[1] if claims else None


def packaged_catalogue() -> Catalogue:
    """The vendors that come with Pricewire."""
    return load_catalogue()


def load_catalogue(*folders: Path) -> Catalogue:
    """The catalogue of all `*.toml` in the folders; the packaged folder where none is given.

    A file of a later folder stands in for the whole file of that name in an earlier one. Raises `CatalogueError` with
    every fault of every file.
    """
    vendors: list[Vendor] = []
    wrong: list[Wrong] = []
    for path in _files(folders or (PACKAGED,)):
        outcome = read_vendor_file(path)
        if isinstance(outcome, Vendor):
            vendors.append(outcome)
        else:
            wrong.extend(outcome)
    wrong.extend(_quarrels(vendors))
    if wrong:
        raise CatalogueError(wrong)
    return Catalogue(vendors)


def _files(folders: Sequence[Path]) -> list[Path]:
    by_name: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise CatalogueError([Wrong(str(folder), "", "expected a folder of vendor files, found none")])
        by_name.update({path.name: path for path in sorted(folder.glob("*.toml"))})
    return [by_name[name] for name in sorted(by_name)]


def _quarrels(vendors: Sequence[Vendor]) -> Iterator[Wrong]:
    """What single files may say and the catalogue as a whole may not."""
    pages = [page for vendor in vendors for page in vendor.pages]
    yield from _shared_addresses(pages)
    yield from _shared_hosts(vendors)
    ids = {page.id for page in pages}
    for vendor in vendors:
        for number, page in enumerate(vendor.pages):
            for key, other in (("twin", page.twin), ("fallback_for", page.fallback_for)):
                if other is not None and (other not in ids or other == page.id):
                    what = f'expected the id of another page, found "{other}"'
                    yield Wrong(f"{vendor.id}.toml", f"pages[{number}].{key}", what)


def _shared_addresses(pages: Sequence[Page]) -> Iterator[Wrong]:
    owners: dict[str, Page] = {}
    for address, page in _addresses(pages, canonical):
        owner = owners.setdefault(address, page)
        if owner is not page:
            what = f"expected an address of its own, found {address} of {owner.id} again"
            yield Wrong(f"{page.vendor}.toml", page.id, what)


def _shared_hosts(vendors: Sequence[Vendor]) -> Iterator[Wrong]:
    owners: dict[str, str] = {}
    for vendor in vendors:
        for host in vendor.hosts:
            if owners.setdefault(host, vendor.id) != vendor.id:
                what = f'expected hosts of its own, found "{host}" of {owners[host]}.toml again'
                yield Wrong(f"{vendor.id}.toml", "hosts", what)


def _addresses(pages: Iterable[Page], form: Callable[[str], str]) -> Iterator[tuple[str, Page]]:
    """Each page's own address before any page's other ones: the first claim on an address counts."""
    listed = list(pages)
    yield from ((form(page.url), page) for page in listed)
    yield from ((form(url), page) for page in listed for url in page.also)


def _documents(pages: Iterable[Page]) -> Iterator[tuple[str, Page]]:
    """As `_addresses`, for those that no query tells apart: not getDocDetail?DocumentID=…, and no API."""
    plain = (page for page in pages if page.kind is not PageKind.API)
    for address, page in _addresses(plain, canonical):
        if "?" not in address:
            yield document(f"https://{address}"), page


def _first_of_each(pairs: Iterable[tuple[str, Page]]) -> Mapping[str, Page]:
    found: dict[str, Page] = {}
    for address, page in pairs:
        found.setdefault(address, page)
    return MappingProxyType(found)


def _unknown(word: str, names: Sequence[str]) -> str:
    near = get_close_matches(word, names, n=3, cutoff=0.5)
    return f'expected the id of a vendor or page, found "{word}"' + (f"; near it: {', '.join(near)}" if near else "")
