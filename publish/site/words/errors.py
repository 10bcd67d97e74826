"""The words of the pages that say what went wrong."""

from __future__ import annotations

import re
from re import Pattern

from publish.vocabulary import Words

TITLES: dict[int, Words] = {
    400: {"en": "This question cannot be answered", "zh": "无法回答这个查询"},
    403: {"en": "This form came from elsewhere", "zh": "此表单并非由本站提交"},
    404: {"en": "There is nothing here", "zh": "这里没有内容"},
    405: {"en": "This page can only be read", "zh": "此页面只能读取"},
    500: {"en": "Something went wrong", "zh": "出错了"},
    503: {"en": "The database does not answer", "zh": "数据库没有响应"},
}

WORDS: dict[str, Words] = {
    "why 400": {
        "en": "Part of the address is not what it should be, and nothing is guessed: wrong filters show a wrong wire.",
        "zh": "地址中有一部分不符合要求。我们不做猜测：错误的筛选条件会给出错误的结果。",
    },
    "why 403": {
        "en": "Nobody else's page may write in your name: please open the form here and send it again.",
        "zh": "为防止他人网页冒用你的名义，请在本站打开表单后重新提交。",
    },
    "why 404": {
        "en": "The address is unknown. Ids of events never change, so a link that once worked still works.",
        "zh": "没有这个地址。消息的编号永不改变，曾经有效的链接始终有效。",
    },
    "why 503": {"en": "Please try again in half a minute.", "zh": "请半分钟后重试。"},
    "expected": {"en": "What was expected:", "zh": "具体原因："},
    "to the wire": {"en": "To the wire", "zh": "回到快讯"},
}

EXPECTED: dict[str, str] = {
    "a parameter is unknown": "地址中有未知的参数名",
    "the basket": "筛选条件过长或参数过多",
    "the form": "表单过长、字段过多或编码有误",
    "vendor is unknown": "没有这个厂商，请从厂商一页选取",
    "model is unknown": "所监测的页面均不出售这个模型，请按页面所列名称或 maker/name 填写",
    "vendor": "厂商编号应为小写字母、数字与 . _ -，多个以逗号分隔",
    "model": "模型名称不超过 120 个字符，多个以逗号分隔",
    "maker": "研发方名称不超过 120 个字符，多个以逗号分隔",
    "kind": "类型应为已知的消息类型，多个以逗号分隔",
    "direction": "方向应为 down 或 up",
    "size": "幅度应为百分数，例如 5 或 2.5",
    "term": "条件应写作 service_class:batch 的形式，多个以逗号分隔",
    "region": "地域名称不超过 120 个字符，多个以逗号分隔",
    "source": "页面语言应为 en 或 zh",
    "channel": "渠道应为已知的渠道，多个以逗号分隔",
    "page": "页面编号应写作 deepseek/pricing 的形式，多个以逗号分隔",
    "news": "新闻应为 corroborated 或 claimed",
    "q": "关键词不超过 120 个字符，且至少含一个字母或数字",
    "since": "起始时间应写作 2026-01-31 或 2026-01-31T10:00+08:00",
    "until": "截止时间应写作 2026-01-31 或 2026-01-31T10:00+08:00",
    "lang": "语言应为 en 或 zh",
    "limit": "条数应为 1 至 200 的整数",
    "after": "位置应取自上一页的“更早”链接",
    "currency": "币种应为 USD、CNY 这样的代码",
    "input": "输入 tokens 应为数量，例如 300000000、300M 或 3亿",
    "output": "输出 tokens 应为数量，例如 60000000、60M 或 6000万",
    "input and output": "请填写每月的 token 数量，例如 input=300M&output=60M",
    "every": "周期应为 month 或 day",
    "cached": "命中缓存的比例应为 0 至 100 的百分数",
    "written": "写入缓存的比例应为 0 至 100 的百分数",
    "cached and written": "命中缓存与写入缓存的比例合计不超过 100%",
    "batch": "批量处理的比例应为 0 至 100 的百分数",
    "requests": "每个工作日的请求数应为数量，例如 20000",
    "context": "单次输入 tokens 应为数量，例如 8000 或 8K",
    "thinking": "思考模式应为 on 或 off",
    "hours": "工作时段应写作 09:00-18:00 或 weekdays:09:00-18:00，多个以逗号分隔",
    "peak": "高峰时段应写作 09:00-18:00 或 weekdays:09:00-18:00，多个以逗号分隔",
    "zone": "时区应为 IANA 名称，例如 Asia/Shanghai",
    "tell": "tell 只能为 cheapest",
    "more": "more 应为一个金额，例如 20 或 12.50，且只写一次",
    "address": "邮箱应写作 ann@example.org 的形式",
    "hour": "发送时间应为 0 至 23 的整数",
    "weekday": "每周汇总日应为 0（周一）至 6（周日）",
    "cadence, hour and weekday": "频率、发送时间与每周汇总日应从列表中选取",
}
"""What a question or a form was expected to be, part by part, in Chinese; in English the error itself says so."""

FORMS: dict[Pattern[str], str] = {
    re.compile("one value, not several"): "{part} 只能有一个值",
    re.compile(r"at most (\d+) values"): "{part} 最多 {0} 个值",
    re.compile(r"at most (\d+) characters"): "{part} 不超过 {0} 个字符",
    re.compile("the models that are good enough, with commas between"): "请填写可接受的模型，多个以逗号分隔",
}
"""The same by what was expected, where not the value was wrong."""

VALUES = "（可选：{values}）"
FOUND = "，现为“{found}”"
