"""What the bot does, and what is done with what it did."""

from .calibration import calibrate, calibrate_if_new, update_tuning
from .flows import create_flow, delete_flow, publish_flow, try_flow, update_flow, withdraw_flow
from .labels import learn_article, learn_similar, rate_answer, set_review
from .turns import answer, summarise, update_settings

__all__ = [
    "answer",
    "calibrate",
    "calibrate_if_new",
    "create_flow",
    "delete_flow",
    "learn_article",
    "learn_similar",
    "publish_flow",
    "rate_answer",
    "set_review",
    "summarise",
    "try_flow",
    "update_flow",
    "update_settings",
    "update_tuning",
    "withdraw_flow",
]
