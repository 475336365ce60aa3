"""The WSGI application, as each process of the web role loads it."""

import gc
import multiprocessing
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from kefu.config import logs
from kefu.config.environment import Environment
from kefu.config.processes import die_with

if granian := multiprocessing.parent_process():
    die_with(granian.pid or 0)
logs.configure(Environment.read().log_level)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")

application = get_wsgi_application()
import_module("kefu.config.urls")  # before the first request rather than in it
gc.freeze()  # what is here now stays; no collection looks at it again
