"""Who sets the help centres up. Customers need no permission: they act through pages of their own."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("portal.manage", Text("设置帮助中心", "Set up help centres"))
