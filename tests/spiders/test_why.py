"""Every way a fetch can fail has a name and a sentence."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipeline.types import Why
from spiders.why import DAY, of_error, of_status, retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CLOUDFLARE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
)
SIGN_IN = '<html><head><title>Sign in</title></head><body><form><input type="password"></form>Sign in</body></html>'


@pytest.mark.parametrize(
    ("status", "headers", "text", "why"),
    [
        (404, {}, "", Why.NOT_FOUND),
        (404, {}, CLOUDFLARE, Why.NOT_FOUND),
        (410, {}, "", Why.GONE),
        (429, {}, "slow down", Why.TOO_MANY),
        (401, {}, "", Why.LOGIN),
        (403, {}, "", Why.HTTP_ERROR),
        (403, {}, SIGN_IN, Why.LOGIN),
        (403, {}, CLOUDFLARE, Why.BOT_WALL),
        (403, {"cf-mitigated": "challenge"}, "", Why.BOT_WALL),
        (503, {}, CLOUDFLARE, Why.BOT_WALL),
        (500, {}, "", Why.SERVER_ERROR),
        (502, {}, "", Why.SERVER_ERROR),
        (504, {}, "", Why.SERVER_ERROR),
        (418, {}, "", Why.HTTP_ERROR),
        (204, {}, "", Why.HTTP_ERROR),
        (300, {}, "", Why.HTTP_ERROR),
        (304, {}, "", Why.HTTP_ERROR),
    ],
)
def test_a_status_says_why(status, headers, text, why):
    trouble = of_status(status, headers, text, NOW)
    assert (trouble.why, trouble.status) == (why, status)
    assert str(status) in trouble.sentence


def test_a_200_is_a_capture_whatever_it_says():
    for text in ("", CLOUDFLARE, SIGN_IN):
        assert of_status(200, {"cf-mitigated": "challenge"}, text, NOW) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("0", 0),
        (" 120 ", 120),
        ("9" * 400, DAY),
        ("999999999", DAY),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(days=9), usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_a_server_sends_us_away_for_a_day_at_most(value, seconds):
    assert retry_after(value, NOW) == seconds
    assert of_status(429, {"retry-after": value or ""}, "", NOW).retry_after == seconds


def test_an_error_nobody_thought_of_has_a_sentence_too():
    trouble = of_error(KeyError("x\ny"))
    assert trouble.why is Why.CONNECTION and "\n" not in trouble.sentence
    assert of_error(RuntimeError()).sentence == "the connection failed: RuntimeError"
