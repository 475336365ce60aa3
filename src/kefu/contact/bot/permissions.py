"""What one may do with the bot."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("bot.read", Text("查看机器人设置", "See the bot's settings"), "supervisor", "viewer")
MANAGE = declare("bot.manage", Text("管理机器人", "Manage the bot"), "supervisor")
PROVIDER = declare("bot.provider", Text("管理大模型接入", "Manage the language model"))
