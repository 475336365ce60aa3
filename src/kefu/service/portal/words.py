"""What the pages of the help centre say, in both languages."""

from kefu.kernel.i18n import LANGUAGES, Language, Text

PLAIN: dict[str, Text] = {
    "centre": Text("帮助中心", "Help centre"),
    "skip": Text("跳到正文", "Skip to the content"),
    "home": Text("首页", "Home"),
    "follow": Text("查询工单", "Follow a ticket"),
    "lead": Text("有什么可以帮您？", "How can we help?"),
    "search": Text("搜索", "Search"),
    "search_label": Text("搜索帮助文章", "Search the help articles"),
    "search_hint": Text("例如：退款多久到账", "For example: refund time"),
    "topics": Text("按主题查找", "Browse by topic"),
    "articles": Text("文章", "Articles"),
    "common": Text("常见问题", "Common questions"),
    "results": Text("搜索结果", "Results"),
    "none": Text("没有找到相关文章", "No article fits"),
    "none_hint": Text(
        "换个说法再搜，或把问题交给我们：您搜索的内容会一并带上。",
        "Try other words, or hand it to us: what you searched for comes along.",
    ),
    "empty": Text("还没有文章，请直接联系我们。", "There are no articles yet; please talk to us."),
    "unsolved": Text("没有解决问题？", "Not what you were looking for?"),
    "submit": Text("提交工单", "Submit a ticket"),
    "chat": Text("在线咨询", "Chat with us"),
    "chat_about": Text(
        "智能助手随时在线，可以查订单、转人工客服。",
        "The assistant is always there: ask it, look up an order, or talk to a person.",
    ),
    "submit_about": Text("写下问题，我们处理后回复您。", "Write down what it is; we work on it and answer."),
    "follow_about": Text(
        "凭工单编号和手机号或邮箱查看进度。", "See how far it is by its number and your phone or e-mail."
    ),
    "updated": Text("更新于", "Updated"),
    "earlier": Text("上一页", "Previous"),
    "later": Text("下一页", "Next"),
    "form_lead": Text("不需要账号。提交后您会得到一个工单编号。", "No account needed. You get a number for it."),
    "searched": Text("您搜索过", "You searched for"),
    "name": Text("您的称呼", "Your name"),
    "contact": Text("手机号或邮箱", "Mobile number or e-mail"),
    "contact_hint": Text("只用于回复和查询这张工单。", "Only to answer you, and to let you follow the ticket."),
    "subject": Text("问题概要", "What is it about"),
    "text": Text("具体情况", "What happened"),
    "text_hint": Text(
        "订单号、商品、发生时间等，越具体处理越快。", "An order number, the product, the time: whatever helps."
    ),
    "files": Text("附件（可选）", "Files (optional)"),
    "files_hint": Text(
        "最多 5 个，每个不超过 20 MB，合计不超过 24 MB；图片、PDF、办公文档、压缩包、音视频。",
        "At most 5, each up to 20 MB, 24 MB together: pictures, PDF, Office documents, archives, sound and video.",
    ),
    "files_again": Text(
        "出于安全原因，附件需要重新选择。", "For your safety a browser forgets files: choose them again."
    ),
    "choose": Text("请选择", "Please choose"),
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "trap": Text("请留空", "Leave this empty"),
    "trapped": Text("提交未成功，请再试一次。", "That did not work; please try again."),
    "stale": Text(
        "页面已过期，内容还在，请再提交一次。", "The page had expired. What you wrote is still here: send it again."
    ),
    "send": Text("提交", "Submit"),
    "back": Text("返回", "Back"),
    "sent": Text("已收到您的工单", "We have your ticket"),
    "sent_number": Text("工单编号", "Ticket number"),
    "sent_keep": Text("请记下这个编号。", "Please keep this number."),
    "how": Text("怎样查看进度", "How to follow it"),
    "how_now": Text(
        "30 分钟内，在这台设备上可以直接查看。", "On this device you can look at it for the next 30 minutes."
    ),
    "how_code": Text(
        "之后在“查询工单”填写编号和您留下的联系方式，凭我们发送的验证码查看。",
        "Later, give the number and your contact under “Follow a ticket”; we send a code there.",
    ),
    "how_not": Text(
        "本店目前不能向您留下的联系方式发送验证码，之后请通过在线咨询并报上编号了解进度。",
        "We cannot send codes to this contact at present; later, please ask in the chat and give the number.",
    ),
    "see_ticket": Text("查看工单", "See the ticket"),
    "follow_lead": Text(
        "填写工单编号和提交时留下的手机号或邮箱，我们会发送验证码。",
        "Give the number of the ticket and the phone number or e-mail that you left; we send a code there.",
    ),
    "number": Text("工单编号", "Ticket number"),
    "number_hint": Text("形如 T-2026-000123", "It looks like T-2026-000123"),
    "send_code": Text("发送验证码", "Send the code"),
    "fill_number": Text("请填写工单编号。", "Give the number of the ticket."),
    "fill_contact": Text("请填写提交时留下的手机号或邮箱。", "Give the phone number or e-mail that you left."),
    "no_sms": Text(
        "本店目前不能发送短信验证码。请通过在线咨询并报上工单编号了解进度。",
        "We cannot send codes by text message at present. Please ask in the chat and give the number of the ticket.",
    ),
    "no_mail": Text(
        "本店目前不能发送邮件验证码。请通过在线咨询并报上工单编号了解进度。",
        "We cannot send codes by e-mail at present. Please ask in the chat and give the number of the ticket.",
    ),
    "code": Text("验证码", "Code"),
    "code_lead": Text(
        "如果编号与联系方式一致，6 位验证码已经发出，10 分钟内有效。",
        "If number and contact belong together, a code of 6 digits is on its way. It is good for 10 minutes.",
    ),
    "code_wrong": Text("验证码不正确，请检查后重新输入。", "This is not the code; check it and try again."),
    "code_over": Text("验证码已失效，请重新获取。", "This code is no longer good; ask for another one."),
    "code_again": Text("没有收到？重新获取", "No code? Ask again"),
    "open": Text("查看", "Open"),
    "state": Text("当前状态", "State"),
    "submitted": Text("提交于", "Submitted"),
    "talk": Text("往来记录", "Answers"),
    "you": Text("您", "You"),
    "staff": Text("客服", "Customer service"),
    "unverified": Text("来信，发件人未经验证", "By mail, sender not verified"),
    "no_words": Text("还没有回复。有新的回复会显示在这里。", "No answer yet. Answers show up here."),
    "add": Text("补充说明", "Add something"),
    "add_send": Text("发送", "Send"),
    "close": Text("问题已解决，关闭工单", "It is solved: close it"),
    "reopen": Text("重新打开工单", "Open it again"),
    "urge": Text("催一下", "Ask how it stands"),
    "rate": Text("您对这次处理满意吗？", "How did we do?"),
    "rate_low": Text("1 = 很不满意", "1 = very poor"),
    "rate_high": Text("5 = 非常满意", "5 = excellent"),
    "rate_send": Text("提交评价", "Send"),
    "rated": Text("您的评价", "Your rating"),
    "leave": Text("退出查看", "Leave"),
    "done_say": Text("已发送。", "Sent."),
    "done_close": Text("工单已关闭。", "The ticket is closed."),
    "done_reopen": Text("工单已重新打开。", "The ticket is open again."),
    "done_urge": Text("已提醒处理人员，我们会尽快处理。", "We have told whoever works on it."),
    "done_rate": Text("感谢您的评价。", "Thank you."),
    "merged": Text("这个问题已与另一张工单一起处理。", "This is being dealt with together with another ticket."),
    "oops": Text("出了点问题", "Something went wrong"),
    "gone": Text("找不到这个页面", "This page does not exist"),
    "busy": Text("操作太频繁", "Too many requests"),
    "expired": Text("查看时间已到，请重新验证。", "Your time has run out; please ask for a new code."),
    "forged": Text("页面已过期，请返回上一页刷新后再试。", "The page has expired; go back, reload it and try again."),
}
ALL: dict[Language, dict[str, str]] = {
    language: {name: text.in_language(language) for name, text in PLAIN.items()} for language in LANGUAGES
}
OTHER: dict[Language, Language] = {"zh-CN": "en", "en": "zh-CN"}
OTHER_NAME: dict[Language, str] = {"zh-CN": "English", "en": "中文"}
