"""The words of the wire."""

from __future__ import annotations

from publish.vocabulary import Words

FILTERS: dict[str, Words] = {
    "vendor": {"en": "Vendor", "zh": "厂商"},
    "kind": {"en": "Kind", "zh": "类型"},
    "direction": {"en": "Direction", "zh": "方向"},
    "size": {"en": "Size", "zh": "幅度"},
    "news": {"en": "News", "zh": "新闻"},
    "q": {"en": "Words", "zh": "关键词"},
}

ANY: dict[str, Words] = {
    "vendor": {"en": "All vendors", "zh": "全部厂商"},
    "kind": {"en": "All kinds", "zh": "全部类型"},
    "direction": {"en": "Up and down", "zh": "涨跌均可"},
    "size": {"en": "Any size", "zh": "幅度不限"},
    "news": {"en": "Told by pages", "zh": "见于页面"},
}

SPANS: dict[str, Words] = {
    "any": {"en": "Any time", "zh": "全部时间"},
    "today": {"en": "Today (UTC)", "zh": "今天（UTC）"},
    "week": {"en": "7 days", "zh": "近 7 天"},
    "month": {"en": "30 days", "zh": "近 30 天"},
}

WORDS: dict[str, Words] = {
    "q": FILTERS["q"],
    "events": {"en": "The wire", "zh": "最新消息"},
    "shown": {"en": "Events shown: {count}", "zh": "显示 {count} 条消息"},
    "spans": {"en": "Observed", "zh": "观测时间"},
    "filters": {"en": "Filter the wire", "zh": "筛选消息"},
    "show": {"en": "Show", "zh": "筛选"},
    "clear": {"en": "Clear", "zh": "清除"},
    "also": {"en": "Also narrowed to", "zh": "同时限定"},
    "watched": {"en": "pages watched", "zh": "个监测页面"},
    "failing": {"en": "failing", "zh": "个失败"},
    "waiting": {"en": "not looked at yet", "zh": "个尚未检查"},
    "last check": {"en": "last check", "zh": "最近检查"},
    "nothing": {"en": "Nothing has been told yet.", "zh": "目前尚无消息。"},
    "nothing matches": {"en": "Nothing that was told matches these filters.", "zh": "没有符合筛选条件的消息。"},
    "nothing older": {"en": "There is nothing older.", "zh": "没有更早的消息。"},
    "nothing means": {
        "en": "The first look at a page is a baseline and makes no event; what changes after it is told here.",
        "zh": "首次检查某个页面只建立基线，不产生消息；从第二次起，变动会显示在这里。",
    },
    "silence": {
        "en": "Silence is not “no change”: of {watched} pages watched, {failing} could not be read at the last look.",
        "zh": "没有消息不等于没有变动：监测的 {watched} 个页面中，最近一次有 {failing} 个未能读取。",
    },
    "checked": {"en": "The last page was checked {ago}.", "zh": "最近一次检查页面：{ago}。"},
    "never checked": {"en": "No page has been checked yet.", "zh": "尚未检查任何页面。"},
    "this feed": {"en": "This selection as a feed:", "zh": "以当前筛选条件订阅："},
}
