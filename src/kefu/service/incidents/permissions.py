"""Who sees incidents, who handles them, who switches emergency plans, and who sets all that up."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("incidents.read", Text("查看异常", "See incidents"), "supervisor", "agent", "qa")
HANDLE = declare("incidents.handle", Text("确认并处理异常", "Confirm and handle incidents"), "supervisor")
SWITCH = declare("incidents.switch", Text("启用与恢复紧急预案", "Switch emergency plans on and off"), "supervisor")
CONFIGURE = declare(
    "incidents.configure", Text("设置异常规则与紧急预案", "Set up incident rules and emergency plans"), "supervisor"
)
