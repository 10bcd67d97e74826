"""Only http and https, only the public network, and one reading of every odd spelling."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.types import Why
from spiders.guard import Refused, check, may_connect, parse, public, shown


@pytest.mark.parametrize(
    ("url", "host", "port", "spelt"),
    [
        ("https://Example.COM/Pricing?a=B#top", "example.com", 443, "https://example.com/Pricing?a=B#top"),
        ("HTTP://example.com.:80/", "example.com", 80, "http://example.com/"),
        ("https://example.com:8443", "example.com", 8443, "https://example.com:8443"),
        ("https://bücher.example/", "xn--bcher-kva.example", 443, "https://xn--bcher-kva.example/"),
        ("https://例子.测试/价格", "xn--fsqu00a.xn--0zwm56d", 443, "https://xn--fsqu00a.xn--0zwm56d/价格"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "https://[2606:4700::1111]/"),
        ("https://[::ffff:8.8.8.8]/", "8.8.8.8", 443, "https://8.8.8.8/"),
        ("https://134744072/", "8.8.8.8", 443, "https://8.8.8.8/"),
        ("https://8.8.2056/", "8.8.8.8", 443, "https://8.8.8.8/"),
        ("https://0x8.8.010.8/", "8.8.8.8", 443, "https://8.8.8.8/"),
        ("https://a_b.example/", "a_b.example", 443, "https://a_b.example/"),
    ],
)
def test_an_address_has_one_spelling(url, host, port, spelt):
    address = check(url)
    assert (address.host, address.port, address.url) == (host, port, spelt)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://100.100.100.200/latest/meta-data/",
        "http://198.18.0.1/",
        "http://192.0.2.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
    ],
)
def test_an_address_that_is_not_public_is_refused_in_every_spelling(url):
    with pytest.raises(Refused) as refused:
        check(url)
    assert refused.value.why is Why.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "file:../x",
        "source:file:///etc/passwd",
        "view-source:http://example.com/",
        "data:text/html,<p>",
        "ftp://example.com/",
        "s3://bucket/key",
        "javascript:alert(1)",
        "//example.com/",
        "/pricing",
        "",
        "http://",
        "http:///etc/passwd",
        "http://a\\@127.0.0.1/",
        "http://example.com\\.evil.example/",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://example.com@127.0.0.1/",
        "http://exa\tmple.com/",
        "http://example.com/\r\nHost: evil",
        " http://example.com/",
        "http://exam ple.com/",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://127.0.0.1%2f.example.com/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://4294967296/",
        "http://08.8.8.8/",
        "http://exa<mple.com/",
        "http://-.example/",
        "http://a..example/",
    ],
)
def test_what_two_parsers_might_read_differently_is_refused(url):
    with pytest.raises(Refused) as refused:
        check(url)
    assert refused.value.why is Why.SCHEME


def test_a_setting_names_the_hosts_that_may_be_private():
    assert check("http://127.0.0.1:8000/", {"127.0.0.1:8000"}).port == 8000
    assert check("http://127.1:8000/", {"127.0.0.1"}).host == "127.0.0.1"
    for names in (set(), {"127.0.0.1:8001"}, {"127.0.0.2"}, {"localhost"}):
        with pytest.raises(Refused):
            check("http://127.0.0.1:8000/", names)


def test_a_public_name_that_resolves_to_a_private_address_may_not_be_connected_to():
    loopback = ip_address("127.0.0.1")
    assert not may_connect("rebound.example", 443, loopback, {"127.0.0.1"})
    assert may_connect("intranet.example", 443, loopback, {"intranet.example"})
    assert may_connect("example.com", 443, ip_address("93.184.215.14"), ())


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_under_any_of_its_ipv6_disguises_unless_it_is_itself(ip):
    for disguise in (f"::ffff:{ip}", f"::{ip}", f"64:ff9b::{ip}"):
        try:
            passed = public(check(f"http://[{disguise}]/").literal)
        except Refused:
            passed = False
        assert passed <= public(ip)


@given(st.text(max_size=40))
def test_whatever_is_called_an_address_is_read_or_refused(text):
    for url in (text, f"http://{text}", f"https://example.com{text}"):
        try:
            address = parse(url)
        except Refused as refused:
            assert str(refused).isprintable()
        else:
            assert parse(address.url) == address, "reading it again says the same"


def test_control_characters_never_reach_a_log():
    assert shown("a\r\nSet-Cookie: b\x1b[31m") == "a\\r\\nSet-Cookie: b\\x1b[31m"
    assert len(shown("x" * 10_000)) == 201
