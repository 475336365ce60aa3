"""The reader of mailboxes as a program of its own, to be killed: it reads until then."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")

import django

django.setup()

from kefu.config import logs
from kefu.config.processes import die_with
from kefu.contact.mail.driver import reading

die_with(os.getppid())
logs.configure("WARNING")
reading.run(threading.Event())
