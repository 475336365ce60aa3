"""The WSGI application, as each process of the web role loads it."""

import os

from django.core.wsgi import get_wsgi_application

from kefu.config import logs
from kefu.config.environment import Environment
from kefu.config.processes import die_with_parent

die_with_parent()
logs.configure(Environment.read().log_level)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")

application = get_wsgi_application()
