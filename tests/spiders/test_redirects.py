"""A redirect is followed within the page's own hosts, and told anywhere else."""

import pytest
from scrapy.http import Request, Response

from pipeline.types import Capture, Page, Unchanged, Validators, Why
from spiders.guard import parse
from spiders.redirects import DeclaredRedirects, declared
from spiders.wire import Job
from tests.site import Site


def test_a_redirect_on_the_same_host_is_followed(site, fetch):
    site.page("/new", "here")
    site.redirects("/pricing", "/new", status=301)
    capture = fetch(site.url("/pricing"))
    assert (capture.url, capture.body) == (site.url("/new"), b"here")


def test_a_redirect_to_a_host_that_the_page_does_not_declare_names_it(site, fetch):
    site.redirects("/pricing", "https://parking.example/buy-this-domain")
    failed = fetch(site.url("/pricing"))
    assert failed.why is Why.REDIRECTED_OFF
    assert "https://parking.example/buy-this-domain" in failed.detail


def test_a_declared_host_is_as_good_as_the_pages_own(site, fetch):
    with Site() as other:
        other.page("/pricing", "moved")
        site.redirects("/pricing", other.url("/pricing"))
        assert fetch(site.url("/pricing")).why is Why.REDIRECTED_OFF
        assert fetch(site.url("/pricing"), hosts=(other.host,)).body == b"moved"


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/secret",
        "http://127.0.0.2:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706434/",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.2]/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused_even_if_the_page_declares_it(site, fetch, target):
    target = target.format(port=site.host.rpartition(":")[2])
    site.page("/secret", "the keys")
    site.redirects("/hop", target)
    site.redirects("/pricing", "/hop")
    failed = fetch(site.url("/pricing"), hosts=(parse(target).host,))
    assert failed.why is Why.PRIVATE_ADDRESS
    assert site.asked("/secret") == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/html,x", "FILE:/etc/passwd"])
def test_a_redirect_to_another_scheme_is_refused(site, fetch, target):
    site.redirects("/pricing", target)
    assert fetch(site.url("/pricing")).why is Why.SCHEME


@pytest.mark.parametrize("target", ["http://a\\@127.0.0.1/", "http://u:p@127.0.0.1/", "http://%31%32%37.0.0.1/"])
def test_a_redirect_in_an_odd_spelling_is_refused(site, fetch, target):
    site.redirects("/pricing", target)
    assert fetch(site.url("/pricing")).why in (Why.SCHEME, Why.REDIRECTED_OFF)


def test_a_name_that_leads_to_this_machine_is_refused_when_connecting(fetch):
    failed = fetch("http://localhost:9/")
    assert failed.why is Why.PRIVATE_ADDRESS
    assert "leads to" in failed.detail


def test_redirects_in_a_circle_end(site, fetch):
    site.redirects("/pricing", "/other")
    site.redirects("/other", "/pricing")
    failed = fetch(site.url("/pricing"))
    assert failed.why is Why.HTTP_ERROR and "redirected more than 5 times" in failed.detail


def test_a_redirect_without_a_target_is_no_page(site, fetch):
    site.page("/pricing", status=302, validators=False)
    assert fetch(site.url("/pricing")).status == 302


def test_a_page_behind_a_redirect_can_be_unchanged(site, fetch):
    site.page("/new", "here")
    site.redirects("/pricing", "/new")
    first = dict(fetch(site.url("/pricing")).headers)
    assert isinstance(fetch(site.url("/pricing"), Validators(first["etag"], first["last-modified"])), Unchanged)


def test_a_date_says_nothing_about_the_page_that_a_redirect_leads_to(site, fetch):
    site.page("/new", "here")
    modified = dict(fetch(site.url("/new")).headers)["last-modified"]
    site.redirects("/pricing", "/new")
    assert isinstance(fetch(site.url("/pricing"), Validators(None, modified)), Capture)


def test_what_belongs_to_one_address_is_not_taken_to_another():
    page = Page("acme/p", "acme", "https://acme.example/", hosts=("www.acme.example",))
    secrets = {"Authorization": "a", "Cookie": "b", "Proxy-Authorization": "c", "Referer": "d", "If-None-Match": '"e"'}
    request = Request(page.url, headers=secrets, meta={"job": Job(1, page)})
    answer = Response(page.url, status=302, headers={"Location": "https://www.acme.example/"}, request=request)
    follow = DeclaredRedirects().process_response(request, answer)
    assert follow.url == "https://www.acme.example/"
    assert dict(follow.headers) == {b"If-None-Match": [b'"e"']}


@pytest.mark.parametrize(
    ("source", "target", "stays"),
    [
        ("http://acme.example/", "https://acme.example/x", True),
        ("https://acme.example/", "http://acme.example/x", False),
        ("https://acme.example/", "https://www.acme.example/", True),
        ("https://acme.example/", "https://acme.example:8443/", False),
        ("https://acme.example/", "https://evil-acme.example/", False),
        ("https://acme.example/", "https://acme.example.evil.example/", False),
        ("http://acme.example:8080/", "https://acme.example/", True),
    ],
)
def test_what_counts_as_the_pages_own_host(source, target, stays):
    page = Page("acme/p", "acme", source, hosts=("www.acme.example",))
    assert declared(parse(source), parse(target), page) is stays
