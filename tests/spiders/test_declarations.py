"""The catalogue: what a vendor file may say, what is said of a bad one, and which page an address means."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.types import Channel, PageKind, Rendering
from publish.vocabulary import METERS as WORDS
from spiders.declarations import PACKAGED, Catalogue, CatalogueError, UnknownWord, load_catalogue, packaged_catalogue
from spiders.vendor_file import METERS

ACME = """
name = "Acme"
name_zh = "顶点"
channel = "host"
zone = "Asia/Shanghai"
hosts = ["acme.example"]

[[pages]]
name = "pricing"
url = "https://docs.acme.example/zh/pricing.md"
also = ["https://old.acme.example/prices"]
cadence = "1h"
lang = "zh"
twin = "pricing-en"
hosts = ["acme-cdn.example"]
[pages.hints]
currency = "CNY"
per = 1_000_000
unit = "token"
charset = "gb18030"
[pages.hints.meters]
"请求价" = "input"

[[pages]]
name = "pricing-en"
url = "https://docs.acme.example/en/pricing?lang=en"
twin = "pricing"

[[pages]]
name = "browser"
url = "https://docs.acme.example/zh/pricing"
rendering = "browser"
cadence = "1d"
fallback_for = "pricing"

[[pages]]
name = "models"
kind = "api"
url = "https://api.acme.example/v1/models"
"""


def catalogue_of(folder: Path, **files: str) -> Catalogue:
    folder.mkdir(exist_ok=True)
    for vendor, text in files.items():
        (folder / f"{vendor}.toml").write_text(text, encoding="utf-8")
    return load_catalogue(folder)


@pytest.fixture
def acme(tmp_path: Path) -> Catalogue:
    return catalogue_of(tmp_path, acme=ACME)


def wrong(tmp_path: Path, **files: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        catalogue_of(tmp_path, **files)
    return str(caught.value).splitlines()


def page(**keys: str) -> str:
    keys = {"name": '"pricing"', "url": '"https://acme.example/pricing"', **keys}
    return 'name = "Acme"\n[[pages]]\n' + "\n".join(f"{key} = {value}" for key, value in keys.items())


def test_a_file_becomes_a_vendor_with_its_pages(acme: Catalogue) -> None:
    vendor = acme.vendor("acme")
    assert (vendor.name, vendor.name_zh, vendor.channel, vendor.zone) == ("Acme", "顶点", Channel.HOST, "Asia/Shanghai")
    assert [page.id for page in vendor.pages] == ["acme/pricing", "acme/pricing-en", "acme/browser", "acme/models"]


def test_a_page_is_all_that_its_table_says(acme: Catalogue) -> None:
    pricing, browser = acme.page("acme/pricing"), acme.page("acme/browser")
    assert (pricing.cadence, pricing.lang, pricing.twin) == (3_600, "zh", "acme/pricing-en")
    assert pricing.hosts == ("acme-cdn.example", "acme.example")
    assert (browser.rendering, browser.cadence, browser.fallback_for) == (Rendering.BROWSER, 86_400, "acme/pricing")
    assert acme.page("acme/models").kind is PageKind.API


def test_hints_reach_the_reader_as_decimals_and_words(acme: Catalogue) -> None:
    hints = acme.page("acme/pricing").hints
    assert (hints.currency, hints.per, hints.unit, hints.charset) == ("CNY", Decimal(1_000_000), "token", "gb18030")
    assert (hints.lang, dict(hints.meters)) == ("zh", {"请求价": "input"})


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"cadence": '"often"'}, 'acme.toml: pages[0].cadence: expected a duration such as "1h", found "often"'),
        ({"cadence": "60"}, "acme.toml: pages[0].cadence: expected text, found 60"),
        ({"cadance": '"1h"'}, 'acme.toml: pages[0].cadance: expected no such key, found "1h"; did you mean cadence?'),
        ({"url": '"acme"'}, 'acme.toml: pages[0].url: expected an address such as "https://acme.example/pricing", '
                            'found "acme"'),
        ({"url": '"file:///etc/passwd"'}, 'acme.toml: pages[0].url: expected an address such as '
                                          '"https://acme.example/pricing", found "file:///etc/passwd"'),
        ({"rendering": '"chrome"'}, 'acme.toml: pages[0].rendering: expected "static" or "browser", found "chrome"'),
        ({"name": '"Preise!"'}, "acme.toml: pages[0].name: expected lower-case letters, digits and hyphens such as "
                                '"pricing-zh", found "Preise!"'),
        ({"lang": '"chinese"'}, 'acme.toml: pages[0].lang: expected a language such as "zh" or "en", found "chinese"'),
        ({"twin": '"other"'}, 'acme.toml: pages[0].twin: expected the id of another page, found "acme/other"'),
        ({"hosts": '"acme.example"'}, 'acme.toml: pages[0].hosts: expected a list, found "acme.example"'),
        ({"hints": "{per = 0}"}, "acme.toml: pages[0].hints.per: expected a number above 0, found 0"),
        ({"hints": '{currency = "yuan"}'}, 'acme.toml: pages[0].hints.currency: expected the three capitals of a '
                                           'currency, such as "CNY", found "yuan"'),
        ({"hints": '{meters = {ein = "inputs"}}'}, 'acme.toml: pages[0].hints.meters: expected a meter such as input, '
                                                   'of those in docs/glossary.md, found "inputs"'),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_with_file_key_what_was_expected_and_what_was_found(
    tmp_path: Path, line: dict[str, str], sentence: str
) -> None:
    assert wrong(tmp_path, acme=page(**line)) == [sentence]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (
            '{rows = "data", model = "{id}", per = "x", meters = {in = "input"}}',
            "mapping.per: expected a positive number",
        ),
        ('{shape = "openruoter"}', "mapping.shape: expected one of openrouter,"),
        ('"data"', "mapping: expected a table"),
        (
            '{rows = "data", model = "{id}", meters = {in = "imput"}}',
            'mapping: expected a meter such as input, of those in docs/glossary.md, found "imput"',
        ),
        (
            '{rows = "data", model = "{id}", meters = {in = {meter = "tokens"}}}',
            "mapping: expected a meter such as input, of those in docs/glossary.md",
        ),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_before_any_document_is_read(
    tmp_path: Path, mapping: str, sentence: str
) -> None:
    (told,) = wrong(tmp_path, acme=page(hints=f"{{mapping = {mapping}}}"))
    assert told.startswith(f"acme.toml: pages[0].hints.{sentence}")
    assert ", found " in told


def test_a_vendor_file_may_name_the_meters_that_have_words_and_no_others() -> None:
    assert sorted(METERS) == sorted(WORDS)


LIST = 'kind = "news"\n[pages.list]\n'


def test_a_list_of_news_reaches_the_reader_as_its_selectors(tmp_path: Path) -> None:
    guess = page().replace("pricing", "guess") + '\nkind = "news"\n[pages.list]\n'
    own = page().partition("\n")[2] + f'\n{LIST}items = "ul > li"\ndate = ".when"\n'
    pages = catalogue_of(tmp_path, acme=guess + own).vendor("acme").pages
    assert [page.hints.listing for page in pages] == [{}, {"items": "ul > li", "date": ".when"}]
    assert packaged_catalogue().page("openai/news").hints.listing is None


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            f'{LIST}itmes = "li"',
            'pages[0].list: expected only the keys items, title, link, date, text, found "itmes"',
        ),
        (
            f'{LIST}title = "h2"',
            'pages[0].list: expected "items", within which the other selectors look, or an empty table, found "title"',
        ),
        (f'{LIST}items = "li["', 'pages[0].list: expected CSS selectors such as "ul.news > li", found "li["'),
        ("[pages.list]", 'pages[0].list: expected a page of kind "news" or "changelog", found "pricing"'),
    ],
)
def test_a_fault_of_a_list_is_told(tmp_path: Path, table: str, sentence: str) -> None:
    assert wrong(tmp_path, acme=f"{page()}\n{table}") == [f"acme.toml: {sentence}"]


def test_no_vendor_has_the_id_of_the_articles(tmp_path: Path) -> None:
    assert wrong(tmp_path, press=page()) == [
        "press.toml: expected another file name, found press.toml: articles are fetched under that id"
    ]


def test_the_press_declares_no_page_with_prices(tmp_path: Path) -> None:
    assert wrong(tmp_path, acme='channel = "press"\n' + page()) == [
        'acme.toml: pages[0].kind: expected "news" of the press, found "pricing"'
    ]


@pytest.mark.parametrize("zone", ["Beijing", "Asia", "", "../zone"])
def test_a_zone_that_is_none_is_a_fault(tmp_path: Path, zone: str) -> None:
    assert wrong(tmp_path, acme=f'zone = "{zone}"\n' + page()) == [
        f'acme.toml: zone: expected an IANA zone such as "Asia/Shanghai", found "{zone}"'
    ]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = wrong(tmp_path, acme=page(cadence='"often"', colour='"red"'), other="name = 3", broken="name = \n")
    assert [sentence.split(":")[0] for sentence in told] == ["acme.toml", "acme.toml", "broken.toml", "other.toml"]
    assert "(at line 1, column 8)" in told[2]


def test_a_closed_vendor_has_a_reason_and_no_page(tmp_path: Path) -> None:
    assert wrong(tmp_path, acme='name = "Acme"\nstatus = "closed"') == [
        "acme.toml: note: expected the reason why the vendor is closed, found nothing"
    ]
    gone = catalogue_of(tmp_path, acme='name = "Acme"\nstatus = "closed"\nnote = "Bought."').vendor("acme")
    assert (gone.status, gone.note, gone.pages) == ("closed", "Bought.", ())


def test_a_watched_vendor_without_a_page_is_a_fault(tmp_path: Path) -> None:
    assert wrong(tmp_path, acme='name = "Acme"') == [
        'acme.toml: pages: expected at least one page, or status = "closed" with a note, found none'
    ]


def test_no_two_pages_share_an_address_and_no_two_vendors_a_host(tmp_path: Path) -> None:
    told = wrong(tmp_path, acme='hosts = ["acme.example"]\n' + page(), other='hosts = ["acme.example"]\n' + page())
    assert told == [
        "other.toml: other/pricing: expected an address of its own, found acme.example/pricing of acme/pricing again",
        'other.toml: hosts: expected hosts of its own, found "acme.example" of acme.toml again',
    ]


def test_a_users_file_stands_in_for_the_packaged_one_of_that_name_and_others_are_added(tmp_path: Path) -> None:
    elsewhere = page(url='"https://own.example/"').replace("Acme", "My OpenAI")
    catalogue_of(tmp_path, acme=page(), openai=elsewhere)
    catalogue = load_catalogue(PACKAGED, tmp_path)
    declared = {vendor.id for vendor in packaged_catalogue().vendors}
    assert {vendor.id for vendor in catalogue.vendors} == declared | {"acme", "openai"}
    assert catalogue.vendor("openai").name == "My OpenAI"
    assert [page.url for page in catalogue.vendor("openai").pages] == ["https://own.example/"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="expected a folder of vendor files, found none"):
        load_catalogue(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("url", "page_id"),
    [
        ("https://docs.acme.example/zh/pricing.md", "acme/pricing"),
        ("http://docs.acme.example/zh/pricing.md#limits", "acme/pricing"),
        ("https://docs.acme.example/zh/pricing/", "acme/browser"),
        ("https://docs.acme.example/zh/pricing.html", "acme/pricing"),
        ("https://docs.acme.example/zh/pricing?utm_source=feed", "acme/pricing"),
        ("https://www.old.acme.example/prices", "acme/pricing"),
        ("https://docs.acme.example/en/pricing?lang=en", "acme/pricing-en"),
    ],
)
def test_an_address_finds_its_page_through_any_of_its_doors(acme: Catalogue, url: str, page_id: str) -> None:
    assert acme.page_for(url).id == page_id


def test_a_document_told_apart_by_its_query_is_not_found_without_it(acme: Catalogue) -> None:
    assert acme.page_for("https://docs.acme.example/en/pricing").id.startswith("acme/docs-acme-example-en-pricing-")


def test_the_query_of_an_api_asks_for_something_else(acme: Catalogue) -> None:
    assert acme.page_for("https://api.acme.example/v1/models?region=eu").id != "acme/models"


@pytest.mark.parametrize(
    ("url", "vendor"),
    [
        ("https://blog.acme.example/launch", "acme"),
        ("https://notacme.example/pricing", "notacme"),
        ("https://docs.other.co.uk/pricing", "other"),
        ("https://price-watch.github.io/x/", "price-watch"),
        ("https://github.com/SomeOne/prices", "someone"),
        ("https://raw.githubusercontent.com/SomeOne/prices/main/README.md", "someone"),
        ("http://127.0.0.1:8123/p/007.html", "127-0-0-1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_an_undeclared_address_is_a_page_of_its_hosts_vendor(acme: Catalogue, url: str, vendor: str) -> None:
    made_up = acme.page_for(url)
    assert (made_up.vendor, made_up.url) == (vendor, url)
    assert acme.vendor_of(made_up).id == vendor


def test_a_made_up_page_has_the_same_id_every_time_and_another_address_another(acme: Catalogue) -> None:
    first = acme.page_for("https://o.example/a?x=1")
    assert first.id == acme.page_for("http://www.o.example/a/?x=1#top").id
    assert first.id != acme.page_for("https://o.example/a?x=2").id
    assert first.id != acme.page_for("https://o.example/a-x-1").id


@pytest.mark.parametrize(
    "url", ["", "prices", "http://[", "http://host:port/", "http://a:99999/", "https:///x", "//x/y"]
)
def test_what_is_no_address_is_a_page_too_and_nothing_breaks(acme: Catalogue, url: str) -> None:
    assert acme.page_for(url).id == acme.page_for(f" {url} ").id


@given(path=st.text(max_size=40), host=st.text(alphabet="abc.-:@[]", max_size=12))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_has_a_page_with_an_id_of_two_plain_words(acme: Catalogue, path: str, host: str) -> None:
    made_up = acme.page_for(f"https://{host}/{path}")
    assert re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", made_up.id)
    assert acme.page_for(made_up.url) == made_up


def test_words_select_vendors_and_pages_each_once(acme: Catalogue) -> None:
    assert acme.select(["acme/pricing", "acme"]) == acme.pages
    assert [page.id for page in acme.select(["acme/models", "acme/pricing"])] == ["acme/pricing", "acme/models"]
    assert acme.select([]) == acme.pages


def test_an_unknown_word_is_told_with_those_near_it(acme: Catalogue) -> None:
    with pytest.raises(UnknownWord) as caught:
        acme.select(["acme", "amce", "acme/prices"])
    assert str(caught.value).splitlines() == [
        'expected the id of a vendor or page, found "amce"; near it: acme',
        'expected the id of a vendor or page, found "acme/prices"; near it: acme/pricing, acme/pricing-en, acme/models',
    ]


@pytest.fixture(scope="module")
def packaged() -> Catalogue:
    return packaged_catalogue()


VENDORS_OF_THE_MISSION = [
    *("volcengine", "alibaba", "baidu", "iflytek", "tencent", "zhipu", "minimax", "sensetime", "moonshot", "deepseek"),
    *("openai", "anthropic", "midjourney", "google", "mistral", "xai", "deepbricks", "openrouter", "siliconflow"),
    *("together", "groq", "fireworks", "deepinfra", "lepton"),
]


@pytest.mark.parametrize("vendor", VENDORS_OF_THE_MISSION)
def test_every_vendor_of_the_mission_is_declared(packaged: Catalogue, vendor: str) -> None:
    assert packaged.vendor(vendor).pages or packaged.vendor(vendor).status == "closed"


def test_twins_name_each_other(packaged: Catalogue) -> None:
    for page in packaged.pages:
        if page.twin is not None:
            assert packaged.page(page.twin).twin == page.id


def test_a_fallback_is_looked_at_more_seldom_than_the_page_it_stands_in_for(packaged: Catalogue) -> None:
    for page in packaged.pages:
        if page.fallback_for is not None:
            assert page.cadence > packaged.page(page.fallback_for).cadence, page.id


def test_every_watched_vendor_that_sells_has_a_page_with_prices(packaged: Catalogue) -> None:
    lacking = [
        vendor.id
        for vendor in packaged.vendors
        if vendor.status == "watched"
        and vendor.channel is not Channel.PRESS
        and not any(page.kind in (PageKind.PRICING, PageKind.API) for page in vendor.pages)
    ]
    assert lacking == ["apiyi", "github"]  # the notices of the one and the changelog of the other alone are known


def test_the_doors_of_the_packaged_pages_lead_to_them(packaged: Catalogue) -> None:
    for page in packaged.pages:
        assert [packaged.page_for(url).id for url in (page.url, *page.also)] == [page.id] * (1 + len(page.also))
