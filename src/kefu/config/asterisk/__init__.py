"""The telephone engine: an Asterisk of Kefu's own, fetched, configured and started, or somebody else's named by KEFU_ARI_URL.

Imports no Django. Who speaks ARI begins with `endpoint(environment)`.
"""

from kefu.config.asterisk.address import Endpoint, endpoint

__all__ = ["Endpoint", "endpoint"]
