"""A code for a ticket goes out by mail, from the brand's own mailbox."""

from __future__ import annotations

from email import message_from_string, policy

from tests.flows.help import MAIL, code_in, opened, posts, tells

from kefu.kernel import events

from .conftest import Post


def test_a_code_comes_by_mail_and_opens_the_ticket(post: Post) -> None:
    post.open()
    guest = opened(post.shop)
    guest.fill(contact=f" {MAIL.upper()} ")
    number = guest.number()
    guest.client.cookies.clear()
    guest.asks(number, MAIL)
    posts(post.shop)
    posts(post.shop)
    (taken,) = post.smtp.taken()
    assert taken["recipients"] == [MAIL]
    mail = message_from_string(taken["content"], policy=policy.default)
    assert mail["From"].addresses[0].addr_spec == "kefu@shop.test" and mail["Auto-Submitted"] == "auto-generated"
    code = code_in(mail.get_content())
    assert code in mail["Subject"] and number in mail.get_content()
    guest.types(code)
    assert guest.state() == "已收到"


def test_a_mail_server_that_refuses_is_no_fault_of_the_page(post: Post) -> None:
    post.open()
    guest = opened(post.shop)
    guest.fill(contact="refused@customer.test")
    guest.asks(guest.number(), "refused@customer.test")
    assert "验证码" in guest.html
    posts(post.shop)
    assert not post.smtp.taken()


def test_an_answer_comes_by_mail_with_its_words_and_later_where_the_server_was_away(post: Post) -> None:
    post.open()
    guest = opened(post.shop)
    guest.fill(contact="later@customer.test")
    number = guest.number()
    (ticket,) = post.shop.owner("GET", "/tickets")["items"]
    answer = {"text": "已安排换新，请留意快递。"}
    post.shop.owner("POST", f"/tickets/{ticket['id']}/comments", answer, expect=201)
    events.drain()
    assert tells(post.shop) == 1 and not post.smtp.taken()
    assert tells(post.shop) == 1
    (taken,) = post.smtp.taken()
    mail = message_from_string(taken["content"], policy=policy.default)
    assert taken["recipients"] == ["later@customer.test"] and mail["Auto-Submitted"] == "auto-generated"
    assert f"您的工单 {number} 有新回复" in mail["Subject"]
    assert "请留意快递" in mail.get_content() and f"/ticket?number={number}" in mail.get_content()
