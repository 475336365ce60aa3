"""What one may do with conversations and sites."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("conversations.read", Text("查看会话", "See conversations"), "supervisor", "agent", "qa", "viewer")
SERVE = declare("conversations.serve", Text("接待会话", "Serve conversations"), "supervisor", "agent")
SUPERVISE = declare(
    "conversations.supervise",
    Text("监听、接管、转接、结束他人的会话", "Watch, take over, transfer and close others' conversations"),
    "supervisor",
)
INSPECT = declare(
    "conversations.inspect", Text("查看已撤回消息的原文", "See what recalled messages said"), "supervisor", "qa"
)
SITES_READ = declare("sites.read", Text("查看咨询窗口设置", "See chat sites"), "supervisor", "viewer")
SITES_MANAGE = declare("sites.manage", Text("管理咨询窗口", "Manage chat sites"))
