"""What one may do with customers."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("customers.read", Text("查看客户", "See customers"), "agent", "supervisor", "qa", "viewer")
CONFIGURE = declare("customers.configure", Text("设置客户字段", "Set up customers' fields"))
MANAGE = declare("customers.manage", Text("新建与修改客户", "Create and change customers"), "agent", "supervisor")
