"""The addresses below /help/."""

from django.urls import path

from . import browsing, following, looks, submitting
from .frame import on_forged

__all__ = ["on_forged", "urlpatterns"]

urlpatterns = [
    path("<slug:site_key>", browsing.home, name="help"),
    path("<slug:site_key>/topics/<uuid:category_id>", browsing.topic, name="help-topic"),
    path("<slug:site_key>/articles/<uuid:article_id>", browsing.article, name="help-article"),
    path("<slug:site_key>/new", submitting.form, name="help-new"),
    path("<slug:site_key>/sent", submitting.sent, name="help-sent"),
    path("<slug:site_key>/ticket", following.ask, name="help-follow"),
    path("<slug:site_key>/ticket/code", following.code, name="help-code"),
    path("<slug:site_key>/ticket/view", following.view, name="help-ticket"),
    path("<slug:site_key>/ticket/leave", following.leave, name="help-leave"),
    path("<slug:site_key>/manifest.webmanifest", looks.manifest, name="help-manifest"),
    path("<slug:site_key>/style.css", looks.style, name="help-style"),
    path("<slug:site_key>/icon-<int:size>.png", looks.icon, name="help-icon"),
]
