"""What is put right by hand: the commands say what became of it."""

from __future__ import annotations

from tests.pricewire.conftest import Shell
from tests.site import Site


def test_rebuild_carries_over_what_was_taken_back_and_verify_says_what_the_page_prints_since(
    shell: Shell, site: Site
) -> None:
    vendor = site.vendor("acme").price("small", input="2", output="3")
    shell.lists("crawl")
    vendor.price("small", input="1.5", output="3")
    shell.lists("crawl")
    (event,) = shell.lists("events")
    wrong = str(event["id"])
    told = shell.types("retract", wrong, "--reason", "The page printed a test.")
    assert (told.returncode, f"pricewire verify {wrong}" in told.stdout) == (0, True)
    shell.lists("crawl")
    (held,) = shell.lists("events", "--state", "held")
    done = shell.types("rebuild")
    assert (done.returncode, done.stdout) == (
        0,
        "2 events derived, 0 unlike those recorded. 1 ruling by hand carried over.\n",
    )
    checked = shell.types("verify", wrong)
    assert checked.returncode == 0
    assert "by hand retracted" in checked.stdout
    assert f"still printed, not believed (held as {held['id']})" in checked.stdout
