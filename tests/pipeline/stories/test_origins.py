from __future__ import annotations

from pipeline.stories import origins, stories
from tests.pipeline.stories.newsroom import cut, report, together, told

TEXT = (
    "The laboratory said on Tuesday that its largest model would cost half as much from now on. Customers who had "
    "complained about their bills in spring were pleased, and two start-ups said that they would move back. Analysts "
    "expect the rivals to answer within the week, as they did after the last round in autumn."
)
REWRITTEN = TEXT.replace("said on Tuesday", "announced").replace("were pleased", "welcomed it") + " More to follow."
ZH = (
    "实验室周二宣布旗下最大模型即日起价格减半。此前抱怨账单过高的客户表示欢迎，两家初创公司"
    "称将重新迁回。分析人士预计，竞争对手会在一周内跟进，正如去年秋天那一轮一样。"
)


def test_five_hosts_with_one_text_are_one_origin() -> None:
    copies = [report(name, cut(percent="50"), text=TEXT, at=number) for number, name in enumerate("abcde")]
    (story,) = stories(copies)
    assert len(story.claims) == 5
    assert story.origins == ("a.example",)


def test_a_rewrite_adds_no_origin() -> None:
    assert origins([report("a", text=TEXT), report("b", text=REWRITTEN)]) == ("a.example",)


def test_half_of_a_text_is_a_copy_of_it() -> None:
    assert origins([report("a", text=TEXT), report("b", text=TEXT[: len(TEXT) // 2])]) == ("a.example",)


def test_a_chinese_text_with_another_title_is_a_copy() -> None:
    assert origins([report("a", text=ZH), report("b", text="【转载】" + ZH)]) == ("a.example",)


def test_two_texts_of_two_sites_are_two_origins() -> None:
    assert origins([report("a", text=TEXT), report("b", text=ZH)]) == ("a.example", "b.example")


def test_a_site_is_one_origin_however_often_it_writes() -> None:
    assert origins([report("a", text=TEXT, site="daily.example"), report("b", site="www.daily.example")]) == (
        "daily.example",
    )


def test_a_named_source_is_the_origin() -> None:
    copies = [report("a", text=ZH, origin="光子星球"), report("b", text=TEXT, origin="光子星球")]
    assert origins(copies) == ("光子星球",)


def test_a_named_source_is_the_site_of_that_name() -> None:
    assert origins([report("a", site="techwire.com"), report("b", text=TEXT, origin="TechWire")]) == ("techwire.com",)


def test_two_accounts_on_one_platform_are_two_origins() -> None:
    a, b = report("a"), report("b", text=TEXT)
    one = report("one", site="x.com/first")
    two = report("two", site="x.com/second")
    assert origins([one, two]) == ("x.com/first", "x.com/second")
    assert len(origins([a, b])) == 2


def test_a_repost_months_later_is_no_news() -> None:
    original = report("original", cut(percent="50"), text=TEXT)
    assert told(original, report("repost", cut(percent="50"), text=TEXT, at=100)) == {frozenset({"original", "repost"})}


def test_the_same_words_of_the_same_site_months_later_are_another_cut() -> None:
    a = report("a", cut(percent="50"), text=TEXT, site="daily.example")
    b = report("b", cut(percent="50"), text=TEXT, site="daily.example", at=100)
    assert len(together(stories([a, b]))) == 2


def test_a_broken_address_is_no_failure() -> None:
    assert origins([report("a", site="[broken")]) == ("About a",)
