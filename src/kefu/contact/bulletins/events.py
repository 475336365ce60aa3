"""What bulletins announce."""

from typing import ClassVar

from kefu.kernel.events import Event


class BulletinsChanged(Event):
    """What visitors are told at the top of their page differs now. Pages ask anew for what they may know."""

    name: ClassVar = "bulletins.changed"
    wire: ClassVar = "bulletins"
