"""Who reads tickets, who works on them, and who decides about others'."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("tickets.read", Text("查看工单", "See tickets"), "supervisor", "agent", "qa", "viewer")
SERVE = declare("tickets.serve", Text("创建、处理工单", "Make and work on tickets"), "supervisor", "agent")
MANAGE = declare(
    "tickets.manage", Text("督办、合并、批量处理工单", "Supervise, merge and change many tickets"), "supervisor"
)
CONFIGURE = declare("tickets.configure", Text("配置工单类型与承诺时限", "Set up ticket types and promises"))
VIEWS = declare(
    "ticket_views.manage", Text("管理班组与公用工单视图", "Manage ticket views of teams and of all"), "supervisor"
)
