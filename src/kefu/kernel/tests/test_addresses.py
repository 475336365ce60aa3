from ipaddress import ip_network
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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("203.0.113.5/32", "203.0.113.5"),
        (" 10.1.2.3／8 ", "10.0.0.0/8"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ("2001:DB8::/32", "2001:db8::/32"),
    ],
)
def test_networks_in_their_usual_spelling(written: str, kept: str) -> None:
    assert addresses.network(written) == kept


@pytest.mark.parametrize("written", ["", "office", "10.0.0.0/33", "10.0.0", "1.2.3.4-9", "*"])
def test_what_is_no_network(written: str) -> None:
    with pytest.raises(ValueError):
        addresses.network(written)


@pytest.mark.parametrize(
    ("ip", "lies_in"),
    [("10.9.9.9", True), ("::ffff:10.9.9.9", True), ("2001:db8::7", True), ("11.0.0.1", False), (None, False)],
)
def test_which_addresses_lie_in_networks(ip: str | None, lies_in: bool) -> None:
    networks = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]
    assert addresses.lies_in(ip, networks) == lies_in
