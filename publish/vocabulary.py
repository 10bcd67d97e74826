"""The words of the wire in English and Chinese: one table for each thing that has words.

A title is the first template of its kind whose fields are all known, or else the vendor with the kind. The fields are
made in publish/titles.py: vendor, what (model, meter and terms), model, span (both prices), old, new, size, most,
prices, were, when, old_name, new_name, metric, limits, allowance, was_given, old_ends, ends, promotional, other, moves.
"""

from __future__ import annotations

from pipeline.types import EventKind, EventState
from publish.money import Lang

Words = dict[Lang, str]
Templates = dict[Lang, tuple[str, ...]]

TITLES: dict[EventKind, Templates] = {
    EventKind.PRICE_CUT: {
        "en": (
            "{vendor} makes {promotional} of {what} permanent: list price {span}",
            "{vendor} cuts {what} {size}: {span}",
            "{vendor} cuts {what}: {span}",
            "{vendor} cuts {what} by {most}",
            "{vendor} cuts {what}",
        ),
        "zh": (
            "{vendor} 将 {what} 的 {promotional} 转为长期：列表价 {span}",
            "{vendor} 下调 {what} {size}：{span}",
            "{vendor} 下调 {what}：{span}",
            "{vendor} 下调 {what}，降幅{most}",
            "{vendor} 下调 {what}",
        ),
    },
    EventKind.PRICE_RISE: {
        "en": (
            "{vendor} raises {what} {size}: {span}",
            "{vendor} raises {what}: {span}",
            "{vendor} raises {what} by {most}",
            "{vendor} raises {what}",
        ),
        "zh": (
            "{vendor} 上调 {what} {size}：{span}",
            "{vendor} 上调 {what}：{span}",
            "{vendor} 上调 {what}，涨幅{most}",
            "{vendor} 上调 {what}",
        ),
    },
    EventKind.BECAME_FREE: {
        "en": (
            "{vendor} makes {what} free (was {old})",
            "{vendor} makes {what} free (was {were})",
            "{vendor} makes {what} free",
        ),
        "zh": (
            "{vendor} 将 {what} 改为免费（此前 {old}）",
            "{vendor} 将 {what} 改为免费（此前 {were}）",
            "{vendor} 将 {what} 改为免费",
        ),
    },
    EventKind.FREE_ENDED: {
        "en": (
            "{vendor} ends free {what}: now {new}",
            "{vendor} ends free {what}: now {prices}",
            "{vendor} ends free {what}",
        ),
        "zh": (
            "{vendor} 结束 {what} 免费：现为 {new}",
            "{vendor} 结束 {what} 免费：现为 {prices}",
            "{vendor} 结束 {what} 免费",
        ),
    },
    EventKind.RATE_ADDED: {
        "en": (
            "{vendor} now lists {what}: {new}",
            "{vendor} now lists {what}: {prices}",
            "{vendor} now lists {what}",
        ),
        "zh": ("{vendor} 新增 {what}：{new}", "{vendor} 新增 {what}：{prices}", "{vendor} 新增 {what}"),
    },
    EventKind.RATE_REMOVED: {
        "en": ("{vendor} no longer lists {what} (was {old})", "{vendor} no longer lists {what}"),
        "zh": ("{vendor} 不再列出 {what}（此前 {old}）", "{vendor} 不再列出 {what}"),
    },
    EventKind.MODEL_ADDED: {
        "en": ("{vendor} adds {model}: {prices}", "{vendor} adds {model}"),
        "zh": ("{vendor} 新增模型 {model}：{prices}", "{vendor} 新增模型 {model}"),
    },
    EventKind.MODEL_REMOVED: {
        "en": ("{vendor} no longer lists {model} (was {prices})", "{vendor} no longer lists {model}"),
        "zh": ("{vendor} 不再列出模型 {model}（此前 {prices}）", "{vendor} 不再列出模型 {model}"),
    },
    EventKind.MODEL_RENAMED: {
        "en": ("{vendor} renames {old_name} to {new_name}", "{vendor} renames a model to {model}"),
        "zh": ("{vendor} 将 {old_name} 更名为 {new_name}", "{vendor} 将一个模型更名为 {model}"),
    },
    EventKind.PROMOTION_STARTED: {
        "en": (
            "{vendor} starts a promotion on {what}, until {ends}: {span}",
            "{vendor} starts a promotion on {what}: {span}",
            "{vendor} starts a promotion on {what}",
        ),
        "zh": (
            "{vendor} 对 {what} 推出限时优惠，至 {ends}：{span}",
            "{vendor} 对 {what} 推出限时优惠：{span}",
            "{vendor} 对 {what} 推出限时优惠",
        ),
    },
    EventKind.PROMOTION_CHANGED: {
        "en": (
            "{vendor} changes its promotion on {what}: {span}",
            "{vendor} moves the end of its promotion on {what}: {old_ends} → {ends}",
            "{vendor} changes its promotion on {what}",
        ),
        "zh": (
            "{vendor} 调整 {what} 的限时优惠：{span}",
            "{vendor} 调整 {what} 限时优惠的截止时间：{old_ends} → {ends}",
            "{vendor} 调整 {what} 的限时优惠",
        ),
    },
    EventKind.PROMOTION_ENDED: {
        "en": ("{vendor} ends its promotion on {what}: {span}", "{vendor} ends its promotion on {what}"),
        "zh": ("{vendor} 结束 {what} 的限时优惠：{span}", "{vendor} 结束 {what} 的限时优惠"),
    },
    EventKind.ALLOWANCE_ADDED: {
        "en": (
            "{vendor} adds an allowance for {model}: {allowance}",
            "{vendor} adds an allowance: {allowance}",
            "{vendor} adds an allowance",
        ),
        "zh": (
            "{vendor} 为 {model} 新增赠送额度：{allowance}",
            "{vendor} 新增赠送额度：{allowance}",
            "{vendor} 新增赠送额度",
        ),
    },
    EventKind.ALLOWANCE_CHANGED: {
        "en": (
            "{vendor} changes the allowance for {model}: {was_given} → {allowance}",
            "{vendor} changes an allowance: {was_given} → {allowance}",
            "{vendor} changes an allowance",
        ),
        "zh": (
            "{vendor} 调整 {model} 的赠送额度：{was_given} → {allowance}",
            "{vendor} 调整赠送额度：{was_given} → {allowance}",
            "{vendor} 调整赠送额度",
        ),
    },
    EventKind.ALLOWANCE_REMOVED: {
        "en": (
            "{vendor} no longer states the allowance for {model} (was {was_given})",
            "{vendor} no longer states an allowance (was {was_given})",
            "{vendor} no longer states an allowance",
        ),
        "zh": (
            "{vendor} 不再列出 {model} 的赠送额度（此前 {was_given}）",
            "{vendor} 不再列出赠送额度（此前 {was_given}）",
            "{vendor} 不再列出赠送额度",
        ),
    },
    EventKind.LIMIT_TIGHTENED: {
        "en": (
            "{vendor} tightens a limit of {what}: {metric} {limits}",
            "{vendor} tightens a limit: {metric} {limits}",
            "{vendor} tightens a limit",
        ),
        "zh": (
            "{vendor} 收紧 {what} 的限制：{metric} {limits}",
            "{vendor} 收紧限制：{metric} {limits}",
            "{vendor} 收紧限制",
        ),
    },
    EventKind.LIMIT_LOOSENED: {
        "en": (
            "{vendor} loosens a limit of {what}: {metric} {limits}",
            "{vendor} loosens a limit: {metric} {limits}",
            "{vendor} loosens a limit",
        ),
        "zh": (
            "{vendor} 放宽 {what} 的限制：{metric} {limits}",
            "{vendor} 放宽限制：{metric} {limits}",
            "{vendor} 放宽限制",
        ),
    },
    EventKind.TERMS_CHANGED: {
        "en": (
            "{vendor} changes the terms of {what}: {old} → {new}",
            "{vendor} changes the terms of {what}",
            "{vendor} changes its terms",
        ),
        "zh": (
            "{vendor} 调整 {what} 的计费条件：{old} → {new}",
            "{vendor} 调整 {what} 的计费条件",
            "{vendor} 调整计费条件",
        ),
    },
    EventKind.ANNOUNCED: {
        "en": (
            "{vendor} announces a new price for {what} from {when}: {span}",
            "{vendor} announces a new price for {what} from {when}: {new}",
            "{vendor} announces a new price for {what}: {span}",
            "{vendor} announces a new price for {what}: {new}",
            "{vendor} announces a change to {what}",
            "{vendor} announces a change",
        ),
        "zh": (
            "{vendor} 宣布 {what} 自 {when} 起调整：{span}",
            "{vendor} 宣布 {what} 自 {when} 起为 {new}",
            "{vendor} 宣布调整 {what}：{span}",
            "{vendor} 宣布 {what} 的新价格：{new}",
            "{vendor} 宣布调整 {what}",
            "{vendor} 宣布调整",
        ),
    },
    EventKind.SCHEDULED: {
        "en": (
            "{vendor} schedules {what} for {when}: {span}",
            "{vendor} schedules {what} for {when}: {new}",
            "{vendor} schedules a change to {what} for {when}",
            "{vendor} schedules a change to {what}",
            "{vendor} schedules a change",
        ),
        "zh": (
            "{vendor} 排定 {what} 于 {when} 调整：{span}",
            "{vendor} 排定 {what} 于 {when} 起为 {new}",
            "{vendor} 排定 {what} 于 {when} 调整",
            "{vendor} 排定调整 {what}",
            "{vendor} 排定一项调整",
        ),
    },
    EventKind.EFFECTIVE: {
        "en": (
            "{vendor}: the announced price of {what} is in force: {span}",
            "{vendor}: the announced price of {what} is in force: {new}",
            "{vendor}: the announced change to {what} is in force",
            "{vendor}: an announced change is in force",
        ),
        "zh": (
            "{vendor} 此前宣布的 {what} 调整已生效：{span}",
            "{vendor} 此前宣布的 {what} 已生效：{new}",
            "{vendor} 此前宣布的 {what} 调整已生效",
            "{vendor} 此前宣布的调整已生效",
        ),
    },
    EventKind.SLIPPED: {
        "en": (
            "{vendor} puts off the announced change to {what}, now for {when}",
            "{vendor} puts off the announced change to {what}",
            "{vendor} puts off an announced change",
        ),
        "zh": (
            "{vendor} 推迟此前宣布的 {what} 调整，改为 {when}",
            "{vendor} 推迟此前宣布的 {what} 调整",
            "{vendor} 推迟此前宣布的调整",
        ),
    },
    EventKind.CANCELLED: {
        "en": (
            "{vendor} cancels the announced change to {what}",
            "{vendor} cancels an announced change",
        ),
        "zh": (
            "{vendor} 取消此前宣布的 {what} 调整",
            "{vendor} 取消此前宣布的调整",
        ),
    },
    EventKind.RESELLER_GAP: {
        "en": (
            "{vendor} asks {new} for {what}, where {other}'s list price is {old}",
            "{vendor} asks {new} for {what}, where its maker's list price is {old}",
            "{vendor} asks another price for {what} than its maker",
        ),
        "zh": (
            "{vendor} 的 {what} 为 {new}，{other} 列表价为 {old}",
            "{vendor} 的 {what} 为 {new}，原厂列表价为 {old}",
            "{vendor} 的 {what} 与原厂价格不同",
        ),
    },
    EventKind.PRICE_WAR: {
        "en": (
            "Price war: {vendors} vendors in {days} days so far, begun by {vendor}",
            "Price war: {moves} moves so far in short order, begun by {vendor}",
            "Price war, begun by {vendor}",
        ),
        "zh": (
            "价格战：{days} 天内已有 {vendors} 家厂商调价，由 {vendor} 开始",
            "价格战：短时间内已有 {moves} 次调价，由 {vendor} 开始",
            "价格战：由 {vendor} 开始",
        ),
    },
    EventKind.PAGE_CONTRADICTS_CLAIM: {
        "en": (
            "{vendor}'s page contradicts a report on {what}: reported {old}, the page says {new}",
            "{vendor}'s page contradicts a report on {what}",
            "{vendor}'s page contradicts a report",
        ),
        "zh": (
            "{vendor} 页面与关于 {what} 的报道不符：报道称 {old}，页面为 {new}",
            "{vendor} 页面与关于 {what} 的报道不符",
            "{vendor} 页面与报道不符",
        ),
    },
}

KINDS: dict[EventKind, Words] = {
    EventKind.PRICE_CUT: {"en": "price cut", "zh": "降价"},
    EventKind.PRICE_RISE: {"en": "price rise", "zh": "涨价"},
    EventKind.BECAME_FREE: {"en": "became free", "zh": "改为免费"},
    EventKind.FREE_ENDED: {"en": "no longer free", "zh": "结束免费"},
    EventKind.RATE_ADDED: {"en": "new rate", "zh": "新增计费项"},
    EventKind.RATE_REMOVED: {"en": "rate gone", "zh": "移除计费项"},
    EventKind.MODEL_ADDED: {"en": "new model", "zh": "新增模型"},
    EventKind.MODEL_REMOVED: {"en": "model gone", "zh": "移除模型"},
    EventKind.MODEL_RENAMED: {"en": "renamed", "zh": "更名"},
    EventKind.PROMOTION_STARTED: {"en": "promotion starts", "zh": "优惠开始"},
    EventKind.PROMOTION_CHANGED: {"en": "promotion changes", "zh": "优惠调整"},
    EventKind.PROMOTION_ENDED: {"en": "promotion ends", "zh": "优惠结束"},
    EventKind.ALLOWANCE_ADDED: {"en": "new allowance", "zh": "新增额度"},
    EventKind.ALLOWANCE_CHANGED: {"en": "allowance changes", "zh": "额度调整"},
    EventKind.ALLOWANCE_REMOVED: {"en": "allowance gone", "zh": "额度取消"},
    EventKind.LIMIT_TIGHTENED: {"en": "tighter limit", "zh": "限制收紧"},
    EventKind.LIMIT_LOOSENED: {"en": "looser limit", "zh": "限制放宽"},
    EventKind.TERMS_CHANGED: {"en": "terms change", "zh": "条件调整"},
    EventKind.ANNOUNCED: {"en": "announced", "zh": "预告"},
    EventKind.SCHEDULED: {"en": "scheduled", "zh": "排期"},
    EventKind.EFFECTIVE: {"en": "in force", "zh": "生效"},
    EventKind.SLIPPED: {"en": "put off", "zh": "推迟"},
    EventKind.CANCELLED: {"en": "cancelled", "zh": "取消"},
    EventKind.RESELLER_GAP: {"en": "reseller gap", "zh": "转售差价"},
    EventKind.PRICE_WAR: {"en": "price war", "zh": "价格战"},
    EventKind.PAGE_CONTRADICTS_CLAIM: {"en": "contradicted report", "zh": "报道不符"},
}

PREFIXES: dict[EventState, Words] = {
    EventState.CORRECTED: {"en": "Corrected: ", "zh": "更正："},
    EventState.RETRACTED: {"en": "Retracted: ", "zh": "撤回："},
    EventState.HELD: {"en": "Held: ", "zh": "待核实："},
    EventState.DROPPED: {"en": "Dropped: ", "zh": "未采信："},
}

METERS: dict[str, Words] = {
    "input": {"en": "input", "zh": "输入"},
    "output": {"en": "output", "zh": "输出"},
    "cache_read": {"en": "cache read", "zh": "缓存读取"},
    "cache_write": {"en": "cache write", "zh": "缓存写入"},
    "cache_storage": {"en": "cache storage", "zh": "缓存存储"},
    "reasoning": {"en": "reasoning", "zh": "思考"},
    "input_audio": {"en": "audio input", "zh": "音频输入"},
    "output_audio": {"en": "audio output", "zh": "音频输出"},
    "input_image": {"en": "image input", "zh": "图片输入"},
    "output_image": {"en": "image output", "zh": "图片输出"},
    "input_video": {"en": "video input", "zh": "视频输入"},
    "output_video": {"en": "video output", "zh": "视频输出"},
    "input_text": {"en": "text input", "zh": "文本输入"},
    "output_text": {"en": "text output", "zh": "文本输出"},
    "image": {"en": "image", "zh": "图片"},
    "audio": {"en": "audio", "zh": "音频"},
    "video": {"en": "video", "zh": "视频"},
    "embedding": {"en": "embedding", "zh": "向量"},
    "rerank": {"en": "rerank", "zh": "重排"},
    "training": {"en": "training", "zh": "训练"},
    "request": {"en": "request", "zh": "调用"},
    "search": {"en": "search", "zh": "搜索"},
    "character": {"en": "character", "zh": "字符"},
    "page": {"en": "page", "zh": "页面"},
    "subscription": {"en": "subscription", "zh": "订阅"},
    "input_output": {"en": "input and output", "zh": "输入和输出"},
    "web_search": {"en": "web search", "zh": "联网搜索"},
    "code_interpreter": {"en": "code interpreter", "zh": "代码解释器"},
    "evaluation": {"en": "evaluation", "zh": "评测"},
    "data_labeling": {"en": "data labelling", "zh": "数据标注"},
    "hosting_private": {"en": "private hosting", "zh": "专属部署"},
    "hosting_public": {"en": "shared hosting", "zh": "公共实例"},
    "gpu_hour": {"en": "GPU time", "zh": "GPU 时长"},
    "compute": {"en": "compute", "zh": "算力"},
    "storage": {"en": "storage", "zh": "存储"},
    "second": {"en": "duration", "zh": "时长"},
    "output_second": {"en": "output duration", "zh": "输出时长"},
    "output_character": {"en": "output characters", "zh": "输出字符"},
    "input_pixel": {"en": "input pixels", "zh": "输入像素"},
    "output_pixel": {"en": "output pixels", "zh": "输出像素"},
    "query": {"en": "query", "zh": "查询"},
    "citation": {"en": "citation", "zh": "引用"},
    "annotation": {"en": "annotation", "zh": "批注"},
}

# name of a term: how its value is said; a value of TERM_VALUES is said in its own words first
TERMS: dict[str, Words] = {
    "context": {"en": "{} context", "zh": "{} 上下文"},
    "output_length": {"en": "{} output", "zh": "输出 {}"},
    "service_class": {"en": "{}", "zh": "{}"},
    "window": {"en": "{} window", "zh": "{} 时段"},
    "region": {"en": "region {}", "zh": "地域 {}"},
    "modality": {"en": "{}", "zh": "{}"},
    "thinking": {"en": "thinking {}", "zh": "思考 {}"},
    "ttl": {"en": "{} TTL", "zh": "有效期 {}"},
    "plan": {"en": "{} plan", "zh": "{} 套餐"},
    "resolution": {"en": "{}", "zh": "{}"},
    "quality": {"en": "{} quality", "zh": "质量 {}"},
    "audience": {"en": "for {}", "zh": "面向 {}"},
    "tier": {"en": "tier {}", "zh": "{} 档"},
    "billing": {"en": "billed {}", "zh": "{} 计费"},
    "billing_mode": {"en": "{}", "zh": "{}"},
    "cache": {"en": "{} caching", "zh": "{} 缓存"},
    "mode": {"en": "{}", "zh": "{}"},
    "column": {"en": "{}", "zh": "{}"},
    "variant": {"en": "{}", "zh": "{}"},
    "condition": {"en": "{}", "zh": "{}"},
    "section": {"en": "{}", "zh": "{}"},
    "item": {"en": "no. {}", "zh": "第 {} 项"},
    "version": {"en": "version {}", "zh": "版本 {}"},
}

TERM_VALUES: dict[tuple[str, str], Words] = {
    ("service_class", "standard"): {"en": "standard", "zh": "标准"},
    ("service_class", "batch"): {"en": "batch", "zh": "批量"},
    ("service_class", "flex"): {"en": "flex", "zh": "弹性"},
    ("service_class", "priority"): {"en": "priority", "zh": "优先"},
    ("window", "peak"): {"en": "peak window", "zh": "高峰时段"},
    ("window", "off-peak"): {"en": "off-peak window", "zh": "低峰时段"},
    ("window", "off_peak"): {"en": "off-peak window", "zh": "低峰时段"},
    ("window", "standard"): {"en": "standard hours", "zh": "标准时段"},
    ("thinking", "both"): {"en": "thinking or not", "zh": "思考与非思考模式"},
    ("context", "short"): {"en": "short context", "zh": "短上下文"},
    ("context", "long"): {"en": "long context", "zh": "长上下文"},
    ("plan", "free"): {"en": "free plan", "zh": "免费版"},
    ("plan", "paid"): {"en": "paid plan", "zh": "付费版"},
    ("billing", "monthly"): {"en": "billed monthly", "zh": "按月计费"},
    ("billing", "yearly"): {"en": "billed yearly", "zh": "按年计费"},
    ("cache", "explicit"): {"en": "explicit caching", "zh": "显式缓存"},
    ("cache", "implicit"): {"en": "implicit caching", "zh": "隐式缓存"},
    ("modality", "non-audio"): {"en": "not audio", "zh": "非音频"},
    ("modality", "text/image"): {"en": "text and images", "zh": "文本和图片"},
    ("modality", "image/video"): {"en": "images and video", "zh": "图片和视频"},
    ("modality", "text/image/video"): {"en": "text, images and video", "zh": "文本、图片和视频"},
    ("thinking", "on"): {"en": "thinking", "zh": "思考模式"},
    ("thinking", "off"): {"en": "non-thinking", "zh": "非思考模式"},
    ("modality", "text"): {"en": "text", "zh": "文本"},
    ("modality", "audio"): {"en": "audio", "zh": "音频"},
    ("modality", "image"): {"en": "image", "zh": "图片"},
    ("modality", "video"): {"en": "video", "zh": "视频"},
}

METRICS: dict[str, Words] = {
    "qps": {"en": "requests per second", "zh": "每秒请求数"},
    "rpm": {"en": "requests per minute", "zh": "每分钟请求数"},
    "rph": {"en": "requests per hour", "zh": "每小时请求数"},
    "rpd": {"en": "requests per day", "zh": "每日请求数"},
    "rpmonth": {"en": "requests per month", "zh": "每月请求数"},
    "tps": {"en": "tokens per second", "zh": "每秒 token 数"},
    "tpm": {"en": "tokens per minute", "zh": "每分钟 token 数"},
    "tpd": {"en": "tokens per day", "zh": "每日 token 数"},
    "tpmonth": {"en": "tokens per month", "zh": "每月 token 数"},
    "itpm": {"en": "input tokens per minute", "zh": "每分钟输入 token 数"},
    "otpm": {"en": "output tokens per minute", "zh": "每分钟输出 token 数"},
    "ipm": {"en": "images per minute", "zh": "每分钟图片数"},
    "ipd": {"en": "images per day", "zh": "每日图片数"},
    "ash": {"en": "seconds of audio per hour", "zh": "每小时音频秒数"},
    "asd": {"en": "seconds of audio per day", "zh": "每日音频秒数"},
    "concurrency": {"en": "calls at once", "zh": "并发数"},
    "context": {"en": "context length", "zh": "上下文长度"},
    "max_output": {"en": "longest output", "zh": "最大输出长度"},
}

# phrases that are part of a sentence
PHRASES: dict[str, Words] = {
    "bare title": {"en": "{vendor}: {kind}", "zh": "{vendor}：{kind}"},
    "meter": {"en": "{model} {meter}", "zh": "{model} {meter}价"},
    "prices of a model": {"en": "{count} prices of {model}", "zh": "{model} 的 {count} 项价格"},
    "prices of models": {"en": "{count} prices of {models} models", "zh": "{models} 个模型的 {count} 项价格"},
    "meter of models": {"en": "{meter} prices of {models} models", "zh": "{models} 个模型的{meter}价"},
    "with terms": {"en": "{what} ({terms})", "zh": "{what}（{terms}）"},
    "by": {"en": "{size}", "zh": " {size}"},
    "by up to": {"en": "up to {size}", "zh": "最高 {size}"},
    "and": {"en": " and ", "zh": " 与 "},
    "comma": {"en": ", ", "zh": "、"},
    "clause comma": {"en": ", ", "zh": "，"},
    "quoted": {"en": "“{}”", "zh": "“{}”"},
    "nothing": {"en": "not listed", "zh": "未列出"},
    "plain change": {"en": "An ordinary change, of no price.", "zh": "常规变动，不涉及价格"},
    "struck": {"en": "{} (struck through)", "zh": "{}（划线价）"},
    "no end": {"en": "no stated end", "zh": "未写明截止时间"},
    "model count": {"en": "{models} models", "zh": "{models} 个模型"},
    "model name": {"en": "model name", "zh": "模型名称"},
    "allowance": {"en": "allowance", "zh": "赠送额度"},
    "promotion end": {"en": "end of the promotion", "zh": "优惠截止"},
    "promotional": {"en": "the promotional price", "zh": "优惠价"},
    "full stop": {"en": ".", "zh": "。"},
    "reason": {"en": "{label}: {reason}", "zh": "{label}：{reason}"},
    "seen": {"en": "Seen {at} on {host}.", "zh": "{at} 见于 {host}。"},
    "printed": {"en": "Printed before: {old}; now: {new}.", "zh": "页面原文：此前{old}；现在{new}。"},
    "printed apart": {
        "en": "Printed by the maker: {old}; by the reseller: {new}.",
        "zh": "页面原文：原厂{old}；转售商{new}。",
    },
    "printed now": {"en": "Printed now: {new}.", "zh": "页面原文：现在{new}。"},
    "printed before": {"en": "Printed before: {old}.", "zh": "页面原文：此前{old}。"},
    "promotion price": {"en": "{price} (list price {list})", "zh": "{price}（列表价 {list}）"},
}

# labels of the lines and columns under a title
LABELS: dict[str, Words] = {
    "corrected": {"en": "Corrected because", "zh": "更正原因"},
    "retracted": {"en": "Retracted because", "zh": "撤回原因"},
    "held": {"en": "Held because", "zh": "待核实原因"},
    "dropped": {"en": "Dropped because", "zh": "未采信原因"},
    "published": {"en": "Published because", "zh": "发布依据"},
    "terms": {"en": "Terms", "zh": "适用条件"},
    "old_terms": {"en": "Terms before", "zh": "此前的条件"},
    "old_printed": {"en": "Printed before", "zh": "此前原文"},
    "new_printed": {"en": "Printed now", "zh": "现在原文"},
    "promotion": {"en": "Promotion", "zh": "优惠"},
    "ends": {"en": "Promotion ends", "zh": "优惠截止"},
    "maker_printed": {"en": "Printed by the maker", "zh": "原厂原文"},
    "reseller_printed": {"en": "Printed by the reseller", "zh": "转售商原文"},
    "effective": {"en": "Holds from", "zh": "生效时间"},
    "maker_at": {"en": "Maker's page as seen", "zh": "原厂页面抓取于"},
    "reseller_at": {"en": "Reseller's page as seen", "zh": "转售商页面抓取于"},
    "before_at": {"en": "Page as seen before", "zh": "此前页面抓取于"},
    "after_at": {"en": "Page as seen now", "zh": "现在页面抓取于"},
    "sha256": {"en": "Evidence (sha256)", "zh": "证据（sha256）"},
    "place": {"en": "Place on the page", "zh": "页面位置"},
    "source": {"en": "Source", "zh": "来源"},
    "page": {"en": "Before and after, with the evidence", "zh": "前后对照与证据"},
    "news": {"en": "News", "zh": "新闻"},
    "what": {"en": "What", "zh": "项目"},
    "before": {"en": "Before", "zh": "此前"},
    "now": {"en": "Now", "zh": "现在"},
    "maker": {"en": "Maker", "zh": "原厂"},
    "reseller": {"en": "Reseller", "zh": "转售商"},
    "change": {"en": "Change", "zh": "幅度"},
    "more": {"en": "and {} more", "zh": "另有 {} 项"},
}

MADE_PERMANENT: Words = {"en": "the promotional price became the list price", "zh": "优惠价转为列表价"}


RULES: dict[str, str] = {
    "ambiguous": "同一模型、计费项与条件下有多项价格同时变动",
    "claimed": "发布时仅见于报道，页面未见",
    "contradicted": "页面与报道不符",
    "currency": "变动幅度接近汇率，可能换了币种",
    "edited": "相关报道已修改，不再如此表述",
    "exchange_rate": "多项价格的变动幅度同为汇率",
    "extreme": "变动二十倍以上",
    "first_zero": "首次显示免费",
    "flap": "页面数日内恢复原状",
    "gap": "同一模型的转售价与原厂标价相差百分之五以上",
    "gap_closed": "转售价不再比原厂列表价低百分之五以上",
    "gap_moved": "转售价与原厂列表价的差距变动五个百分点以上",
    "gap_opened": "同一模型的转售价比原厂列表价低百分之五以上",
    "gone": "首次从页面上消失",
    "headline": "同一厂商的多项价格一并变动",
    "large": "变动十倍以上",
    "mass": "页面上大量价格同时变动",
    "plain": "单项价格的常规变动",
    "price_war": "多家厂商在数日内同向调价",
    "promotion": "标价未变，仅优惠变动",
    "put_right": "已由人工撤回或更正，页面仍如此标示",
    "rebuilt": "页面改版多日后仍未列出",
    "restructured": "价格与其条件同时变动",
    "schedule": "页面写明了日期，价格尚未变动",
    "second_look": "再次查看时页面内容一致",
    "slip": "变动恰为十的整次方倍，可能是单位之误",
    "swapped": "输入价与输出价互换",
    "unresolved": "多日内无其他来源证实",
    "witnessed": "另一页面或报道证实了这一变动",
}
"""What a rule of the judge found, in Chinese; in English the judge's own sentence stands, with its figures."""
