"""What one may do with queues, dispositions and ratings."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

QUEUES_READ = declare("queues.read", Text("查看技能组与排队", "See queues"), "supervisor", "agent", "qa", "viewer")
QUEUES_MANAGE = declare("queues.manage", Text("管理技能组", "Manage queues"), "supervisor")
RUSH_MANAGE = declare("rush.manage", Text("开启和结束高峰模式", "Begin and end rush mode"), "supervisor")
DISPOSITIONS_MANAGE = declare("dispositions.manage", Text("管理咨询分类", "Manage dispositions"), "supervisor")
DECISIONS_READ = declare(
    "decisions.read", Text("查看分配依据", "See routing decisions"), "supervisor", "agent", "qa", "viewer"
)
RATINGS_READ = declare("ratings.read", Text("查看满意度评价", "Read ratings"), "supervisor", "agent", "qa", "viewer")
RATINGS_SETTLE = declare(
    "ratings.settle", Text("跟进差评、处理申诉", "Follow up low ratings, decide on appeals"), "supervisor"
)
RATING_REASONS_MANAGE = declare("rating_reasons.manage", Text("管理评价原因", "Manage rating reasons"), "supervisor")
