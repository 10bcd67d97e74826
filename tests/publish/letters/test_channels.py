"""What others than its reader see of the address of a channel."""

from __future__ import annotations

import pytest

from publish.letters.channels import shown_address


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        ("mail", "ann@readers.example", "ann@readers.example"),
        ("webhook", "https://hooks.example.org/T024/B09/a8Qw93kLmZ", "https://hooks.example.org/…kLmZ"),
        ("webhook", "https://hooks.example.org/in?key=a8Qw93kLmZ77", "https://hooks.example.org/…mZ77"),
        ("webhook", "https://hooks.example.org?key=a8Qw93kLmZ77", "https://hooks.example.org/…mZ77"),
        ("webhook", "https://hooks.example.org/short", "https://hooks.example.org/…"),
        ("webhook", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/"),
        ("slack", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "slack://…i7FQ"),
        ("ntfy", "ntfy://my-prices", "ntfy://…"),
    ],
)
def test_the_key_in_an_address_is_shown_to_nobody_else(channel: str, address: str, shown: str) -> None:
    assert shown_address(channel, address) == shown
