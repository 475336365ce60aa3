"""What the large providers' servers are called, so that nobody has to look it up."""

from dataclasses import dataclass

from kefu.kernel.i18n import Text


@dataclass(frozen=True, slots=True)
class Preset:
    """`domains` are the addresses it fits; `hint` is what has to be done there first."""

    code: str
    name: Text
    domains: tuple[str, ...]
    imap_host: str
    smtp_host: str
    hint: Text
    smtp_port: int = 465
    smtp_security: str = "tls"
    has_plus: bool = False


CODE_ASKED = "请先在网页邮箱「设置 → 账户」中开启 IMAP/SMTP 服务，密码处填写生成的授权码，不是登录密码。"
CODE_ASKED_EN = (
    "First switch IMAP/SMTP on in the provider's settings; the password here is the authorization code they give."
)
PRESETS = (
    Preset(
        "qq",
        Text("QQ 邮箱", "QQ Mail"),
        ("qq.com", "foxmail.com"),
        "imap.qq.com",
        "smtp.qq.com",
        Text(CODE_ASKED, CODE_ASKED_EN),
    ),
    Preset(
        "163",
        Text("网易 163 邮箱", "NetEase 163"),
        ("163.com",),
        "imap.163.com",
        "smtp.163.com",
        Text(CODE_ASKED, CODE_ASKED_EN),
    ),
    Preset(
        "126",
        Text("网易 126 邮箱", "NetEase 126"),
        ("126.com",),
        "imap.126.com",
        "smtp.126.com",
        Text(CODE_ASKED, CODE_ASKED_EN),
    ),
    Preset(
        "wecom",
        Text("腾讯企业邮箱（企业微信）", "Tencent Exmail (WeCom)"),
        (),
        "imap.exmail.qq.com",
        "smtp.exmail.qq.com",
        Text("开启安全登录时，密码处填写客户端专用密码。", "With secure sign-in switched on, give a client password."),
    ),
    Preset(
        "aliyun",
        Text("阿里企业邮箱", "Alibaba Mail"),
        (),
        "imap.qiye.aliyun.com",
        "smtp.qiye.aliyun.com",
        Text("请使用三方客户端安全密码。", "Use the safe password for third-party clients."),
    ),
    Preset(
        "gmail",
        Text("谷歌 Gmail", "Gmail"),
        ("gmail.com", "googlemail.com"),
        "imap.gmail.com",
        "smtp.gmail.com",
        Text("需要开启两步验证，并使用应用专用密码。", "Switch 2-step verification on and use an app password."),
        has_plus=True,
    ),
    Preset(
        "outlook",
        Text("微软 Outlook / Microsoft 365", "Outlook / Microsoft 365"),
        ("outlook.com", "hotmail.com", "live.com"),
        "outlook.office365.com",
        "smtp.office365.com",
        Text(
            "微软已停用密码登录的租户需由管理员开启 IMAP 基本验证，否则无法连接。",
            "Tenants without password sign-in need their administrator to allow it for IMAP; otherwise it cannot connect.",
        ),
        smtp_port=587,
        smtp_security="starttls",
        has_plus=True,
    ),
)
