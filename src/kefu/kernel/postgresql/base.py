"""The database backend that `settings.DATABASES` names; Django looks for it in a module called `base`."""

import time

from django.db.backends.postgresql import base

HEALTHY_SECONDS = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that answered a moment ago is taken for healthy: the question would cost a busy server a round trip a request.

    One that breaks within that moment fails its request with an error, as one that breaks during the request does.
    """

    _healthy_until = 0.0

    def is_usable(self) -> bool:
        now = time.monotonic()
        if self.errors_occurred or now > self._healthy_until:
            if not super().is_usable():
                return False
            self._healthy_until = now + HEALTHY_SECONDS
        return True
