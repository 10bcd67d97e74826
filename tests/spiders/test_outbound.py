"""Nothing but the guarded ways leads from a page's address to the network."""

import ast
from collections.abc import Iterator
from pathlib import Path

from scrapy.settings import Settings

from spiders import settings

ROOT = Path(settings.__file__).parent.parent
WAYS_OUT = {
    "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "telnetlib",
    "smtplib", "xmlrpc.client", "socket.socket", "socket.create_connection", "playwright", "twisted.web.client",
    "twisted.internet.endpoints", "twisted.internet.reactor", "treq", "pycurl", "asyncio.open_connection",
}  # fmt: skip
ALLOWED = {
    "spiders/gate.py": {"asyncio.open_connection"},  # connects to addresses that the guard has passed, and to no others
    "spiders/rendering.py": {"playwright"},  # a browser whose only way out is the gate
    "schedules/demo_post.py": {"socket.socket"},  # looks for a free port of this machine
    "publish/serve.py": {"socket.socket"},  # listens
    "publish/letters/post.py": {"ssl", "smtplib"},  # to the mail server that the operator has set
    "publish/letters/faults.py": {"ssl", "smtplib"},  # names their errors, connects to nothing
    "publish/letters/channels.py": {"http.client", "urllib.request"},  # to addresses that the operator has typed
    "publish/websub.py": {"http.client", "ssl"},  # to the hub that the operator has set
}
DANGEROUS = {"eval", "exec", "compile", "__import__"}


def sources() -> list[tuple[str, ast.Module]]:
    rooms = ("spiders", "pipeline", "storage", "schedules", "publish", "pricewire")
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text())) for path in paths]


def used(tree: ast.AST) -> Iterator[str]:
    """Modules and names that are imported, and `module.name` where it is used so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_no_module_has_a_way_out_of_its_own():
    found = {path: ways_out(set(used(tree))) for path, tree in sources()}
    assert {path: ways for path, ways in found.items() if ways} == ALLOWED


def ways_out(names: set[str]) -> set[str]:
    parents = {name.rsplit(".", depth)[0] for name in names for depth in range(name.count(".") + 1)}
    return WAYS_OUT & parents


def test_nothing_that_was_fetched_is_ever_run():
    for path, tree in sources():
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        called = {function.id for function in calls if isinstance(function, ast.Name)}
        assert not called & DANGEROUS, path
        assert not {"pickle", "marshal", "shelve", "dill"} & set(used(tree)), path


def test_the_crawl_has_handlers_for_http_and_https_only():
    crawl = Settings()
    crawl.setmodule(settings)
    assert set(crawl.getwithbase("DOWNLOAD_HANDLERS")) == {"http", "https"}
    assert crawl["TWISTED_DNS_RESOLVER"] == "spiders.resolver.GuardedResolver"
    assert crawl.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    middlewares = crawl.getwithbase("DOWNLOADER_MIDDLEWARES")
    assert not [name for name in middlewares if "proxy" in name.lower() or "cookies" in name.lower()]
    assert min(middlewares, key=middlewares.get) == "spiders.checks.AddressCheck"
