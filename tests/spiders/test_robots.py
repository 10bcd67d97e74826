"""robots.txt is asked for once, and obeyed."""

import pytest

from pipeline.types import Capture, Why
from tests.site import Site
from tests.spiders.conftest import order


def test_a_page_that_robots_txt_forbids_is_not_asked_for(site, fetch):
    site.page("/private/pricing", "x")
    site.page("/pricing", "x")
    site.robots("User-agent: *\nDisallow: /private/\n")
    failed = fetch(site.url("/private/pricing"))
    assert failed.why is Why.ROBOTS and site.url("/private/pricing") in failed.detail
    assert isinstance(fetch(site.url("/pricing")), Capture)
    assert site.asked("/private/pricing") == []


def test_rules_for_us_by_name_come_before_rules_for_all(site, fetch):
    site.page("/a", "x")
    site.page("/b", "x")
    site.robots("User-agent: *\nDisallow: /\n\nUser-agent: pricewire\nDisallow: /b\n")
    assert isinstance(fetch(site.url("/a")), Capture)
    assert fetch(site.url("/b")).why is Why.ROBOTS


def test_robots_txt_is_asked_for_once_and_before_any_page(site, crawler):
    orders = []
    for page in range(20):
        site.page(f"/{page}", "x")
        orders.append(order(site.url(f"/{page}")))
    list(crawler.fetch(orders))
    list(crawler.fetch(orders))
    assert len(site.asked("/robots.txt")) == 1
    assert site.requests[0].path == "/robots.txt"
    assert site.requests[0].headers["user-agent"].startswith("Pricewire/")


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_txt_has_no_rules(site, fetch, status):
    site.page("/pricing", "x")
    site.robots("User-agent: *\nDisallow: /\n", status=status)
    assert isinstance(fetch(site.url("/pricing")), Capture)


def test_a_site_that_cannot_say_its_rules_is_left_alone_for_now(site, fetch):
    site.page("/pricing", "x")
    site.robots("out of order", status=503)
    failed = fetch(site.url("/pricing"))
    assert failed.why is Why.ROBOTS and "503" in failed.detail
    assert site.asked("/pricing") == []


def test_a_robots_txt_that_moved_is_read_where_it_lies(site, fetch):
    with Site() as other:
        other.page("/rules", "User-agent: *\nDisallow: /\n", media_type="text/plain")
        site.redirects("/robots.txt", other.url("/rules"))
        site.page("/pricing", "x")
        assert fetch(site.url("/pricing")).why is Why.ROBOTS


def test_a_robots_txt_that_leads_to_a_private_address_is_not_read_there(site, fetch):
    site.redirects("/robots.txt", "http://127.0.0.2:1/")
    site.page("/pricing", "x")
    assert fetch(site.url("/pricing")).why is Why.PRIVATE_ADDRESS


def test_a_redirect_to_a_forbidden_page_is_forbidden(site, fetch):
    site.robots("User-agent: *\nDisallow: /private\n")
    site.page("/private", "x")
    site.redirects("/pricing", "/private")
    assert fetch(site.url("/pricing")).why is Why.ROBOTS
    assert site.asked("/private") == []


def test_a_robots_txt_in_no_charset_at_all_is_read_as_far_as_it_can_be(site, fetch):
    site.page("/robots.txt", b"\xff\xfe\x00 nonsense\nUser-agent: *\nDisallow: /b\n")
    site.page("/a", "x")
    assert isinstance(fetch(site.url("/a")), Capture)
