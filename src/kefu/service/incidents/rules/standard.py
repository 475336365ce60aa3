"""What every organization begins with."""

from kefu.kernel.i18n import Text

RULE = Text("相似诉求激增", "Many of the same")
CAUSES = (
    Text("系统故障", "System fault"),
    Text("第三方服务故障", "Fault of a third party"),
    Text("发布或配置变更", "Release or change of settings"),
    Text("物流异常", "Delivery"),
    Text("商品质量", "Product quality"),
    Text("活动或价格错误", "Wrong promotion or price"),
    Text("操作失误", "Human error"),
    Text("外部事件", "Something outside"),
    Text("误报", "False alarm"),
    Text("其他", "Other"),
)


def paged_grades() -> list[int]:
    return [1]
