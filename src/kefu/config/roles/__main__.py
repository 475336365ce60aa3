"""One role as a process of its own, as the supervisor starts it."""

import importlib
import os
import sys

from kefu.config import logs
from kefu.config.environment import Environment
from kefu.config.processes import die_with_supervisor
from kefu.config.roles import NAMES


def main() -> None:
    name = sys.argv[1]
    if name not in NAMES:
        sys.exit(f"There is no role {name!r}: {', '.join(NAMES)}")
    die_with_supervisor()
    environment = Environment.read()
    logs.configure(environment.log_level)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
    importlib.import_module(f"kefu.config.roles.{name}").run(environment)


if __name__ == "__main__":
    main()
