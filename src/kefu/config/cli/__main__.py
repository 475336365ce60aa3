import sys

from kefu.config.cli import main

sys.exit(main())
