"""Links in letters that are another's, too old or altered; secrets in whatever can be read; what a first start does.

Attacks 18, 21 and 29 of docs/security.md.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import time
import urllib.request
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

import publish
from pricewire.config import ConfigError, load, shown
from publish.letters.channels import BadChannel, channel_of
from publish.letters.links import GOOD_FOR, BadLink, OldLink, Purpose, subscriber_of, token
from publish.letters.post import Server
from tests.pricewire.conftest import Shell, ends
from tests.pricewire.test_up import address_of
from tests.security.whole import ANN, BEI, SECRET, TOKEN, Whole, the_whole

PASSWORD = "hunter2-planted-password"
PLANTED = (SECRET, TOKEN, PASSWORD)


def _signed(purpose: Purpose, age: int, whose: str = ANN.id, secret: str = SECRET) -> str:
    """A token as it was made so many seconds ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - age

    return str(URLSafeTimedSerializer(secret, salt=f"pricewire.{purpose.value}", signer=Earlier).dumps(whose))


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_is_good_for_its_purpose_its_reader_and_its_time_alone(purpose: Purpose) -> None:
    good = token(SECRET, purpose, ANN.id)
    assert subscriber_of(SECRET, purpose, good) == ANN.id
    assert subscriber_of(SECRET, purpose, _signed(purpose, GOOD_FOR[purpose] - 60)) == ANN.id
    with pytest.raises(OldLink):
        subscriber_of(SECRET, purpose, _signed(purpose, GOOD_FOR[purpose] + 60))
    with pytest.raises(BadLink):
        subscriber_of("another secret", purpose, good)
    for other in set(Purpose) - {purpose}:
        with pytest.raises(BadLink):
            subscriber_of(SECRET, other, good)


def test_a_link_that_was_altered_anywhere_is_no_link() -> None:
    good, bei = token(SECRET, Purpose.CHANGE, ANN.id), token(SECRET, Purpose.CHANGE, BEI.id)
    whose, _, rest = good.partition(".")
    altered = [good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :] for at in range(len(good) - 1)]
    other, _, bei_rest = bei.partition(".")
    mixed = [f"{other}.{rest}", f"{whose}.{bei_rest}", whose, rest, "", ".", "..", good * 2]
    for given in (*altered, *mixed, good[:-1], good + ".", "\0" + good, "a" * 100_000):
        with pytest.raises(BadLink):
            subscriber_of(SECRET, Purpose.CHANGE, given)


def test_on_the_site_no_link_opens_anothers_pages(whole: Whole) -> None:
    ann = whole.asks(f"/subscriptions/change/{token(SECRET, Purpose.CHANGE, ANN.id)}", Accept="text/html")
    assert ("ann@readers.example" in ann.text, "bei@readers.example" in ann.text) == (True, False)
    for path in (
        f"/subscriptions/change/{token(SECRET, Purpose.CONFIRM, ANN.id)}",
        f"/subscriptions/change/{token(SECRET, Purpose.UNSUBSCRIBE, ANN.id)}/export",
        "/subscriptions/change/ann",
        f"/subscriptions/change/{_signed(Purpose.CHANGE, 31 * 86_400)}/export",
        f"/subscriptions/confirm/{_signed(Purpose.CONFIRM, 8 * 86_400)}",
    ):
        for method in ("GET", "POST"):
            got = whole.asks(path, method, "" if method == "POST" else None)
            assert got.status in (404, 405, 410), path
            assert "readers.example" not in got.text


def test_what_a_reader_takes_along_is_their_own(whole: Whole) -> None:
    got = whole.asks(f"/subscriptions/change/{token(SECRET, Purpose.CHANGE, ANN.id)}/export")
    assert json.loads(got.body)["address"] == "ann@readers.example"
    assert "bei@readers" not in got.text
    assert (got.headers["Content-Disposition"], got.headers["Cache-Control"]) == ("attachment", "no-store")
    assert not any(secret in got.text for secret in PLANTED)


def test_no_secret_is_compared_sign_by_sign() -> None:
    told = {"token", "secret", "signature", "password", "tokens", "given"}
    for path in Path(publish.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
                names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
                names |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
                assert not names & (told - {"given"}), (path, node.lineno)


def test_no_secret_comes_out_anywhere(shell: Shell, tmp_path: Path) -> None:
    shell.settings |= {
        "PRICEWIRE_SMTP_URL": f"smtps://wire:{PASSWORD}@127.0.0.1:9",
        "PRICEWIRE_SECRET": SECRET,
        "PRICEWIRE_WRITE_TOKENS": TOKEN,
        "PRICEWIRE_OPERATOR": f"json://wire:{PASSWORD}@127.0.0.1:9/x",
        "PRICEWIRE_HUB": "http://127.0.0.1:9/hub",
        "PRICEWIRE_LOG_LEVEL": "DEBUG",
    }
    assert shell.types("subscribe", "ann@readers.example", "vendor=acme", "--yes").returncode == 0
    assert PASSWORD not in (sent := shell.types("notify", "send")).stdout + sent.stderr
    link = f"/subscriptions/change/{token(SECRET, Purpose.CHANGE, ANN.id)}"
    paths = ("/", "/feed.xml", "/health", "/readyz", "/metrics", "/about", "/nothing", "/api/v1/openapi.json", link)
    right, wrong = ({"Authorization": f"Bearer {said}"} for said in (TOKEN, f"x{TOKEN}"))
    with shell.runs("up") as process:
        address = address_of(process)
        answers = [_reads(address, path) for path in paths]
        answers += [_reads(address, "/api/v1/subscriptions", "POST", "{", headers) for headers in (right, wrong)]
        time.sleep(1)
        assert ends(process) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        log = process.stdout.read().decode() + process.stderr.read().decode()
    log += "".join(path.read_text(errors="replace") for path in shell.data.rglob("*.log"))
    shown_too = [shell.types(*words) for words in (("config",), ("config", "--format", "json"), ("subscribers",))]
    assert "127.0.0.1" in log
    for text in (
        *answers,
        log,
        *(one.stderr + (one.stdout if one.args[-1] != "subscribers" else "") for one in shown_too),
    ):
        assert [secret for secret in PLANTED if secret in text] == []
    assert link not in log


def _reads(
    address: str, path: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None
) -> str:
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        got = connection.getresponse()
        return f"{got.headers}{got.read().decode()}"
    finally:
        connection.close()


@pytest.mark.parametrize(
    "wrong",
    [
        f"wire:{PASSWORD}@mail.example",
        f"smtp:/wire:{PASSWORD}@mail.example",
        f"smtps//wire:{PASSWORD}@mail.example",
        f"smtps://wire:{PASSWORD}@mail.example:port",
        f"smtps://wire:x/{PASSWORD}@mail.example",
        f"smtps://wire:{PASSWORD}",
        f"smtps://:{PASSWORD}@",
    ],
)
def test_a_password_that_is_written_wrong_is_not_told_either(wrong: str) -> None:
    for name in ("smtp_url", "database_url", "hub", "base_url"):
        assert PASSWORD not in shown(name, wrong)
        try:
            load({f"PRICEWIRE_{name.upper()}": wrong, "HOME": "/nowhere"})
        except ConfigError as error:
            assert PASSWORD not in str(error)
    with pytest.raises(ValueError, match="expected") as refused:
        Server.parsed(wrong)
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("name", ["hub", "base_url"])
def test_an_address_that_feeds_show_has_no_password(name: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load({f"PRICEWIRE_{name.upper()}": f"https://wire:{PASSWORD}@hub.example", "HOME": "/nowhere"})
    assert PASSWORD not in str(refused.value)
    with pytest.raises(BadChannel):
        channel_of(f"https://wire:{PASSWORD}@hook.example")


WATCHMAN = """
import os, sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open(os.environ["WATCHED"], "a") as file:
            file.write(f"{event} {args[1] if event != 'socket.getaddrinfo' else args[0]}\\n")
sys.addaudithook(hook)
"""


def test_a_first_start_makes_a_secret_of_its_own_listens_here_alone_and_calls_nobody(
    shell: Shell, tmp_path: Path
) -> None:
    for file in (tmp_path / "catalogue").iterdir():
        file.unlink()
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCHMAN)
    watched = tmp_path / "watched"
    shell.settings = {
        "PRICEWIRE_CATALOGUE": shell.settings["PRICEWIRE_CATALOGUE"],
        "PRICEWIRE_PORT": "0",
        "PRICEWIRE_TICK": "0.2",
        "PYTHONPATH": f"{tmp_path / 'watch'}{os.pathsep}{Path(publish.__path__[0]).parent}",
        "WATCHED": str(watched),
    }
    with shell.runs("up") as process:
        address = address_of(process)
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", address)
        with urllib.request.urlopen(f"{address}/", timeout=10) as got:
            assert got.status == 200
        time.sleep(2)
        assert ends(process, signal.SIGTERM) == 0
    told = watched.read_text().splitlines()
    assert told  # the hook saw at least how the server found its own address
    assert not [line for line in told if not re.search(r"127\.0\.0\.1|/dev/log", line)], told
    secret = shell.data / "secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 32


def test_two_first_starts_do_not_share_a_secret(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        with the_whole(tmp_path / name, secret=""):
            made.append((tmp_path / name / "secret").read_text())
    assert made[0] != made[1]
