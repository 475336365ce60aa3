"""Reads of analytics: figures, the rows behind them, the agents' board, wallboards, exports."""

from .board import AgentLine, board
from .contacts import SELECTIONS, ContactRow, contact_rows, my_contacts, selected
from .figures import ALL, Line, figures, my_figures
from .filters import Filters, Period
from .measures import GROUPS

__all__ = [
    "ALL",
    "GROUPS",
    "SELECTIONS",
    "AgentLine",
    "ContactRow",
    "Filters",
    "Line",
    "Period",
    "board",
    "contact_rows",
    "figures",
    "my_contacts",
    "my_figures",
    "selected",
]
