"""Who may write to many."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

PUBLISH = declare("announcements.publish", Text("发布公告", "Publish announcements"), "supervisor")
