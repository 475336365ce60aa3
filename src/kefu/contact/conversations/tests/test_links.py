"""Links in what visitors write."""

import pytest

from kefu.contact.conversations import links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("看这里 https://Evil.example/x?a=1", ["evil.example"]),
        ("加我evil.com有优惠", ["evil.com"]),
        ("evil。com 或 ｅｖｉｌ．ｃｎ", ["evil.com", "evil.cn"]),
        ("ev\u200bil.com", ["evil.com"]),
        ("www.shop.com.cn/p/1 和 www.shop.com.cn", ["www.shop.com.cn"]),
        ("http://1.2.3.4:8080/a", ["1.2.3.4"]),
        ("https://user:pw@evil.example.:8443/x", ["evil.example"]),
        ("weixin://dl/business", ["dl"]),
        ("t.me/abc", ["t.me"]),
        ("http://例子.中国/", ["xn--fsqu00a.xn--fiqs8s"]),
        ("写信到 a.b@mail.shop.com", []),
        ("3.5 公斤，价格 12.50。退款invoice.zip", []),
        ("I paid yesterday.in the app it says done.to be sure", []),
        ("。。。没有链接", []),
        ("没有", []),
    ],
)
def test_hosts(text: str, found: list[str]) -> None:
    assert links.hosts(text) == found


def test_own_domains_reach_down_and_not_sideways() -> None:
    own = ["www.shop.com", "shop.taobao.com"]
    asked = ["shop.com", "m.shop.com", "notshop.com", "shop.com.evil.cn", "taobao.com", "shop.taobao.com"]
    assert links.foreign(asked, own) == ["notshop.com", "shop.com.evil.cn", "taobao.com"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" https://www.Shop.Example.com/p?x ", "shop.example.com"),
        ("shop.com:8443", "shop.com"),
        ("例子.中国", "xn--fsqu00a.xn--fiqs8s"),
        ("192.168.1.9", "192.168.1.9"),
    ],
)
def test_a_domain_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert links.domain(written) == kept


@pytest.mark.parametrize("written", ["", "shop", "a b.com", "http://", "-.com", "." * 300, "*.shop.com"])
def test_what_is_no_domain(written: str) -> None:
    with pytest.raises(ValueError, match=r"\A"):
        links.domain(written)


def test_a_long_text_is_looked_through_at_once() -> None:
    assert links.hosts("a-" * 5_000 + "。" + "a." * 5_000) == []
