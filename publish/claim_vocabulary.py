"""The words for claims, their standing and their arithmetic, in English and Chinese: a table for each thing.

A sentence is the first template of its kind whose fields are all known. The fields are made in publish/claim_words.py:
vendor, what (model and meter), new, span (both prices), size, step (a difference), amount and amounts (of a limit or an
allowance). What is told by others is never put as our own word.
"""

from __future__ import annotations

from pipeline.arithmetic import Sums
from pipeline.small_print import Beside
from pipeline.types import ClaimKind, ClaimState, EventStanding
from publish.vocabulary import Templates, Words

CLAIM_KINDS: dict[ClaimKind, Words] = {
    ClaimKind.PRICE_CUT: {"en": "price cut", "zh": "降价"},
    ClaimKind.PRICE_RISE: {"en": "price rise", "zh": "涨价"},
    ClaimKind.BECAME_FREE: {"en": "became free", "zh": "改为免费"},
    ClaimKind.FREE_ENDED: {"en": "no longer free", "zh": "结束免费"},
    ClaimKind.PROMOTION: {"en": "promotion", "zh": "限时优惠"},
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: {"en": "launch with a price", "zh": "新模型定价"},
    ClaimKind.MODEL_RETIRED: {"en": "model retired", "zh": "模型下线"},
    ClaimKind.FREE_TIER_ADDED: {"en": "new free tier", "zh": "新增免费额度"},
    ClaimKind.FREE_TIER_CHANGED: {"en": "free tier changes", "zh": "免费额度调整"},
    ClaimKind.FREE_TIER_REMOVED: {"en": "free tier ends", "zh": "取消免费额度"},
    ClaimKind.RATE_LIMIT_CHANGED: {"en": "limit changes", "zh": "限速调整"},
    ClaimKind.PLAN_CHANGED: {"en": "plan changes", "zh": "套餐调整"},
}

CLAIM_STATES: dict[ClaimState, Words] = {
    ClaimState.WAITING: {"en": "being checked", "zh": "核实中"},
    ClaimState.CONFIRMED: {"en": "confirmed by the page", "zh": "页面已证实"},
    ClaimState.CONTRADICTED: {"en": "contradicted by the page", "zh": "与页面不符"},
    ClaimState.CLAIMED_ONLY: {"en": "claimed only", "zh": "仅有报道"},
}

EVENT_STANDINGS: dict[EventStanding, Words] = {
    EventStanding.CORROBORATED: {"en": "also in the news", "zh": "另有报道"},
    EventStanding.WAITING: {"en": "no news of it yet", "zh": "暂无报道"},
    EventStanding.PAGE_ONLY: {"en": "on the page only, no news of it", "zh": "仅见于页面，无报道"},
    EventStanding.CLAIMED: {"en": "claimed in the news, not seen on a page", "zh": "仅见于报道，页面未见"},
}

STANDING_RULES: dict[str, Words] = {
    "seen": {"en": "The page was seen to change so.", "zh": "页面上已出现这一变动。"},
    "price_stands": {
        "en": "The page shows this price; no change was seen.",
        "zh": "页面显示的正是这一价格，但未见其变动。",
    },
    "another_price": {"en": "The page shows another price.", "zh": "页面显示的是另一价格。"},
    "old_price_stands": {"en": "The page still shows the price it showed before.", "zh": "页面仍为原价。"},
    "opposite": {"en": "On the page, the price moved the other way.", "zh": "页面价格的变动方向相反。"},
    "cancelled": {"en": "The page took the scheduled change back.", "zh": "页面撤回了排定的调整。"},
    "still_listed": {"en": "The page still lists the model.", "zh": "页面仍列有该模型。"},
    "nothing_to_check": {
        "en": "It only compares with others' prices: no page can show it.",
        "zh": "仅与他家价格相比，页面无从证实。",
    },
    "no_event": {"en": "No watched page says anything of it.", "zh": "所监测的页面均未提及。"},
    "unwatched": {"en": "No watched page lists this price.", "zh": "所监测的页面均无此价格。"},
    "window": {"en": "The pages are looked at for it.", "zh": "正在查看相关页面。"},
}
"""Of `ClaimStanding.rule`."""

SUMS: dict[Sums, Words] = {
    Sums.CONSISTENT: {"en": "the figures agree", "zh": "数字相符"},
    Sums.INCONSISTENT: {"en": "the figures do not agree", "zh": "数字不符"},
    Sums.BASELINE_UNKNOWN: {"en": "compared with what is not known", "zh": "比较基准不明"},
    Sums.NOTHING_TO_CHECK: {"en": "no percentage to check", "zh": "没有可核算的幅度"},
}

RECKONED: dict[Sums, Templates] = {
    Sums.CONSISTENT: {
        "en": ("{said} said, {computed} computed: consistent within rounding.",),
        "zh": ("报道称 {said}，按价格计算为 {computed}：在取整范围内一致。",),
    },
    Sums.INCONSISTENT: {
        "en": ("{said} said, {computed} computed: they do not agree.",),
        "zh": ("报道称 {said}，按价格计算为 {computed}：两者不符。",),
    },
    Sums.BASELINE_UNKNOWN: {
        "en": (
            "What {said} is measured against is not said; a price between {low} and {high} would fit, such as that of "
            "{candidates}. That is a guess.",
            "What {said} is measured against is not said; a price between {low} and {high} would fit. That is a guess.",
            "What {said} is measured against is not known.",
        ),
        "zh": (
            "未说明 {said} 以何为基准；{low} 至 {high} 之间的价格均可得出此数，例如 {candidates}。此为推测。",
            "未说明 {said} 以何为基准；{low} 至 {high} 之间的价格均可得出此数。此为推测。",
            "{said} 的比较基准不明。",
        ),
    },
    Sums.NOTHING_TO_CHECK: {"en": ("No percentage is said.",), "zh": ("报道未给出幅度。",)},
}

EXACT_OLD: Words = {
    "en": "Exactly {said} would need an old price of {exact}.",
    "zh": "若恰为 {said}，原价应为 {exact}。",
}

BESIDE: dict[Beside, Templates] = {
    Beside.INPUT_ONLY: {
        "en": ("Only the input price is named; what output costs is not said.",),
        "zh": ("仅提及输入价，输出价未说明。",),
    },
    Beside.FLAGSHIP_UNTOUCHED: {
        "en": ("The flagship models were not cut: {models} and {more} more.", "Not cut: the flagship {models}."),
        "zh": ("旗舰模型未降价：{models} 等另 {more} 个。", "旗舰模型未降价：{models}。"),
    },
    Beside.CACHE_RAISED: {
        "en": ("Meanwhile {model} {meter} rose {size}.", "Meanwhile {model} {meter} rose."),
        "zh": ("同时 {model} {meter}价上调 {size}。", "同时 {model} {meter}价上调。"),
    },
    Beside.LIMITS_TIGHTENED: {
        "en": ("Meanwhile a limit was tightened: {metric} {old} → {new}.", "Meanwhile a limit was tightened."),
        "zh": ("同时限制收紧：{metric} {old} → {new}。", "同时限制收紧。"),
    },
    Beside.PERCENT_IS_MAX: {
        "en": ("{percent} is the most that anything was cut by.",),
        "zh": ("{percent} 为最高幅度。",),
    },
    Beside.OLD_FROM_HISTORY: {
        "en": ("The old price {old} is from our own record.",),
        "zh": ("原价 {old} 取自本站记录。",),
    },
}

LAGS: dict[str, Words] = {
    "page first": {"en": "page first, news {span} later", "zh": "页面在先，报道晚 {span}"},
    "news first": {"en": "news first, page {span} later", "zh": "报道在先，页面晚 {span}"},
    "together": {"en": "page and news at once", "zh": "页面与报道同时"},
    "seconds": {"en": "{} s", "zh": "{} 秒"},
    "minutes": {"en": "{} min", "zh": "{} 分钟"},
    "hours": {"en": "{} h", "zh": "{} 小时"},
    "days": {"en": "{} days", "zh": "{} 天"},
}

BOUNDS: dict[str, Words] = {
    "max": {"en": "up to {size}", "zh": "最高 {size}"},
    "min": {"en": "over {size}", "zh": "超 {size}"},
    "approx": {"en": "about {size}", "zh": "约 {size}"},
    "": {"en": "{size}", "zh": "{size}"},
}

SAID: dict[ClaimKind, Templates] = {
    ClaimKind.PRICE_CUT: {
        "en": (
            "{vendor} is said to cut {what} by {step}",
            "{vendor} is said to cut {what} by {size}: {span}",
            "{vendor} is said to cut {what} by {size}, to {new}",
            "{vendor} is said to cut {what}: {span}",
            "{vendor} is said to cut {what} to {new}",
            "{vendor} is said to cut {what} by {size}",
            "{vendor} is said to cut {what}",
        ),
        "zh": (
            "据报道，{vendor} 将 {what} 下调 {step}",
            "据报道，{vendor} 下调 {what} {size}：{span}",
            "据报道，{vendor} 下调 {what} {size}，至 {new}",
            "据报道，{vendor} 下调 {what}：{span}",
            "据报道，{vendor} 将 {what} 下调至 {new}",
            "据报道，{vendor} 下调 {what} {size}",
            "据报道，{vendor} 下调 {what}",
        ),
    },
    ClaimKind.PRICE_RISE: {
        "en": (
            "{vendor} is said to raise {what} by {step}",
            "{vendor} is said to raise {what} by {size}: {span}",
            "{vendor} is said to raise {what} by {size}, to {new}",
            "{vendor} is said to raise {what}: {span}",
            "{vendor} is said to raise {what} to {new}",
            "{vendor} is said to raise {what} by {size}",
            "{vendor} is said to raise {what}",
        ),
        "zh": (
            "据报道，{vendor} 将 {what} 上调 {step}",
            "据报道，{vendor} 上调 {what} {size}：{span}",
            "据报道，{vendor} 上调 {what} {size}，至 {new}",
            "据报道，{vendor} 上调 {what}：{span}",
            "据报道，{vendor} 将 {what} 上调至 {new}",
            "据报道，{vendor} 上调 {what} {size}",
            "据报道，{vendor} 上调 {what}",
        ),
    },
    ClaimKind.BECAME_FREE: {
        "en": ("{vendor} is said to make {what} free (was {old})", "{vendor} is said to make {what} free"),
        "zh": ("据报道，{vendor} 将 {what} 改为免费（此前 {old}）", "据报道，{vendor} 将 {what} 改为免费"),
    },
    ClaimKind.FREE_ENDED: {
        "en": ("{vendor} is said to end free {what}: now {new}", "{vendor} is said to end free {what}"),
        "zh": ("据报道，{vendor} 结束 {what} 免费：现为 {new}", "据报道，{vendor} 结束 {what} 免费"),
    },
    ClaimKind.PROMOTION: {
        "en": (
            "{vendor} is said to promote {what} for a time, {size} off: {span}",
            "{vendor} is said to promote {what} for a time: {span}",
            "{vendor} is said to promote {what} for a time: {new}",
            "{vendor} is said to promote {what} for a time, {size} off",
            "{vendor} is said to promote {what} for a time",
        ),
        "zh": (
            "据报道，{vendor} 对 {what} 限时优惠 {size}：{span}",
            "据报道，{vendor} 对 {what} 限时优惠：{span}",
            "据报道，{vendor} 对 {what} 限时优惠：{new}",
            "据报道，{vendor} 对 {what} 限时优惠 {size}",
            "据报道，{vendor} 对 {what} 限时优惠",
        ),
    },
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: {
        "en": ("{vendor} is said to offer {what}: {new}", "{vendor} is said to offer {what}"),
        "zh": ("据报道，{vendor} 推出 {what}：{new}", "据报道，{vendor} 推出 {what}"),
    },
    ClaimKind.MODEL_RETIRED: {
        "en": ("{vendor} is said to retire {what}",),
        "zh": ("据报道，{vendor} 下线 {what}",),
    },
    ClaimKind.FREE_TIER_ADDED: {
        "en": (
            "{vendor} is said to add a free tier for {what}: {amount}",
            "{vendor} is said to add a free tier for {what}",
        ),
        "zh": ("据报道，{vendor} 为 {what} 新增免费额度：{amount}", "据报道，{vendor} 为 {what} 新增免费额度"),
    },
    ClaimKind.FREE_TIER_CHANGED: {
        "en": (
            "{vendor} is said to change the free tier of {what}: {amounts}",
            "{vendor} is said to change the free tier of {what}, now {amount}",
            "{vendor} is said to change the free tier of {what}",
        ),
        "zh": (
            "据报道，{vendor} 调整 {what} 的免费额度：{amounts}",
            "据报道，{vendor} 调整 {what} 的免费额度，现为 {amount}",
            "据报道，{vendor} 调整 {what} 的免费额度",
        ),
    },
    ClaimKind.FREE_TIER_REMOVED: {
        "en": ("{vendor} is said to end the free tier of {what}",),
        "zh": ("据报道，{vendor} 取消 {what} 的免费额度",),
    },
    ClaimKind.RATE_LIMIT_CHANGED: {
        "en": (
            "{vendor} is said to change a limit of {what}: {amounts}",
            "{vendor} is said to change a limit of {what}, now {amount}",
            "{vendor} is said to change the limits of {what}",
        ),
        "zh": (
            "据报道，{vendor} 调整 {what} 的限制：{amounts}",
            "据报道，{vendor} 调整 {what} 的限制，现为 {amount}",
            "据报道，{vendor} 调整 {what} 的限制",
        ),
    },
    ClaimKind.PLAN_CHANGED: {
        "en": (
            "{vendor} is said to change {what}: {span}",
            "{vendor} is said to change {what}, now {new}",
            "{vendor} is said to change {what}",
        ),
        "zh": (
            "据报道，{vendor} 调整 {what}：{span}",
            "据报道，{vendor} 调整 {what}，现为 {new}",
            "据报道，{vendor} 调整 {what}",
        ),
    },
}

CLAUSES: dict[str, Words] = {
    "a model": {"en": "its models", "zh": "旗下模型"},
    "market": {"en": ", which it puts {size} below the market", "zh": "，自称比行业便宜 {size}"},
    "competitor": {"en": " ({size} against a competitor)", "zh": "（与竞品相比 {size}）"},
    "predecessor": {"en": " ({size} against its predecessor)", "zh": "（与前代相比 {size}）"},
    "from": {"en": ", from {when}", "zh": "，{when} 起"},
    "from as said": {"en": " (“{when}”)", "zh": "（“{when}”）"},
    "until": {"en": ", until {ends}", "zh": "，至 {ends}"},
    "scope": {"en": " (only {scope})", "zh": "（仅限 {scope}）"},
    "recap": {"en": " (told again)", "zh": "（重提旧事）"},
    "standing": {"en": "{state}: {rule}", "zh": "{state}：{rule}"},
    "lag": {"en": "{standing} ({lag})", "zh": "{standing}（{lag}）"},
}

AGAINST = frozenset({"market", "competitor", "predecessor"})
"""What a percentage may be against other than the price itself: `Claim.percent_against`."""

DATES: dict[str, Words] = {
    "day alone": {"en": "{day} {month}", "zh": "{month}月{day}日"},
    "month": {"en": "{month} {year}", "zh": "{year}年{month}月"},
    "quoted": {"en": "“{said}”", "zh": "“{said}”"},
}
"""How a claim tells what is less than a day with its year, and what is no date."""
