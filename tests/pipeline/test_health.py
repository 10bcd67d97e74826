"""Walls, logins, missing pages and empty shells are told from pages, and pages from them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.health import page_health, wall
from pipeline.types import Health

WORDS = "Our models answer questions, write code and read pictures for teams of every size around the world. "


def page(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


WALLS = [
    page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>"),
    page("", "<script>window._cf_chl_opt={cRay:'1'}</script><svg></svg>"),
    page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>Ray ID: 12ab</p>"),
    page(
        "Access Denied",
        "You don't have permission to access this page on this server. Reference #18.2 errors.edgesuite.net",
    ),
    page("shop.example", "<p>Please enable JS</p><script src='https://ct.captcha-delivery.com/c.js'></script>"),
    page("Access to this page has been denied", "<div id='px-captcha'></div>Press &amp; Hold to confirm"),
    page("", "<script>AwsWafIntegration.saveReferrer();</script><div id='challenge-container'></div>"),
    page("验证", "<p>请完成安全验证</p><div id='nc'>请按住滑块，拖动到最右边</div>"),
    page("405", "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"),
    page("", "<script src='https://turing.captcha.qcloud.com/TCaptcha.js'></script>"),
    page("访问验证", "访问过于频繁，请稍后再试"),
    page("", "<script>var arg1='AB';document.cookie='acw_sc__v2='+x</script>"),
    page("Pardon Our Interruption", "As you were browsing something about your browser made us think you were a bot."),
    page("Robot check", "We have detected unusual traffic from your network. Are you a human?"),
]
LOGINS = [
    page("Sign in", "<form><input name=u><input type=password></form>"),
    page("登录 - 某某云", "<p>手机号登录 扫码登录</p>"),
    page("Console", "<p>Please log in to view this page.</p>"),
    page("控制台", "<p>您尚未登录，请先登录后查看</p>"),
    page("Acme | Log in", "<p>Welcome back</p>"),
    '{"code": 401, "message": "unauthorized"}',
    '{"success": false, "msg": "请先登录"}',
]
GONE = [
    page("404 Not Found", "<h1>Nothing here</h1>"),
    page("Page not found | Acme Docs", WORDS * 30),
    page("Acme Docs", "<h1>This page could not be found.</h1>"),
    page("Acme", "<nav>Home Docs Blog</nav><h1>Oops!</h1><p>We can't find the page you are looking for.</p>"),
    page("文档中心", "<p>抱歉，您访问的页面不存在或已下线</p>"),
    page("页面走丢了", "<p>返回首页</p>"),
    page("帮助", "<p>该文档已下线</p>"),
    '{"status": 404, "error": "Not Found"}',
]
NO_SCRIPT = "<noscript>You need to enable JavaScript to run this app.</noscript>"
SHELLS = [
    page("Acme", "<div id=root></div><script src=/app.js></script>"),
    page("价格", f"{NO_SCRIPT}<div id=app></div><script src=a.js></script>"),
    page("Acme", f"<style>{'.a{color:red}' * 500}</style>Loading…<script>{'var a=1;' * 5000}</script>"),
]
TABLE = "<table><tr><th>Model<th>Input<th>Output<tr><td>Small<td>$0.10<td>$0.40<tr><td>Large<td>$2.00<td>$8.00</table>"
HUMAN = "<p>Protected by Cloudflare. Verify you are human to chat.</p><script>turing.captcha.qcloud.com</script>"
ERRORS = "<p>Error 404: the model was not found. Error 401: please log in to continue.</p>"
PAGES = [
    page("Pricing", "<p>Log in to your account to see invoices.</p>" + TABLE),
    page("定价", "<p>登录后查看账单；请完成安全验证</p><p>输入 0.8元，输出 2元，缓存 0.1元</p>"),
    page("Pricing", TABLE + HUMAN),
    page("Captcha solving models", WORDS * 12 + "Are you a human? Our model solves: verify you are human."),
    page("Error codes", WORDS * 10 + ERRORS + WORDS * 10),
    page("Login with our API", "<p>" + WORDS * 12 + "</p>"),
    page("Acme", '<div id=root></div><script id="__NEXT_DATA__" type="application/json">{"price": 1}</script>'),
    "# Pricing\n\n| Model | Input |\n|---|---|\n| Small | $1 |\n",
    '{"data": [{"id": "m", "code": "404", "pricing": {"prompt": "0.1"}}' + ', {"id": "x"}' * 400 + "]}",
    "",
]


@pytest.mark.parametrize("text", WALLS)
def test_a_bot_wall_is_told(text: str) -> None:
    found = wall(text)
    assert found is not None
    assert found[0] is Health.CHALLENGE


@pytest.mark.parametrize("text", LOGINS)
def test_a_login_is_told(text: str) -> None:
    found = wall(text)
    assert found is not None
    assert found[0] is Health.LOGIN


@pytest.mark.parametrize("text", GONE)
def test_a_missing_page_under_a_200_is_told(text: str) -> None:
    found = wall(text)
    assert found is not None
    assert found[0] is Health.SOFT_404


@pytest.mark.parametrize("text", SHELLS)
def test_a_shell_that_only_scripts_would_fill_is_told(text: str) -> None:
    found = wall(text)
    assert found is not None
    assert found[0] is Health.EMPTY_SHELL


@pytest.mark.parametrize("text", PAGES)
def test_a_page_of_its_own_is_no_wall_whatever_it_mentions(text: str) -> None:
    assert wall(text) is None


@pytest.mark.parametrize(
    "headers", [{"cf-mitigated": "challenge"}, {"CF-Mitigated": "Challenge "}, {"x-amzn-waf-action": "captcha"}]
)
def test_a_header_may_say_it(headers: dict[str, str]) -> None:
    assert wall("<p>" + WORDS * 50, 403, headers) == (Health.CHALLENGE, wall("", 403, headers)[1])  # type: ignore[index]


def test_the_finding_says_what_was_seen() -> None:
    assert wall(page("Hello", "<p>Please log in to go on</p>"), 403) == (Health.LOGIN, "6 words, and 'Please log in'")
    assert wall(page("", "Just a moment"), 503) == (Health.CHALLENGE, "3 words, and 'Just a moment', status 503")


def test_a_page_without_prices_has_no_rates() -> None:
    health, detail = page_health(page("Pricing explained", WORDS * 30), "https://acme.example/pricing", 0, None)
    assert health is Health.NO_RATES
    assert detail


@pytest.mark.parametrize(
    ("rates", "previous", "health"),
    [(30, None, Health.OK), (30, 30, Health.OK), (15, 30, Health.OK), (14, 30, Health.HALF_GONE), (1, 3, Health.OK)],
)
def test_half_a_sheet_is_told(rates: int, previous: int | None, health: Health) -> None:
    assert page_health(page("Pricing", TABLE), "https://acme.example/pricing", rates, previous)[0] is health


def test_a_wall_on_which_a_number_looked_like_a_price_is_still_a_wall() -> None:
    text = page("Just a moment...", "Our plans begin at $3 a month")
    assert page_health(text, "https://acme.example/pricing", 1, 1)[0] is Health.CHALLENGE


@pytest.mark.parametrize(
    ("canonical", "url", "health"),
    [
        ("https://acme.example/", "https://acme.example/docs/pricing", Health.SOFT_404),
        ("https://acme.example", "https://acme.example/docs/pricing", Health.SOFT_404),
        ("https://acme.example/zh-cn/", "https://acme.example/zh-cn/docs/pricing", Health.SOFT_404),
        ("https://acme.example/docs/", "https://acme.example/docs/pricing", Health.NO_RATES),
        ("https://acme.example/docs/pricing", "https://acme.example/docs/pricing", Health.NO_RATES),
        ("https://acme.example/", "https://acme.example/", Health.NO_RATES),
    ],
)
def test_the_front_page_under_another_address_is_no_page(canonical: str, url: str, health: Health) -> None:
    text = page("Acme", WORDS * 30, f'<link href="{canonical}" rel="canonical">')
    assert page_health(text, url, 0, None)[0] is health


@pytest.mark.parametrize(
    "piece", ["<script", "<", "<!--", "<a ", ">", "请", "the page ", "<title>", "<link rel=canonical ", '<input type="']
)
def test_a_page_of_two_megabytes_takes_no_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    start = time.process_time()
    wall(text)
    page_health(text, "https://acme.example/a", 0, 10)
    assert time.process_time() - start < 1.0


@given(st.text(alphabet=st.sampled_from("<>/!-=\"' \nabcscript价登录404$") | st.characters(), max_size=300))
def test_any_text_has_some_health(text: str) -> None:
    assert page_health(text, "https://acme.example/pricing", 0, None)[0] is not Health.OK
