"""The environment and an optional TOML file → the settings of this run, each with the place it came from.

The only module that reads the environment. A setting `data` is `PRICEWIRE_DATA` in the environment and `data = "…"` in
the file that `PRICEWIRE_CONFIG` names (else `pricewire/config.toml` in the user's configuration folder). The
environment wins.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage.address import sqlite_url

PREFIX = "PRICEWIRE_"
ADDRESSES = frozenset({"base_url", "database_url", "hub", "smtp_url"})
"""Settings whose text may hold a password."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/{1,2}", re.IGNORECASE)
_NO_PORT = re.compile(r"[^/\[]*:(?![0-9]+(?:[/?]|$)).+")
"""Of an address without a host: what follows the user."""
_PASSWORD = re.compile(r"([?&](?:ssl)?password=)[^&]*", re.IGNORECASE)


class ConfigError(Exception):
    """A setting that cannot be used, in one sentence."""


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _optional_path(value: str) -> Path | None:
    return _path(value) if value else None


def _whole(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError
    return number


def _seconds(value: str) -> float:
    number = float(value)
    if not 0 <= number < 1e9:
        raise ValueError
    return number


def _port(value: str) -> int:
    number = _whole(value)
    if number > 65_535:
        raise ValueError
    return number


def _level(value: str) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError
    return value.upper()


def _address(value: str) -> str:
    if value and (not value.startswith(("http://", "https://")) or "@" in urlsplit(value).netloc):  # feeds show it
        raise ValueError
    return value.rstrip("/")


def _mail_server(value: str) -> str:
    if value and not value.startswith(("smtp://", "smtps://", "smtp+plain://")):
        raise ValueError
    return value


def _tokens(value: str) -> frozenset[str]:
    tokens = frozenset(part.strip() for part in value.split(",") if part.strip())
    if any(len(token) < 16 or not token.isascii() for token in tokens):
        raise ValueError
    return tokens


def _executable(value: str) -> str:
    if value and not os.access(value, os.X_OK):
        raise ValueError
    return value


def _flag(value: str) -> bool:
    try:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]
    except KeyError:
        raise ValueError from None


def _hosts(value: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in value.split(",") if part.strip())


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = tuple(ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
    if not all(network.prefixlen for network in networks):  # who trusts everybody lets each choose an address
        raise ValueError
    return networks


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, how its text is read, what is expected in words, its default, and what it does."""

    name: str
    parse: Callable[[str], Any]
    expected: str
    default: str
    meaning: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("data", _path, "a folder", "", "Folder of page bodies, logs and the embedded database"),
    Setting(
        "database_url", _text, "sqlite:///… or postgresql://…", "", "The database; default: SQLite in the data folder"
    ),
    Setting("sources", _optional_path, "a folder", "", "Your own vendor files (TOML), beside the packaged catalogue"),
    Setting("catalogue", _optional_path, "a folder", "", "Vendor files to watch instead of the packaged ones"),
    Setting("host", _text, "an address", "127.0.0.1", "Address the web server listens on"),
    Setting("port", _port, "a port number", "8000", "Port the web server listens on; 0 takes a free one"),
    Setting("base_url", _address, "an http(s) address", "", "Public address of this server, for links in feeds"),
    Setting(
        "trusted_proxies",
        _networks,
        "addresses or networks such as 127.0.0.1 or 10.0.0.0/8, with commas",
        "",
        "Proxies that are believed when they say in X-Forwarded-For whom they speak for",
    ),
    Setting("contact", _text, "an address or e-mail", "", "Contact told to the sites we fetch, in the User-Agent"),
    Setting("user_agent", _text, "text", "Pricewire/0.1", "First part of the User-Agent"),
    Setting("delay", _seconds, "seconds", "2", "Pause between two requests to one host"),
    Setting("timeout", _seconds, "seconds", "30", "Longest wait for one answer"),
    Setting("deadline", _seconds, "seconds", "600", "Longest time for one crawl before its process is killed"),
    Setting("concurrency", _whole, "a number", "16", "Requests under way at once"),
    Setting("per_host", _whole, "a number", "2", "Requests under way at once to one host"),
    Setting("max_bytes", _whole, "bytes", "33554432", "Largest answer that is read, after decompression"),
    Setting("obey_robots", _flag, "true or false", "true", "Whether robots.txt is obeyed"),
    Setting("allow_hosts", _hosts, "hosts, with commas", "", "Hosts that may have a private address"),
    Setting(
        "browser",
        _executable,
        "the path of an executable",
        "",
        "The Chromium to render pages with; default: looked for",
    ),
    Setting("browser_pages", _whole, "a number", "50", "Pages one browser renders before it is replaced"),
    Setting("tick", _seconds, "seconds", "30", "How often the scheduler looks for pages that are due"),
    Setting(
        "smtp_url",
        _mail_server,
        "smtps://user:password@host, smtp://… (STARTTLS) or smtp+plain://…",
        "",
        "The mail server; without one, e-mails wait",
    ),
    Setting(
        "smtp_cafile", _optional_path, "a file", "", "Certificates to trust for the mail server, beside the system's"
    ),
    Setting("mail_from", _text, "an address", "Pricewire <pricewire@localhost>", "Who letters come from"),
    Setting("mail_per_domain", _whole, "a number", "60", "E-mails a minute to one domain at most"),
    Setting("hub", _address, "an http(s) address", "", "The WebSub hub that feeds name and that is told of news"),
    Setting("write_tokens", _tokens, "tokens of 16 characters or more, with commas", "", "Who may correct by the API"),
    Setting("api_per_minute", _whole, "a number", "120", "Questions to the API one client may ask a minute; 0: any"),
    Setting("api_burst", _whole, "a number", "60", "Questions to the API one client may ask at once"),
    Setting("operator", _text, "an e-mail address", "", "Who is told when a page is overdue or keeps failing"),
    Setting("secret", _text, "text", "", "Signs the links in letters; default: made once and kept in the data folder"),
    Setting("log_level", _level, "DEBUG, INFO, WARNING or ERROR", "INFO", "How much is logged"),
)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run."""

    data: Path
    database_url: str
    sources: Path | None
    catalogue: Path | None
    host: str
    port: int
    base_url: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    contact: str
    user_agent: str
    delay: float
    timeout: float
    deadline: float
    concurrency: int
    per_host: int
    max_bytes: int
    obey_robots: bool
    allow_hosts: frozenset[str]
    browser: str
    browser_pages: int
    tick: float
    smtp_url: str
    smtp_cafile: Path | None
    mail_from: str
    mail_per_domain: int
    hub: str
    write_tokens: frozenset[str]
    api_per_minute: int
    api_burst: int
    operator: str
    secret: str
    log_level: str
    origins: Mapping[str, str]
    """Setting → `default`, `environment` or the file it came from."""


def load(environ: Mapping[str, str] | None = None) -> Config:
    """The settings of this run. Raises ConfigError with one sentence on the first setting that cannot be used."""
    environ = os.environ if environ is None else environ
    file, values = _from_file(environ)
    found: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        text, origin = _look_up(setting, environ, values, file)
        try:
            found[setting.name] = setting.parse(text)
        except ValueError:
            found_text = shown(setting.name, text)
            raise ConfigError(
                f"{setting.variable} ({origin}): expected {setting.expected}, found {found_text!r}."
            ) from None
        origins[setting.name] = origin
    if not environ.get(PREFIX + "DATA") and origins["data"] == "default":
        found["data"] = _user_folder(environ, "XDG_DATA_HOME", ".local/share")
    found["database_url"] = found["database_url"] or sqlite_url(found["data"] / "pricewire.db")
    return Config(**found, origins=origins)


def _look_up(
    setting: Setting, environ: Mapping[str, str], values: Mapping[str, str], file: Path | None
) -> tuple[str, str]:
    if environ.get(setting.variable, "") != "":
        return environ[setting.variable], "environment"
    if setting.name in values:
        return values[setting.name], str(file)
    return setting.default, "default"


def _from_file(environ: Mapping[str, str]) -> tuple[Path | None, dict[str, str]]:
    named = environ.get(PREFIX + "CONFIG")
    file = _path(named) if named else _user_folder(environ, "XDG_CONFIG_HOME", ".config") / "config.toml"
    if not named and not file.exists():
        return None, {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: expected a readable settings file, found: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: expected TOML, found: {error}.") from error
    known = {setting.name for setting in SETTINGS}
    for name in table:
        if name not in known:
            raise ConfigError(f"{file}: unknown setting {name!r}; `pricewire config` lists them.")
    return file, {name: _as_text(value) for name, value in table.items()}


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)


def _user_folder(environ: Mapping[str, str], variable: str, below_home: str) -> Path:
    base = environ.get(variable)
    return (Path(base) if base else Path.home() / below_home) / "pricewire"


def shown(name: str, value: str) -> str:
    """A setting fit to be shown: no password, no secret."""
    if name in ("secret", "write_tokens"):
        return "set" if value else ""
    if name == "operator" and "://" in value:  # a chat service's address is its password
        return f"{value.partition('://')[0]}://…"
    return without_password(value) if name in ADDRESSES else value


def without_password(url: str) -> str:
    """An address fit to be shown, also where it is not written as it should be."""
    head, at, tail = _PASSWORD.sub(r"\1…", url).rpartition("@")
    user = head if at else tail
    begun = _SCHEME.match(user)
    scheme = begun[0] if begun else ""
    name, colon, rest = user.removeprefix(scheme).partition(":")
    if colon and (at or _NO_PORT.fullmatch(f"{name}:{rest}")):
        user = f"{scheme}{name}:…"
    return f"{user}@{tail}" if at else user
