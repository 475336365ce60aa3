"""What one may do with sorting."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare(
    "sorting.read", Text("查看分流规则与依据", "See how contacts are sorted"), "supervisor", "agent", "qa", "viewer"
)
MANAGE = declare("sorting.manage", Text("管理分流规则", "Manage how contacts are sorted"), "supervisor")
