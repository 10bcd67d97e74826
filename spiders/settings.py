"""What Scrapy has to know: the least that fetches a page, so that looking again costs little."""

from spiders.orders import CrawlSettings

BOT_NAME = "pricewire"
SPIDER_MODULES = ["spiders.page"]

PRICEWIRE = CrawlSettings()
"""Replaced by the crawl process with the settings that it was given."""

USER_AGENT = PRICEWIRE.agent
CONCURRENT_REQUESTS = PRICEWIRE.concurrency
CONCURRENT_REQUESTS_PER_DOMAIN = PRICEWIRE.per_host
DOWNLOAD_DELAY = PRICEWIRE.delay
DOWNLOAD_TIMEOUT = PRICEWIRE.timeout
DOWNLOAD_MAXSIZE = PRICEWIRE.max_bytes
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True

# Nothing of Scrapy's own list that is not named here: file:, ftp:, s3: and data: have no handler at all.
DOWNLOAD_HANDLERS_BASE = {
    "http": "spiders.plain.PlainHandler",
    "https": "spiders.plain.PlainHandler",
}
TWISTED_DNS_RESOLVER = "spiders.resolver.GuardedResolver"
DOWNLOADER_MIDDLEWARES_BASE = {
    "spiders.checks.AddressCheck": 100,
    "spiders.robots.RobotsCheck": 200,
    "spiders.redirects.DeclaredRedirects": 300,
    "spiders.unpacking.Unpacking": 400,
    "spiders.recorded.FromArchive": 900,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
CONCURRENT_ITEMS = 1
# Reads the source of the spider for each page, to find a mistake that the spider does not make.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Names are looked up in threads; a few that never resolve must not keep all others waiting.
REACTOR_THREADPOOL_MAXSIZE = 32
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
TELNETCONSOLE_ENABLED = False
COOKIES_ENABLED = False
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "spiders.checks.QuietLog"
