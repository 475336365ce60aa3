"""Why a mail server cannot be worked with, in words that say what to do."""

from kefu.kernel.i18n import Text

WORDS = {
    "": Text("尚未读取过", "It was never read"),
    "unknown_host": Text("找不到该服务器，请检查地址是否写错。", "There is no such server; check its name."),
    "refused": Text("服务器拒绝连接，请检查端口号。", "The server refuses the connection; check the port."),
    "unreachable": Text(
        "连接不上服务器，请检查地址、端口和防火墙。", "The server cannot be reached; check host, port and firewall."
    ),
    "internal": Text(
        "该地址在内部网络中，需要运维人员用 KEFU_INTERNAL_HOSTS 放行。",
        "It lies in the internal network; the operator allows it with KEFU_INTERNAL_HOSTS.",
    ),
    "certificate": Text(
        "服务器证书无效，请核对服务器地址与证书是否一致。",
        "The server's certificate is not valid; check the host's name.",
    ),
    "no_tls": Text(
        "加密连接失败，请检查端口与加密方式是否对应（993/465 用 SSL，143/587 用 STARTTLS）。",
        "Encryption fails; check that port and encryption fit (993/465 TLS, 143/587 STARTTLS).",
    ),
    "login": Text(
        "用户名或密码不对。QQ、163 等邮箱请填写授权码，而不是登录密码。",
        "User or password is wrong. QQ, 163 and others want an authorization code, not the password.",
    ),
    "not_open": Text(
        "邮箱未开启 IMAP/SMTP 服务，请先在网页邮箱的设置中开启。",
        "IMAP/SMTP is not switched on; do so in the provider's settings first.",
    ),
    "no_folder": Text("没有这个文件夹，一般填写 INBOX。", "There is no such folder; INBOX is the usual one."),
    "sealed": Text(
        "密码无法解密（实例密钥已更换），请重新填写密码。", "The password cannot be read any more; enter it again."
    ),
    "no_answer": Text("服务器没有按时应答，请稍后再试。", "The server did not answer in time; try again later."),
    "protocol": Text(
        "服务器的应答无法理解，请确认这是邮件服务器。", "The answer is none of a mail server; check host and port."
    ),
    "sender": Text(
        "服务器不允许用该地址发信，请核对邮箱地址与用户名。",
        "The server does not let this address send; check address and user.",
    ),
}


def said(code: str) -> Text:
    return WORDS.get(code, WORDS["no_answer"])
