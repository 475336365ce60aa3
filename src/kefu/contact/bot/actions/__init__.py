"""What the bot does, and what is done with what it did."""

from .labels import learn_article, learn_similar, rate_answer, set_review
from .turns import answer, summarise, update_settings

__all__ = ["answer", "learn_article", "learn_similar", "rate_answer", "set_review", "summarise", "update_settings"]
