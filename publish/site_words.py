"""The words of the feeds and pages themselves in English and Chinese: how pages fare, why one failed, what is where."""

from __future__ import annotations

from pipeline.types import Channel, Health, PageKind, Why
from publish.vocabulary import Words

# what a feed says of itself
FEED: dict[str, Words] = {
    "title": {"en": "Pricewire", "zh": "Pricewire 模型价格快讯"},
    "title about": {"en": "Pricewire: {about}", "zh": "Pricewire：{about}"},
    "description": {
        "en": "What changes in the prices of AI models, each change with its evidence.",
        "zh": "AI 模型价格的每一次变动，均附证据。",
    },
    "quiet": {"en": "Nothing has been told yet.", "zh": "目前尚无消息。"},
    "watched": {
        "en": "Pages watched: {watched}; failing at the last look: {failing}.",
        "zh": "监测页面 {watched} 个，最近一次抓取失败 {failing} 个。",
    },
    "last checked": {"en": "Last check: {at}.", "zh": "最近检查：{at}。"},
    "never checked": {"en": "No page has been checked yet.", "zh": "尚未检查任何页面。"},
}

OPML: dict[str, Words] = {
    "everything": {"en": "Everything", "zh": "全部"},
    "channels": {"en": "By channel", "zh": "按渠道"},
    "vendors": {"en": "By vendor", "zh": "按厂商"},
    "kinds": {"en": "By kind of event", "zh": "按类型"},
}

# what a basket is narrowed to
CHANNELS: dict[Channel, Words] = {
    Channel.FIRST_PARTY: {"en": "makers' own prices", "zh": "原厂"},
    Channel.CLOUD: {"en": "clouds", "zh": "云厂商"},
    Channel.HOST: {"en": "hosts", "zh": "托管平台"},
    Channel.RESELLER: {"en": "resellers", "zh": "转售商"},
    Channel.REGISTRY: {"en": "registries", "zh": "价格汇总站"},
    Channel.PRESS: {"en": "press", "zh": "媒体"},
}

BASKET: dict[str, Words] = {
    "down": {"en": "cheaper", "zh": "降价方向"},
    "up": {"en": "dearer", "zh": "涨价方向"},
    "size": {"en": "by {size} % or more", "zh": "幅度不低于 {size}%"},
    "source zh": {"en": "pages in Chinese", "zh": "中文页面"},
    "source en": {"en": "pages in English", "zh": "英文页面"},
    "corroborated": {"en": "borne out by the news", "zh": "有新闻佐证"},
    "claimed": {"en": "also from the news alone", "zh": "含仅见于新闻的消息"},
    "text": {"en": "“{text}”", "zh": "“{text}”"},
    "since": {"en": "since {at}", "zh": "{at} 起"},
    "until": {"en": "before {at}", "zh": "{at} 之前"},
}

PAGE_KINDS: dict[PageKind, Words] = {
    PageKind.PRICING: {"en": "pricing", "zh": "价格"},
    PageKind.LIMITS: {"en": "limits", "zh": "限额"},
    PageKind.CHANGELOG: {"en": "changelog", "zh": "更新日志"},
    PageKind.NEWS: {"en": "news", "zh": "新闻"},
    PageKind.API: {"en": "API", "zh": "接口"},
}

WHYS: dict[Why, Words] = {
    Why.DNS: {"en": "The host's name is not found", "zh": "域名无法解析"},
    Why.TLS: {"en": "The encrypted connection failed", "zh": "加密连接失败"},
    Why.TIMEOUT: {"en": "No answer in time", "zh": "响应超时"},
    Why.CONNECTION: {"en": "The connection failed", "zh": "连接失败"},
    Why.NOT_FOUND: {"en": "The page is not there (404)", "zh": "页面不存在（404）"},
    Why.GONE: {"en": "The page is gone (410)", "zh": "页面已移除（410）"},
    Why.TOO_MANY: {"en": "Asked too often (429)", "zh": "请求过于频繁（429）"},
    Why.HTTP_ERROR: {"en": "The server refuses the page", "zh": "服务器拒绝访问"},
    Why.SERVER_ERROR: {"en": "The server has a fault", "zh": "服务器出错"},
    Why.BOT_WALL: {"en": "A wall against robots", "zh": "被反爬虫验证拦截"},
    Why.LOGIN: {"en": "The page asks for a login", "zh": "页面要求登录"},
    Why.SOFT_404: {"en": "Another page is served in its place", "zh": "页面已被其他内容取代"},
    Why.EMPTY_SHELL: {"en": "The page is empty without a browser", "zh": "页面需要浏览器渲染，内容为空"},
    Why.REDIRECTED_OFF: {"en": "Redirected to a host that is not the vendor's", "zh": "被重定向到未登记的域名"},
    Why.PRIVATE_ADDRESS: {"en": "The address is a private one", "zh": "地址为内网地址"},
    Why.SCHEME: {"en": "The address is neither http nor https", "zh": "地址不是 http 或 https"},
    Why.TOO_LARGE: {"en": "The page is too large", "zh": "页面过大"},
    Why.ROBOTS: {"en": "The site asks robots not to read it", "zh": "网站 robots.txt 不允许抓取"},
    Why.NO_BROWSER: {"en": "The page needs a browser, and none is installed", "zh": "页面需要浏览器，但未安装"},
    Why.BROWSER: {"en": "The browser failed", "zh": "浏览器出错"},
    Why.UNREADABLE: {"en": "The page is not what it should be", "zh": "页面内容异常"},
    Why.CRASHED: {"en": "The crawl ended without an answer", "zh": "抓取进程异常结束"},
}

HEALTHS: dict[Health, Words] = {
    Health.NO_RATES: {"en": "No price on the page was understood", "zh": "页面上没有读懂任何价格"},
    Health.CHALLENGE: {"en": "A wall against robots", "zh": "被反爬虫验证拦截"},
    Health.LOGIN: {"en": "The page asks for a login", "zh": "页面要求登录"},
    Health.SOFT_404: {"en": "Another page is served in its place", "zh": "页面已被其他内容取代"},
    Health.EMPTY_SHELL: {"en": "The page is empty without a browser", "zh": "页面需要浏览器渲染，内容为空"},
    Health.OTHER_PRODUCT: {"en": "The page is about another product", "zh": "页面属于其他产品"},
    Health.HALF_GONE: {"en": "Most of the page's prices are missing", "zh": "页面上大部分价格缺失"},
    Health.REFUSED: {"en": "The page is too large or too broken to be read", "zh": "页面过大或损坏，无法读取"},
}

AGO: dict[str, Words] = {
    "never": {"en": "never", "zh": "从未"},
    "now": {"en": "just now", "zh": "刚刚"},
    "minute": {"en": "{} min ago", "zh": "{} 分钟前"},
    "hour": {"en": "{} h ago", "zh": "{} 小时前"},
    "day": {"en": "{} days ago", "zh": "{} 天前"},
}

COVERAGE: dict[str, Words] = {
    "well": {"en": "read", "zh": "正常"},
    "failing": {"en": "failing", "zh": "失败"},
    "late": {"en": "overdue", "zh": "逾期"},
    "waiting": {"en": "not looked at yet", "zh": "尚未检查"},
    "overdue": {"en": "Should have been looked at {due}. ", "zh": "本应在{due}检查。"},
    "no price": {"en": "no price read yet", "zh": "尚未读到价格"},
    "closed": {"en": "Not watched any more: {note}", "zh": "已停止监测：{note}"},
    "why": {
        "en": "{reason}; failures in a row: {failures}, the last {failed}. ",
        "zh": "{reason}；连续失败 {failures} 次，最近一次{failed}。",
    },
    "stands": {
        "en": "The last prices read stand; what changed since is not known.",
        "zh": "沿用最近一次读到的价格，此后是否变动尚不可知。",
    },
    "unknown": {"en": "No price of it is known.", "zh": "尚无已知价格。"},
    "news missing": {
        "en": "What it told since is not known.",
        "zh": "此后发布的内容尚不可知。",
    },
}
