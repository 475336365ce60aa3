"""The settings of a version that brings one more app."""

from kefu.config.settings import *  # noqa: F403
from kefu.config.settings import INSTALLED_APPS as BEFORE

INSTALLED_APPS = [*BEFORE, "kefu.config.tests.newer"]
