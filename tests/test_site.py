"""The local site does what its verbs say."""

import http.client
import urllib.error
import urllib.request

import pytest

from tests.site import Site


def get(url: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.status, error.read(), error.headers


def test_a_page_is_served_and_the_request_is_remembered():
    with Site() as site:
        site.page("/pricing", "<p>¥1</p>")
        status, body, headers = get(site.url("/pricing?a=1"), X_Asked="yes")
        assert (status, body.decode(), headers["Content-Type"]) == (200, "<p>¥1</p>", "text/html; charset=utf-8")
        assert site.asked("/pricing")[0].headers["x-asked"] == "yes"


def test_who_has_the_page_already_is_told_so_until_it_changes():
    with Site() as site:
        site.page("/pricing", "old")
        *_, headers = get(site.url("/pricing"))
        assert get(site.url("/pricing"), If_None_Match=headers["ETag"])[0] == 304
        assert get(site.url("/pricing"), If_Modified_Since=headers["Last-Modified"])[0] == 304
        site.page("/pricing", "new")
        assert get(site.url("/pricing"), If_None_Match=headers["ETag"])[:2] == (200, b"new")


def test_an_address_without_a_page_is_not_found_and_a_gone_one_gone():
    with Site() as site:
        site.gone("/old")
        assert (get(site.url("/none"))[0], get(site.url("/old"))[0]) == (404, 410)


def test_a_site_breaks_off_in_the_middle():
    with Site() as site:
        site.breaks("/pricing")
        with pytest.raises(http.client.IncompleteRead):
            get(site.url("/pricing"))


def test_a_vendor_prints_a_table_of_its_prices():
    with Site() as site:
        acme = site.vendor("acme").price("small", input="0.05", output="0.10").price("nano", input="Free")
        page = get(acme.url)[1].decode()
        assert "<th>Input</th><th>Output</th>" in page
        assert (
            "<tr><td>small</td><td>$0.05</td><td>$0.10</td></tr><tr><td>nano</td><td>Free</td><td>-</td></tr>" in page
        )
        acme.price("small", input="0.04").drops("nano").says("From 1 May.")
        page = get(acme.url)[1].decode()
        assert "$0.04" in page and "nano" not in page and "<p>From 1 May.</p>" in page
