"""Who brings in data from files; what a file holds needs its own permission too (`kinds`)."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

RUN = declare("imports.run", Text("导入数据", "Import data"))
