"""Files of tickets: checked when they come, kept with what is said, opened by whoever sees the ticket."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kefu.foundation.customers import actions as customers
from kefu.kernel import files
from kefu.service.tickets import actions

from .conftest import Api, Shop
from .work import do, history, id_of, make, see

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def entries(api: Api, ticket: Any) -> Any:
    return api("GET", f"/tickets/{ticket['id']}/entries")["items"]


def opened(api: Api, url: str) -> bytes:
    return api.client.get(url).getvalue()


def test_files_lie_with_the_ticket_and_what_is_said_and_open_for_whoever_sees_it(shop: Shop) -> None:
    agent, other = shop.agent("7311"), shop.agent("7312")
    first, second = (agent.upload("/tickets/attachments", name, PDF) for name in ("发票.pdf", "质检报告.pdf"))
    ticket = make(agent, owner_id=id_of(agent), attachment_ids=[first["id"]])
    assert [(one["name"], one["type"]) for one in ticket["attachments"]] == [("发票.pdf", "application/pdf")]
    said = do(agent, ticket, "comments", text="", attachment_ids=[second["id"]], expect=201)
    assert (said["text"], said["attachments"][0]["name"]) == ("", "质检报告.pdf")
    assert opened(agent, said["attachments"][0]["url"]) == PDF
    assert entries(agent, ticket)[0]["attachments"][0]["size"] == len(PDF)
    other("GET", f"/tickets/{ticket['id']}/entries", expect=404)
    do(agent, ticket, "watchers", user_ids=[id_of(other)])
    assert opened(other, see(other, ticket)["attachments"][0]["url"]) == PDF
    assert [row["id"] for row in agent("GET", "/tickets?q=质检报告")["items"]] == [ticket["id"]]


def test_wrong_files_and_those_of_others_are_refused_and_nothing_is_said(shop: Shop) -> None:
    agent, other = shop.agent("7313"), shop.agent("7314")
    assert agent.upload("/tickets/attachments", "a.svg", b"<svg/>", expect=422)["code"] == "file_type"
    assert (
        agent.upload("/tickets/attachments", "a.pdf", b"MZ\x90\x00 not what it says", expect=422)["code"]
        == "file_disguised"
    )
    assert (
        agent.upload("/tickets/attachments", "a.pdf", b"%PDF" + b" " * files.MAX_BYTES, expect=413)["code"]
        == "file_too_large"
    )
    ticket, strange = make(agent), other.upload("/tickets/attachments", "发票.pdf", PDF)["id"]
    refused = do(agent, ticket, "comments", text="看这个", attachment_ids=[strange], expect=422)
    assert refused["code"] == "unknown_attachment"
    many = [agent.upload("/tickets/attachments", f"{n}.pdf", PDF)["id"] for n in range(10)]
    refused = do(agent, ticket, "comments", text="看这些", attachment_ids=many, expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("too_many_attachments", "attachment_ids")
    assert do(agent, ticket, "comments", text=" ", expect=422)["code"] == "nothing_said"
    assert history(agent, ticket) == ["opened"]


def test_a_file_of_the_customer_becomes_a_ticket_of_its_own(shop: Shop) -> None:
    agent = shop.agent("7315")
    customer = customers.create(shop.system, name="王芳", phone="13800138732", brand_id=shop.site.brand_id)
    ticket = make(agent, customer_id=str(customer.id))
    kept = files.store(shop.system, SimpleUploadedFile("破损照片.pdf", PDF))
    entry = actions.hear(shop.system, ticket["id"], text="", author_name="王芳", attachments=[files.described(kept)])
    new = do(agent, ticket, "split", entry_id=str(entry.id), expect=201)
    assert (new["subject"], new["attachments"][0]["name"]) == ("破损照片.pdf", "破损照片.pdf")
