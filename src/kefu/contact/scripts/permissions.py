"""Who may write scripts; whoever serves conversations walks them."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("scripts.manage", Text("管理话术", "Manage scripts"), "supervisor")
