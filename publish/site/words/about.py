"""The words of the page about the wire."""

from __future__ import annotations

from publish.vocabulary import Words

WORDS: dict[str, Words] = {
    "title": {"en": "About this wire", "zh": "关于本站"},
    "lead": {
        "en": "Pricewire watches the price pages of those who sell AI models, reads each into a sheet of rates, and "
        "tells what changed, with the bytes that show it.",
        "zh": "Pricewire 监测各家 AI 模型的价格页面，把页面读成价目表，发现变动即发布，并附可核验的原始内容。",
    },
    "how": {"en": "How it comes about", "zh": "工作方式"},
    "looked": {
        "en": "Every page is looked at on its own timetable, some hours apart, sooner when the news speaks of it. The "
        "first look is a baseline and tells nothing.",
        "zh": "每个页面按各自的周期检查，新闻提及时会提前。首次检查只建立基线，不发布消息。",
    },
    "judged": {
        "en": "A change is judged before it is told. A slip of a unit, a price that turns free, half a page gone: such "
        "things are held until a second look or a witness agrees.",
        "zh": "变动在发布前先经判定。单位之误、突然免费、页面残缺等情况一律暂缓，待再次查看或有其他佐证后才发布。",
    },
    "kept": {
        "en": "Events are never deleted. What was wrong is corrected or retracted under the same address, and feeds "
        "bring the correction to whoever read the mistake.",
        "zh": "消息从不删除。有误的消息在原地址上更正或撤回，订阅源会把更正送达读过的人。",
    },
    "silence": {
        "en": "A page that could not be read is not a page without change: the coverage says of each when it was last "
        "checked, changed and failed.",
        "zh": "读不到的页面不等于没有变动：监测范围一页列出每个页面最近检查、变动与失败的时间。",
    },
    "claims": {
        "en": "What articles say are claims. They are set beside the pages: who was first and by how much, what a page "
        "bears out, what it contradicts. A price is never taken from an article.",
        "zh": "报道中的说法与页面相对照：谁先谁后、相差多久，哪些得到页面证实，哪些与页面不符。价格从不取自报道。",
    },
    "marks": {"en": "The marks", "zh": "标记说明"},
    "states": {"en": "What is not a number", "zh": "没有数字的价格"},
    "states mean": {
        "en": "A price that is not stated is never shown as 0. Instead of a number stands one of:",
        "zh": "没有写明的价格绝不显示为 0，而以下列字样代替：",
    },
    "subscribe": {"en": "Subscribing", "zh": "订阅"},
    "subscribe means": {
        "en": "Whatever the wire is narrowed to is a feed, too: choose filters, then take the RSS, Atom or JSON link "
        "at its foot. The address of a feed is the question itself and stays as it is.",
        "zh": "对快讯所做的任何筛选都可以订阅：选好条件后，使用页面底部的 RSS、Atom 或 JSON 链接。"
        "订阅地址就是筛选条件本身，长期有效。",
    },
    "everything": {"en": "Everything:", "zh": "全部消息："},
    "example": {"en": "Only price cuts of 10 % or more:", "zh": "仅降幅 10% 及以上："},
    "program": {"en": "For programs", "zh": "程序接口"},
    "program means": {
        "en": "The same as JSON, CSV and Parquet: events, prices as of a day, histories, models, pages, stories. "
        "The document describes every question:",
        "zh": "同样的内容以 JSON、CSV 与 Parquet 提供：消息、某日价格、历史、模型、页面与新闻。接口文档列出全部查询：",
    },
}
