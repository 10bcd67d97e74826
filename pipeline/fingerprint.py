"""The body of a capture → a short text that is the same as long as nothing that could be read of it has changed."""

from __future__ import annotations

import hashlib
import re

from pipeline.blocks.noise import without_noise, without_noise_in_html
from pipeline.blocks.seen import seen_in, shows_enough

_NAMES = (
    r"class|id|href|src|srcset|style|nonce|target|rel|width|height|type|name|alt|title|scope|loading|decoding|tabindex|"
    r"data-(?!value|tab|key)[\w-]+|aria-(?!level)[\w-]+"
)
_ATTRIBUTES = re.compile(
    rf"\s(?:{_NAMES})=(?:\"(?![^\"]*(?:line-through|display))[^\"]*\"|'(?![^']*(?:line-through|display))[^']*')"
)
"""Attributes that say nothing of a price. Of classes and styles, only what crosses out or hides does."""
_BLANK_LINES = re.compile(r"\n\s*\n")
_EMPTY = re.compile(r"<([a-z]+)></\1>")
_STRUCK_RULE = re.compile(r"\.[\w-]{1,60}\s*\{[^{}]{0,400}line-through")
_VOLATILE = re.compile(
    r"\"(?:request_?id|trace_?id|timestamp|server_?time|nonce|elapsed\w*)\"\s*:\s*(?:\"[^\"]*\"|[\d.]+)",
    re.IGNORECASE,
)


def fingerprint(body: bytes, *, media_type: str = "", charset: str | None = None) -> str:
    """Equal fingerprints mean an equal sheet; different ones mean that the page has to be read.

    Left out: scripts, styles, comments, attributes that mean nothing, clocks, build hashes, counters, adverts.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    head = text[:2000].lstrip("\ufeff \t\r\n")
    if head[:1] in "{[":
        told = [_VOLATILE.sub("", text)]
    elif "<" in head[:1] or "<html" in head.lower():
        told = _told_by_html(text)
    else:
        told = [without_noise(line) for line in _BLANK_LINES.sub("\n\n", text).split("\n")]
    digest = hashlib.blake2b(f"{media_type}|{charset}|".encode(), digest_size=20)
    digest.update("\n".join(told).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _told_by_html(text: str) -> list[str]:
    seen = seen_in(text)
    told: list[str] = _STRUCK_RULE.findall(text) if "line-through" in text else []
    if not shows_enough(seen):
        told.append(text)
    bare = re.sub(r">\s+<", "><", _ATTRIBUTES.sub("", without_noise_in_html(seen)))
    emptied = 1
    while emptied:
        bare, emptied = _EMPTY.subn("", bare)
    told.append(bare)
    return told
