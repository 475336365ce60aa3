"""Who may set mailboxes up and look at mails that were set aside."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("mail.manage", Text("管理邮箱和隔离邮件", "Manage mailboxes and quarantined mail"))
QUARANTINE = declare("mail.quarantine", Text("查看、放行隔离邮件", "See and release quarantined mail"), "supervisor")
