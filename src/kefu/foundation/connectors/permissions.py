"""What one may do in business systems."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

READ = declare("orders.read", Text("查看订单", "See orders"), "agent", "supervisor", "qa")
GRANT = declare("coupons.grant", Text("发放优惠券", "Grant coupons"), "agent", "supervisor")
EXCEED = declare("coupons.exceed", Text("超额发放优惠券", "Grant coupons above the limit"), "supervisor")
MANAGE = declare("connections.manage", Text("管理业务系统连接", "Manage connections to business systems"))
