"""What else than contacts people take away, row by row; each kind with its columns and what they hold."""

from .base import Column, Subject, batches
from .calls import CALLS
from .people import CUSTOMERS, STAFF
from .texts import ARTICLES, REPLIES
from .tickets import TICKET_COMMENTS, TICKETS

SUBJECTS = {one.code: one for one in (TICKETS, TICKET_COMMENTS, CUSTOMERS, CALLS, ARTICLES, REPLIES, STAFF)}

__all__ = ["SUBJECTS", "Column", "Subject", "batches"]
