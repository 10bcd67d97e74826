"""An address into the form in which two addresses of one document are equal, and a host into the vendor behind it."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

CODE_HOSTS = frozenset(
    {"github.com", "raw.githubusercontent.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org"}
)
"""Hosts whose first path segment names the owner: the owner is the vendor, not the host."""

_DOORS = (".md.txt", ".md", ".mdx", ".html")
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


def canonical(url: str) -> str:
    """`HTTPS://www.Acme.com/pricing/#top` → `acme.com/pricing`: what two addresses of one page have in common."""
    parts = _parts(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{_authority(parts)}{unquote(parts.path).rstrip('/')}{query}"


def document(url: str) -> str:
    """`canonical`, without query and without the `.md` or `.html` of the door: what two doors of one document share."""
    address = canonical(url).partition("?")[0]
    for door in _DOORS:
        if address.endswith(door):
            return address.removesuffix(door)
    return address


def host_of(url: str) -> str:
    """The lower-case host of an address, without port and `www.`; empty where there is none."""
    return (_parts(url).hostname or "").rstrip(".").removeprefix("www.")


def within(host: str, declared: str) -> bool:
    """Whether `host` is the declared one or lies under it."""
    return host == declared or host.endswith(f".{declared}")


def vendor_behind(url: str) -> str:
    """The id a vendor gets whom nobody declared: the registrable name of the host, or the owner at a code host."""
    host = host_of(url)
    if host in CODE_HOSTS and (owner := _parts(url).path.strip("/").partition("/")[0]):
        return as_id(owner)
    return as_id(host if _is_ip(host) else _registrable(host)) or "unknown"


def page_name(url: str) -> str:
    """A stable name for an undeclared page: its host and path, readable, and a few digits that keep it unique."""
    address = canonical(url)
    digits = hashlib.sha256(address.encode()).hexdigest()[:8]
    readable = as_id(address.partition("?")[0])[:60].strip("-")
    return f"{readable}-{digits}" if readable else digits


def as_id(text: str) -> str:
    """Lower case letters, digits and single hyphens."""
    return _NOT_IN_AN_ID.sub("-", text.lower()).strip("-")


def _parts(url: str) -> SplitResult:
    """The parts of an address; one that is none ("http://[", a port of letters) is all path."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return SplitResult("", "", url.strip(), "", "")
    return parts


def _authority(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _registrable(host: str) -> str:
    """`docs.acme.co.uk` → `acme`; the label before the last where the suffix is not a public one."""
    found = _suffixes()(host)
    return found.domain if found.suffix else host.split(".")[-2:][0]


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # 0.15 s, and few runs meet a vendor that nobody declared

    # The list that comes with the package: no request, no cache folder.
    # With private suffixes, OWNER.github.io is the owner's.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
