"""What one may see and take away."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("analytics.read", Text("查看现场与报表", "See the floor and reports"), "supervisor", "qa", "viewer")
EXPORT = declare("analytics.export", Text("导出数据与服务记录", "Export data and contacts"), "supervisor")
TARGETS_MANAGE = declare("targets.manage", Text("设置指标目标", "Set targets of figures"), "supervisor")
WALLBOARDS_MANAGE = declare("wallboards.manage", Text("管理监控大屏", "Manage wallboards"), "supervisor")
