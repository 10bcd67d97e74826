"""The words that pricing pages use, English and Chinese, as tables: what is counted, under which conditions, and what a column holds.

Each table is tried from the top; the first pattern that is found in a text wins. Patterns are lower case; texts are lowered before.
"""

from __future__ import annotations

METERS: tuple[tuple[str, str], ...] = (
    ("cache_storage", r"缓存(?:的)?(?:存储|保存|驻留)|cach\w*[^|]{0,20}storage|storage[^|]{0,12}cach|storage price|per hour \(storage"),
    ("cache_write", r"缓存(?:创建|写入?)|创建缓存|写(?:入)?缓存|cache[ds]?[ -]?(?:writes?|creation|inputs? writes?)|writes? (?:to )?cache|input cache writes?"),
    ("input", r"cache[ -]?miss|缓存未命中|未命中(?:缓存)?|non[- ]?cached|uncached|非缓存"),
    ("cache_read", r"缓存(?:输入|读取?|命中|内容)?|命中缓存|cach(?:e|ed|ing)\b(?:[ -]?(?:hits?|reads?|inputs?|prefill|prompts?))?|隐式缓存|显式缓存"),
    ("training", r"训练|微调|精调|fine[- ]?tun\w*|\btrain(?:ing)?\b|\bsft\b|\bdpo\b|\brlhf\b|post-?pretrain|预训练|蒸馏|distillation"),
    ("evaluation", r"模型评估|评测|evaluation"),
    ("data_labeling", r"标注|labell?ing|annotation"),
    ("hosting_private", r"私有(?:实例|资源池|化部署|部署)|独占实例|专属(?:实例|资源)|dedicated (?:instance|deployment|capacity)|provisioned throughput|预置吞吐|模型单元|tpm ?保障包|资源池租赁"),
    ("hosting_public", r"公共实例|shared instance"),
    ("citation", r"\bcitation tokens?\b"),
    ("web_search", r"search quer(?:y|ies)|(?:web|internet) ?search|联网搜索|网络搜索|grounding with|search grounding"),
    ("rerank", r"\brerank\w*|重排序?"),
    ("embedding", r"\bembed(?:dings?)?\b|向量(?!数据库)|嵌入|知识库索引"),
    ("reasoning", r"\breasoning tokens?\b|internal reasoning"),
    ("input_output", r"input ?(?:&|and|/|\+|,) ?output(?! token)|输入 ?[/和与、&+,]? ?输出(?!长度)|输入输出|in ?/ ?out\b|(?:blended|unified) price|prompt ?(?:&|/|\+) ?completion"),
    ("output", r"\boutputs?\b|输出|\bcompletions?\b|回答|补全|\bsample\b|\bgenerated?\b(?! images)|\bout\b|生成(?:token|内容)|出参|响应"),
    ("input", r"\binputs?\b|输入|\bprompts?\b|提问|问题|提示词?|\bprefill\b|\bin\b(?= ?(?:\(|$|/|:))|请求token|入参"),
    ("gpu_hour", r"gpu[ -·]?(?:hour|hr|小时|time)|gpu type|\bgpus?\b|显卡"),
    ("storage", r"\bstorage\b|存储|扩容|存储空间|vector store"),
    ("subscription", r"subscription|(?:monthly|annual|yearly) (?:cost|price|fee|plan|billing)|包月|包年|月费|年费|订阅|会员|套餐价格?|per (?:seat|user)|席位"),
    ("video", r"\bvideos?\b|视频|首尾帧|参考生"),
    ("image", r"\bimages?\b|图片|图像|文生图|生图|绘图|\bpictures?\b"),
    ("audio", r"\baudio\b|音频|语音|\bspeech\b|\bvoice\b|\btts\b|\basr\b|transcri\w+|音色|\bstt\b"),
)  # fmt: skip
"""What is counted → how headers and labels call it."""

KIND_METERS = (
    "embedding",
    "rerank",
    "video",
    "image",
    "audio",
    "web_search",
    "training",
    "evaluation",
    "data_labeling",
    "hosting_private",
    "gpu_hour",
)
"""Meters that a category, a heading or a model's own name may stand for where the header only says "price"."""

UNIT_METERS: dict[str, str] = {
    "image": "image", "megapixel": "image", "video": "video", "gpu_hour": "gpu_hour", "hour_gpu": "gpu_hour", "gpu_hour_": "gpu_hour",
    "page": "page", "document": "page", "song": "audio", "character": "character", "seat": "subscription", "seat_month": "subscription",
    "month": "subscription", "year": "subscription", "month_seat": "subscription", "gb": "storage", "gb_hour": "storage",
    "gb_day": "storage", "gb_month": "storage", "compute_unit_day": "hosting_private", "compute_unit_hour": "hosting_private",
    "hour_compute_unit": "hosting_private", "day_compute_unit": "hosting_private", "token_hour": "cache_storage", "request": "request",
    "second": "compute", "minute": "audio", "hour": "compute", "session_hour": "compute", "item": "request", "hour_container": "compute",
    "session": "compute", "container": "compute", "voice": "audio", "gpu_second": "gpu_hour", "tpm_hour": "hosting_private",
    "tpm_day": "hosting_private",
}  # fmt: skip
"""What a unit counts when no word says so."""

SERVICE_CLASSES: tuple[tuple[str, str], ...] = (
    ("batch", r"\bbatch(?:es|ed|ing)?\b|批量|批处理|离线推理|异步推理"),
    ("flex", r"\bflex(?: processing)?\b"),
    ("priority", r"\bpriority\b|\bfast mode\b|\bturbo mode\b|低延迟|优先|极速版?推理|快速模式|加速推理"),
    ("standard", r"^standard(?: (?:processing|tier|mode|pricing))?$|在线推理\(常规\)|^标准(?:模式|推理)?$|^在线推理$|^实时推理$|^realtime$|^on-demand$"),
)  # fmt: skip

MODALITIES: tuple[tuple[str, str], ...] = (
    ("non-audio", r"非音频|non-audio"),
    ("text/image/video", r"text ?[/,] ?images? ?[/,] ?videos?"),
    ("image/video", r"images? ?[/,] ?videos?|图片 ?[/、] ?视频"),
    ("text/image", r"text (?:and|&) images?|text ?[/,] ?images?|文本 ?[/、] ?图片"),
    ("audio", r"\baudio\b|音频|语音"),
    ("video", r"\bvideos?\b|视频"),
    ("image", r"\bimages?\b|图片|图像"),
    ("text", r"\btext\b|文本|文字"),
)

THINKING: tuple[tuple[str, str], ...] = (
    ("both", r"非思考 ?[+/和与] ?思考|思考 ?[+/和与] ?非思考|thinking and non"),
    ("off", r"非思考|不思考|non-?thinking|without (?:thinking|reasoning)|non-?reasoning"),
    ("on", r"^思考(?:模式)?$|开启思考|^thinking(?: mode)?$|with (?:thinking|reasoning)"),
)

REGIONS = (
    r"北京(?!时间)|上海|杭州|深圳|广州|南京|成都|重庆|青岛|张家口|乌兰察布|呼和浩特|新加坡|香港|中国香港|法兰克福|东京|首尔|雅加达|吉隆坡|曼谷|孟买|弗吉尼亚|硅谷|俄勒冈|伦敦|巴黎|迪拜|利雅得|"
    r"中国内地|中国大陆|中国站|国际站|国际|全球|美国|欧洲|日本|亚太|华北\d?|华东\d?|华南\d?|"
    r"non-global|\bglobal\b|\binternational\b|mainland china|\bsingapore\b|\btokyo\b|\bfrankfurt\b|\bvirginia\b|\boregon\b|\blondon\b|\bhong kong\b|"
    r"\b(?:us|eu) multi-region\b|\b(?:us|eu|europe|asia|australia|northamerica|ap|ca|sa|me|af|cn)-(?:east|west|north|south|central|northeast|southeast|northwest|southwest)-?\d?\b|"
    r"\b(?:us|eu|apac|emea)(?: (?:region|data zone))\b|data residency|united states|\beurope\b"
)

TTL = r"(\d+)[ -]?(?:m|min|minutes?|分钟)\b|(\d+)[ -]?(?:h|hr|hours?|小时)\b"

WINDOWS: tuple[tuple[str, str], ...] = (
    ("off-peak", r"off[- ]?peak|低峰|谷时|闲时|夜间|优惠时段|错峰|discount(?:ed)? hours"),
    ("peak", r"\bpeak\b|高峰|忙时|峰时"),
    ("standard", r"标准时段|standard hours"),
)

BILLING: tuple[tuple[str, str], ...] = (
    ("yearly", r"\bannual(?:ly)?\b|\byearly\b|按年|包年|年付|billed annually"),
    ("monthly", r"\bmonthly\b|按月|包月|月付|month-to-month"),
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
VALIDITY = (
    rf"(?:until|up ?to|through|before|from|after|starting|effective|as of)\s+(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
    r"|自?\s?(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:起|前|后|之前|之后|以前|以后)"
)
"""The days on which a price holds, where two prices stand side by side for two times."""

PLANS: tuple[tuple[str, str], ...] = (
    ("free", r"^free tier|^free plan|免费版|free tier"),
    ("paid", r"^paid tier|^paid plan|付费版|paid tier"),
)

BANDS = r"context|上下文|length|长度|tokens?|阶梯|prompt|token|条件"

COLUMNS: tuple[tuple[str, str], ...] = (
    ("skip", r"发布时间|release|上线时间|更新时间|knowledge|cutoff|description|简介|描述|说明|备注|remarks?|notes?$|特性|features?|链接|link|文档|docs?|provider|提供商|厂商|供应商|"
             r"折扣|discount|费率|savings?|是否|支持$|status|状态|size \(b\)|参数量|parameters|license|开源|评分|score|latency|throughput|speed|速度|throughput"),
    ("allowance", r"free tier|免费(?:额度|配额|用量|资源|token)|free (?:quota|allowance|credits?|tokens|tier quota)|赠送|额度"),
    ("limit", r"\brpm\b|\btpm\b|\bqps\b|\brpd\b|限流|rate limits?|concurren\w+|并发"),
    ("ceiling", r"max(?:imum)?\.? ?(?:output|input|tokens|context|completion)|最大(?:输入|输出|上下文|思维链|长度)|最长|输出长度|context (?:window|length|size)|上下文(?:长度|窗口)?|^context$|窗口"),
    ("unit", r"^(?:unit|units|单位|计费单位|计价单位|billing unit|计量单位)"),
    ("window", r"时段|time (?:window|period)|时间段"),
    ("scope", r"服务部署范围|部署模式|deployment (?:scope|mode|type)"),
    ("region", r"^(?:地域|区域|region|regions|部署地域|站点|location)"),
    ("modality", r"^(?:modality|modalities|模态|输入模态|类型/模态)"),
    ("band", r"^(?:条件|输入长度|阶梯|.*阶梯|.*(?:token|tokens)数|.*区间|.*分段|上下文区间|context (?:band|tier|range)|prompt (?:length|size)|档位|.*范围)"),
    ("resolution", r"分辨率|resolution|尺寸|\bsize\b|画质"),
    ("quality", r"^(?:quality|质量|画质|清晰度)"),
    ("thinking", r"思考模式|thinking mode|推理模式"),
    ("mode", r"^(?:模式|mode|audio|style|tier|级别|level)$"),
    ("meter", r"^(?:计费项|计费类型|类型|type|token type|billing item|item|项目|收费项|计量项|charge type|price type|metric|usage type)$"),
    ("class", r"^(?:计费方式|服务等级|service tier|processing|推理方式|付费方式)"),
    ("model", r"模型(?!类别|类型|系列|版本|服务商|厂商|能力|分类|家族|参数|规格|服务$)|\bmodels?\b(?! (?:family|type|size|version|provider|class))|\bendpoint\b|\bmodel ?(?:id|name)\b"),
    ("name", r"^(?:名称|name|产品名称?|服务名称?|service|工具名称?|tools?|plans?|套餐|版本名称|gpu(?: type)?|instance type|实例规格|调用服务|product|api|接口|规格|base model.*|hardware|voice|offering|sku)"),
    ("version", r"版本|version|snapshot|快照"),
    ("category", r"^功能|^features?$|类别|类型|系列|category|family|分类|type|功能|use case|function|capability|规格|details|计费规则|模型服务"),
)  # fmt: skip
"""What a column holds → how its header says so. `skip`, `ceiling`, `limit` and `allowance` are never prices."""

PROMOTION_WORDS = r"活动价|优惠价|限时价|折后价?|现价|特惠价|促销价|\bpromo(?:tional)? price|\bsale price|\bdiscounted price|\bspecial price"
"""A column of prices that stand in, for a time, for those of the column beside it."""
PRICE_WORDS = r"活动价|优惠价|限时价|折后价|现价|原价|特惠价|促销价|目录价|单价|价格|定价|费用|刊例价|\bprices?\b|\bpricing\b|\bcosts?\b|\brates?\b|计费|收费|售价|报价|\bfees?\b"

BADGE_WORDS = frozenset(
    {
        "new",
        "hot",
        "beta",
        "preview",
        "popular",
        "recommended",
        "latest",
        "deprecated",
        "legacy",
        "新品",
        "热门",
        "推荐",
        "新",
    }
)
"""What a badge beside a model's name says; in an element of its own it is no part of the name."""
