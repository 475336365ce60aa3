"""What the bot does, and what is done with what it did."""

from .calibration import calibrate, calibrate_if_new, update_tuning
from .flows import create_flow, delete_flow, publish_flow, try_flow, update_flow, withdraw_flow
from .labels import learn_article, learn_similar, rate_answer, set_review
from .provider import draft_summary, set_provider, suggestion, try_provider
from .settings import update_settings
from .turns import answer, summarise, word_answer

__all__ = [
    "answer",
    "calibrate",
    "calibrate_if_new",
    "create_flow",
    "delete_flow",
    "draft_summary",
    "learn_article",
    "learn_similar",
    "publish_flow",
    "rate_answer",
    "set_provider",
    "set_review",
    "suggestion",
    "summarise",
    "try_flow",
    "try_provider",
    "update_flow",
    "update_settings",
    "update_tuning",
    "withdraw_flow",
    "word_answer",
]
