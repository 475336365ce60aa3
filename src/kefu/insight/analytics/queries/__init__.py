"""Reads of analytics: figures, the rows behind them, the agents' board, wallboards, exports."""

from .board import AgentLine, board
from .contacts import SELECTIONS, AnswerRow, ContactRow, answer_rows, contact_rows, exports, my_contacts, selected
from .dictionary import dictionary, targets
from .figures import ALL, Line, figures, my_figures
from .filters import Filters, Period
from .measures import GROUPS
from .wallboards import Shown, hashed, shown, wallboards

__all__ = [
    "ALL",
    "GROUPS",
    "SELECTIONS",
    "AgentLine",
    "AnswerRow",
    "ContactRow",
    "Filters",
    "Line",
    "Period",
    "Shown",
    "answer_rows",
    "board",
    "contact_rows",
    "dictionary",
    "exports",
    "figures",
    "hashed",
    "my_contacts",
    "my_figures",
    "selected",
    "shown",
    "targets",
    "wallboards",
]
