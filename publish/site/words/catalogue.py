"""The words of vendors and models: who sells what at what price."""

from __future__ import annotations

from publish.site.words import coverage
from publish.vocabulary import Words

ALLOWANCES: dict[str, Words] = {
    "permanent": {"en": "for good", "zh": "长期"},
    "limited_time": {"en": "for a time", "zh": "限时"},
    "trial_credit": {"en": "trial credit", "zh": "试用额度"},
    "recurring": {"en": "recurring", "zh": "定期发放"},
    "new_user": {"en": "for new users", "zh": "新用户"},
}

OFFERS: dict[str, Words] = {
    "vendor": {"en": "Vendor", "zh": "厂商"},
    "model": {"en": "Model", "zh": "模型"},
    "meter": {"en": "What is counted", "zh": "计费项"},
    "price": {"en": "Price", "zh": "价格"},
    "list price": {"en": "List price", "zh": "列表价"},
    "since": {"en": "Since", "zh": "起始"},
    "until": {"en": "Until", "zh": "截止"},
    "still": {"en": "still holds", "zh": "至今"},
    "printed": {"en": "As printed", "zh": "页面原文"},
    "allowances": {"en": "Free allowances", "zh": "免费额度"},
    "limits": {"en": "Limits", "zh": "限额"},
    "promotions": {"en": "Promotions", "zh": "优惠"},
    "ends": {"en": "Ends", "zh": "截止"},
    "ends unsaid": {"en": "no end stated", "zh": "未说明截止时间"},
    "at least": {"en": "at least until {ends}", "zh": "至少持续到 {ends}"},
    "kind": {"en": "Kind", "zh": "类型"},
    "for": {"en": "For", "zh": "对象"},
    "amount": {"en": "Amount", "zh": "数额"},
    "page": {"en": "Page", "zh": "页面"},
    "notes": {"en": "Said on its pages", "zh": "页面说明"},
    "effective": {"en": "holds from", "zh": "生效："},
    "events": {"en": "What changed", "zh": "变动记录"},
    "no events": {"en": "Nothing has changed since the first look.", "zh": "首次检查以来没有变动。"},
    "all events": {"en": "All of it on the wire", "zh": "在快讯中查看全部"},
    "this feed": {"en": "Follow it:", "zh": "订阅："},
    "and more": {"en": "and {more} more", "zh": "另有 {more} 项"},
}

MODELS: dict[str, Words] = {
    **OFFERS,
    "title": {"en": "Models", "zh": "模型"},
    "means": {
        "en": "Everything that is sold now, by its name. A model that several vendors sell has one page.",
        "zh": "目前在售的全部模型，按名称排列。多家厂商出售的同一模型共用一个页面。",
    },
    "shown": {"en": "Models shown: {count}", "zh": "显示 {count} 个模型"},
    "find": {"en": "Find a model", "zh": "查找模型"},
    "sold by": {"en": "Sold by", "zh": "出售方"},
    "counted": {"en": "What is counted", "zh": "计费项"},
    "rates": {"en": "Prices", "zh": "价格数"},
    "next": {"en": "Further", "zh": "下一页"},
    "first": {"en": "From the start", "zh": "从头开始"},
    "nothing": {"en": "No model of this name is sold now.", "zh": "目前没有在售的同名模型。"},
}

MODEL: dict[str, Words] = {
    **OFFERS,
    "all": {"en": "Models", "zh": "模型"},
    "time": {"en": "Day", "zh": "日期"},
    "maker": {"en": "Made by", "zh": "研发方"},
    "also called": {"en": "Also printed as", "zh": "又写作"},
    "asked now": {"en": "Who sells it at what price", "zh": "在售价格"},
    "asked now means": {
        "en": "As each vendor prints it. A price that is not stated is not zero.",
        "zh": "按各厂商页面所写列出。没有写明价格不等于免费。",
    },
    "no longer": {"en": "No vendor that is watched sells it now.", "zh": "监测的厂商中目前无人出售。"},
    "over time": {"en": "Prices over time", "zh": "价格走势"},
    "as a table": {"en": "As a table", "zh": "以表格查看"},
    "per unit": {"en": "{currency} per {unit}", "zh": "{currency}/{unit}"},
    "shown of": {
        "en": "The first {shown} of {all} lines; the table has all.",
        "zh": "图中为 {all} 条中的前 {shown} 条，表格列出全部。",
    },
    "csv": {"en": "Every span of every price, as CSV", "zh": "全部历史价格（CSV）"},
    "csv begins": {"en": "The first {most} spans of its prices, as CSV", "zh": "最早的 {most} 条历史价格（CSV）"},
    "no chart": {"en": "There is no number to draw: no price is stated.", "zh": "没有可绘制的数字：未公布价格。"},
}

VENDORS: dict[str, Words] = {
    **coverage.WORDS,
    "title": {"en": "Vendors", "zh": "厂商"},
    "means": {
        "en": "Who asks for the money: makers, clouds, hosts and resellers, and the press that tells of them.",
        "zh": "收费的一方：原厂、云厂商、托管平台与转售商，以及报道它们的媒体。",
    },
    "pages": {"en": "{count} pages", "zh": "{count} 个页面"},
    "one page": {"en": "1 page", "zh": "1 个页面"},
    "models": {"en": "{count} models", "zh": "{count} 个模型"},
    "one model": {"en": "1 model", "zh": "1 个模型"},
    "failing pages": {"en": "failing", "zh": "个失败"},
    "closed": {"en": "not watched any more", "zh": "已停止监测"},
}

VENDOR: dict[str, Words] = {
    **coverage.WORDS,
    **OFFERS,
    "all": {"en": "Vendors", "zh": "厂商"},
    "health": {"en": "Its pages", "zh": "页面状况"},
    "asked now": {"en": "What it sells", "zh": "在售价格"},
    "nothing sold": {"en": "No price of it is known.", "zh": "尚无已知价格。"},
    "closed": {"en": "Not watched any more.", "zh": "已停止监测。"},
}
