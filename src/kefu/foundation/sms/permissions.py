"""Who may set up short messages, and read what was sent."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("sms.manage", Text("管理短信", "Manage short messages"))
