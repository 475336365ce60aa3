"""Every address of the web role."""

from django.urls import include, path, re_path

from kefu.config import pages
from kefu.config.api import api
from kefu.kernel.http import problems
from kefu.service.portal import pages as portal

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/", problems.on_unknown_address),
    path("widget.js", pages.loader),
    path("chat/frame", pages.chat_frame),
    path("c/<slug:site_key>", pages.chat_page),
    path("r/<slug:token>", pages.rating_page),
    path("help/", include(portal.urlpatterns)),
    re_path(r"^(?!api/|assets/|widget/|ws/)(?P<path>.*)$", pages.desk),
]

handler400 = problems.on_unreadable
handler500 = problems.on_crash
