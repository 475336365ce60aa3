"""Who works on missed calls, and who may give one up."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

SERVE = declare("missed.serve", Text("处理未接来电", "Work on missed calls"), "supervisor", "agent")
MANAGE = declare("missed.manage", Text("分派、关闭未接来电", "Assign and close missed calls"), "supervisor")
