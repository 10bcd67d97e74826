"""The words of the comparison: what a month of somebody's work costs where."""

from __future__ import annotations

from pipeline.fitting import Remark, Why
from publish.vocabulary import Words

WHYS: dict[Why, Words] = {
    Why.NO_PRICE: {"en": "no price is printed", "zh": "页面未标价"},
    Why.NO_NUMBER: {"en": "no number is printed: {detail}", "zh": "页面未标数字：{detail}"},
    Why.HOURS: {
        "en": "the page prints no hours for {detail}; say them under “Peak hours”",
        "zh": "页面未标明{detail}的钟点，可在“高峰时段”中填写",
    },
    Why.LENGTH: {"en": "no band holds a prompt of this length ({detail})", "zh": "没有覆盖该长度的档位（{detail}）"},
    Why.SEVERAL: {
        "en": "{detail} prices are printed, and nothing tells which holds",
        "zh": "页面标有 {detail} 个价格，无法判定适用哪个",
    },
    Why.UNIT: {"en": "counted in {detail}, not in tokens", "zh": "按{detail}计费，而非按 token"},
    Why.REQUESTS: {"en": "also asked by the request; say how many there are", "zh": "另按次计费，请填写请求数"},
    Why.AFTER: {
        "en": "a promotion ends within the month, and no list price is printed",
        "zh": "优惠在月内结束，且页面未标列表价",
    },
    Why.BEYOND_FREE: {
        "en": "more than the free offer carries, and no price for more is printed",
        "zh": "超出免费额度，且页面未标超出后的价格",
    },
}

REMARKS: dict[Remark, Words] = {
    Remark.LOWEST_BAND: {
        "en": "The price depends on the prompt's length, which is not said: the shortest band is taken.",
        "zh": "价格随输入长度分档，未填长度，按最短一档计算。",
    },
    Remark.WHOLE_REQUEST: {
        "en": "The price depends on the prompt's length: above a bound the whole request costs the higher price.",
        "zh": "价格随输入长度分档：超过界限后，整个请求按高一档计价。",
    },
    Remark.MARGINAL: {
        "en": "The price depends on the prompt's length: only the tokens above a bound cost the higher price.",
        "zh": "价格随输入长度分档：仅超出界限的部分按高一档计价。",
    },
    Remark.BATCH_AT_STANDARD: {
        "en": "No batch price is sold: all of it costs the standard price.",
        "zh": "不提供批量价，全部按标准价计算。",
    },
    Remark.PROMOTION_WITHOUT_END: {
        "en": "A promotional price without a printed end: it is counted for the whole month.",
        "zh": "优惠价未标截止日期，按整月计算。",
    },
    Remark.PROMOTION_MAY_GO_ON: {
        "en": "The promotion is promised for “at least” that long: after that the list price is counted.",
        "zh": "优惠承诺“至少”到该日期，此后按列表价计算。",
    },
}

FIELDS: dict[str, Words] = {
    "model": {"en": "Models that are good enough", "zh": "可接受的模型"},
    "input": {"en": "Input tokens", "zh": "输入 tokens"},
    "output": {"en": "Output tokens", "zh": "输出 tokens"},
    "every": {"en": "in a", "zh": "周期"},
    "cached": {"en": "Input read from the cache, %", "zh": "命中缓存的输入，%"},
    "written": {"en": "Input written to the cache, %", "zh": "写入缓存的输入，%"},
    "batch": {"en": "May run as a batch, %", "zh": "可批量处理，%"},
    "requests": {"en": "Requests a working day", "zh": "每个工作日的请求数"},
    "context": {"en": "Tokens of one prompt", "zh": "单次输入 tokens"},
    "thinking": {"en": "Thinking", "zh": "思考模式"},
    "hours": {"en": "Hours of work", "zh": "工作时段"},
    "peak": {"en": "Peak hours, where the page only says “peak”", "zh": "高峰时段（页面只写“高峰”时）"},
    "zone": {"en": "Time zone of these hours", "zh": "以上时段的时区"},
    "vendor": {"en": "Only these vendors", "zh": "仅限厂商"},
    "region": {"en": "Only these regions", "zh": "仅限地域"},
    "currency": {"en": "Only this currency", "zh": "仅限币种"},
}

EXAMPLES: dict[str, Words] = {
    "model": {"en": "gpt-5, deepseek-v4", "zh": "gpt-5, deepseek-v4"},
    "input": {"en": "300M", "zh": "3亿"},
    "output": {"en": "60M", "zh": "6000万"},
    "hours": {"en": "weekdays:09:00-18:00", "zh": "weekdays:09:00-18:00"},
    "peak": {"en": "weekdays:09:00-12:00,weekdays:14:00-18:00", "zh": "weekdays:09:00-12:00,weekdays:14:00-18:00"},
    "zone": {"en": "Asia/Shanghai", "zh": "Asia/Shanghai"},
    "currency": {"en": "USD", "zh": "CNY"},
}

CHOICES: dict[str, Words] = {
    "month": {"en": "month", "zh": "每月"},
    "day": {"en": "working day", "zh": "每个工作日"},
    "unsaid": {"en": "unsaid", "zh": "不指定"},
    "on": {"en": "on", "zh": "开启"},
    "off": {"en": "off", "zh": "关闭"},
}

SAID: dict[str, Words] = {
    "part": {"en": "{what}: {quantity} × {price} = {amount}", "zh": "{what}：{quantity} × {price} = {amount}"},
    "free part": {"en": "{what}: {quantity}, free", "zh": "{what}：{quantity}，免费"},
    "until": {"en": "until {at}", "zh": "至 {at}"},
    "since": {"en": "from {at}", "zh": "自 {at} 起"},
    "promotion": {"en": "promotion", "zh": "优惠价"},
    "unknown": {"en": "{what}: {why}", "zh": "{what}：{why}"},
    "whole": {"en": "The month", "zh": "整月"},
    "bound": {
        "en": "{metric}: {needed} needed, {limit} allowed",
        "zh": "{metric}：需要 {needed}，上限 {limit}",
    },
    "level": {"en": "from the level {terms} on: {limit}", "zh": "{terms} 级起：{limit}"},
    "unchecked": {"en": "Limited, but not compared: {metrics}", "zh": "有限额但无法比较：{metrics}"},
    "step": {
        "en": "The free offer does not carry this: {bound}. All of it then costs the {into}.",
        "zh": "免费额度不足以承载：{bound}。此时全部按{into}计价。",
    },
    "paid offer": {"en": "paid offer", "zh": "付费方案"},
    "covered": {"en": "Given away: {amount}, {covered} of the month", "zh": "赠送 {amount}，占本月用量 {covered}"},
    "lasts": {"en": "used up after {days} days", "zh": "约 {days} 天用完"},
    "counted": {"en": "taken off the sum", "zh": "已从合计扣除"},
    "not counted": {"en": "not taken off the sum", "zh": "未从合计扣除"},
    "at least": {"en": "at least {amount}", "zh": "至少 {amount}"},
    "in currency": {"en": "In {currency}", "zh": "{currency} 计价"},
    "free": {"en": "Free at this volume", "zh": "该用量下免费"},
    "no number": {"en": "Without a number", "zh": "无标价"},
    "tokens": {"en": "{amount} tokens", "zh": "{amount} tokens"},
    "requests": {"en": "{amount} requests", "zh": "{amount} 次请求"},
}

WORDS: dict[str, Words] = {
    "title": {"en": "What your month would cost", "zh": "按你的用量比价"},
    "means": {
        "en": "List prices of the models you accept, reckoned for your volume, mix and hours over the next 30 days. "
        "What has no printed price is unknown and never counted as nothing.",
        "zh": "按你的用量、配比与时段，计算可接受模型未来 30 天的费用。未标价的部分视为未知，绝不按零计算。",
    },
    "form": {"en": "Your work", "zh": "你的用量"},
    "more": {"en": "Hours, cache, batch, limits, regions", "zh": "时段、缓存、批量、限额与地域"},
    "show": {"en": "Reckon", "zh": "计算"},
    "which": {
        "en": "Which models are good enough is yours to say. Sold by most vendors:",
        "zh": "哪些模型够用由你决定。在售厂商最多的有：",
    },
    "sold by": {"en": "vendors: {vendors}", "zh": "{vendors} 家在售"},
    "none known": {"en": "No prices of tokens are known yet.", "zh": "尚无按 token 计费的已知价格。"},
    "nothing": {
        "en": "No watched vendor sells these models under these conditions.",
        "zh": "在这些条件下，监测的厂商均不出售这些模型。",
    },
    "missing": {
        "en": "No watched vendor sells {models} under these conditions.",
        "zh": "在这些条件下，监测的厂商均不出售：{models}。",
    },
    "no volume": {
        "en": "Say how many tokens there are, and the months are reckoned.",
        "zh": "填写 token 数量后即可计算每月费用。",
    },
    "month": {"en": "30 days", "zh": "30 天费用"},
    "model": {"en": "Model", "zh": "模型"},
    "vendor": {"en": "Sold by", "zh": "厂商"},
    "input": {"en": "Input", "zh": "输入"},
    "cache_read": {"en": "Cache read", "zh": "缓存读取"},
    "output": {"en": "Output", "zh": "输出"},
    "limits": {"en": "Limits that would bind", "zh": "会触及的限额"},
    "none bind": {"en": "none that are known", "zh": "已知限额均不触及"},
    "made of": {"en": "Made of", "zh": "构成"},
    "not known": {"en": "Not known", "zh": "未知"},
    "seen": {"en": "page read", "zh": "页面读取于"},
    "not stated": {"en": "not printed", "zh": "未标价"},
    "apart": {
        "en": "Currencies stand apart: no rate of exchange is taken for granted.",
        "zh": "各币种分列：不采用任何未经给定的汇率。",
    },
    "watch": {
        "en": "Tell me by e-mail when the cheapest choice changes",
        "zh": "最低价的选择有变时，发邮件告诉我",
    },
    "cheapest": {"en": "cheapest known", "zh": "已知最低"},
}
