"""Who may do what with mailboxes and mails; part of `access`."""

from .caller_kinds import Access, anyone, staff

BOX = {
    "address": "kefu@shop.example",
    "queue_id": "$queue_id",
    "imap_host": "imap.shop.example",
    "smtp_host": "smtp.shop.example",
    "password": "letter-box-42",
}

MAIL: dict[str, Access] = {
    "GET /mailboxes": staff("mail.manage"),
    "POST /mailboxes": staff("mail.manage", body=BOX),
    "PATCH /mailboxes/{mailbox_id}": staff("mail.manage", body={"signature": "示例商城"}),
    "DELETE /mailboxes/{mailbox_id}": staff("mail.manage", then=409),
    "POST /mailboxes/{mailbox_id}/test": staff("mail.manage"),
    "GET /mailbox-presets": staff("mail.manage"),
    # the conversation of the scene is a chat
    "GET /conversations/{conversation_id}/mail": staff("conversations.read", then=404),
    "POST /conversations/{conversation_id}/mail": staff(
        "conversations.read", body={"text": "您好", "to": ["a@b.example"]}, then=404
    ),
    "POST /conversations/{conversation_id}/mail/{message_id}/undo": staff("conversations.read", then=404),
    "GET /mails/{mail_id}": staff("mail.quarantine"),
    "GET /mail-pictures/{token}": anyone(then=410),
    "GET /quarantined-mails": staff("mail.quarantine"),
    "POST /quarantined-mails/{mail_id}/release": staff("mail.quarantine", then=409),
    "POST /quarantined-mails/{mail_id}/discard": staff("mail.quarantine"),
}
