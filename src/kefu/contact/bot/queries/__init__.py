"""Reads of the bot, by theme."""

from .turns import intent, misses, offers_with, settings_of, standard_questions, summary, thresholds
from .unknown import UnknownQuestion, same_brand, unknown_questions

__all__ = [
    "UnknownQuestion",
    "intent",
    "misses",
    "offers_with",
    "same_brand",
    "settings_of",
    "standard_questions",
    "summary",
    "thresholds",
    "unknown_questions",
]
