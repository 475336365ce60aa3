from typing import Any

import pytest

from kefu.kernel import addresses


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "::1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "::ffff:192.168.1.1", "fd00::1", "fe80::1"]
)
def test_private_addresses(ip: Any) -> None:
    assert addresses.is_private(ip)


@pytest.mark.parametrize(
    "ip", [None, "8.8.8.8", "172.32.0.1", "100.64.0.1", "::ffff:8.8.8.8", "2001:db8::1", "0.0.0.0"]
)
def test_public_addresses(ip: Any) -> None:
    assert not addresses.is_private(ip)


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "224.0.0.1", "x"]
)
def test_what_is_not_of_the_open_internet(ip: Any) -> None:
    assert not addresses.is_public(ip)
    assert addresses.is_public("8.8.8.8") and addresses.is_public("2400:3200::1")


@pytest.mark.parametrize(
    ("ip", "host", "is_relayed", "is_nearby"),
    [
        ("127.0.0.1", "127.0.0.1:8000", False, True),
        ("127.0.0.1", "localhost:8000", False, True),
        ("::1", "[::1]:8000", False, True),
        ("192.168.1.9", "kefu.example.com", False, True),
        ("127.0.0.1", "kefu.example.com", False, False),
        ("127.0.0.1", "203.0.113.7:8000", False, False),
        ("10.0.0.5", "10.0.0.2", True, False),
        ("8.8.8.8", "localhost", False, False),
        (None, "localhost", False, False),
    ],
)
def test_who_is_nearby(ip: Any, host: Any, is_relayed: Any, is_nearby: Any) -> None:
    assert addresses.is_nearby(ip, host=host, is_relayed=is_relayed) == is_nearby
