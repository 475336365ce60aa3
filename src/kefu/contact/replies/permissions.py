"""What one may do with quick replies. Everybody who uses them keeps their own."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

USE = declare(
    "replies.use", Text("使用快捷回复、维护个人回复", "Use quick replies, keep one's own"), "supervisor", "agent"
)
MANAGE = declare("replies.manage", Text("维护班组与公共快捷回复", "Maintain shared quick replies"), "supervisor")
