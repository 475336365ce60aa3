"""Why something was not heard or not said."""

from kefu.kernel.i18n import Text


class Unable(Exception):
    """`reason` is for people."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason
