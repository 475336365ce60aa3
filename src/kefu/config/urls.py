"""Every address of the web role."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
