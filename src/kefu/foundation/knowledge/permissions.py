"""What one may do with knowledge."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("knowledge.read", Text("查看知识库", "Read the knowledge base"), "agent", "supervisor", "qa", "viewer")
MANAGE = declare("knowledge.manage", Text("维护知识库", "Maintain the knowledge base"), "supervisor")
