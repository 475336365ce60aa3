"""Who may set up the telephone, and who may see and hear calls."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("telephony.manage", Text("管理电话接入", "Manage telephony"))
READ = declare("calls.read", Text("查看通话记录", "See calls"), "supervisor", "agent", "qa", "viewer")
TRANSCRIPTS = declare(
    "calls.transcripts", Text("查看通话文字", "Read what was said in calls"), "supervisor", "agent", "qa"
)
CORRECT = declare("calls.correct", Text("更正通话文字", "Correct what was said in calls"), "supervisor", "agent")
HOLD = declare("calls.legal_hold", Text("设置录音法律保全", "Keep recordings for legal reasons"), "supervisor")
LISTEN = declare("calls.listen", Text("听录音", "Listen to recordings"), "supervisor", "qa")
CALLBACKS = declare("calls.callbacks", Text("取消排队回呼", "Cancel callbacks"), "supervisor")
TAKE_AWAY = declare("calls.take_away", Text("批量下载录音", "Download recordings of many calls"), "supervisor")
DIAL = declare("calls.dial", Text("拨打电话", "Call customers"), "supervisor", "agent")
DIAL_ANY = declare(
    "calls.dial_any", Text("拨打国际与 95/96 号码", "Call abroad, and numbers of other hotlines"), "supervisor"
)
MONITOR = declare(
    "calls.monitor", Text("监听、密语、强插与拦截通话", "Listen in, whisper, join and take over calls"), "supervisor"
)
SERVE = declare("calls.serve", Text("接听电话", "Take calls"), "supervisor", "agent")
EMERGENCY = declare("telephony.emergency", Text("开关紧急公告", "Switch emergency announcements"), "supervisor")
