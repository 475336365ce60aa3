"""What one may do with calendars; everybody on the staff may read them."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("calendars.manage", Text("管理工作日历", "Manage business calendars"), "supervisor")
