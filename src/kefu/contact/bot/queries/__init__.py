"""Reads of the bot, by theme."""

from .calibration import brands_with_labels, calibrations, calibrator, labels, tuning
from .copilot import Suggestion, draft_summary, suggestion
from .flows import flow, flow_for, flow_run, flows, versions
from .turns import intent, misses, offers_with, settings_of, standard_questions, summary, thresholds
from .unknown import UnknownQuestion, same_brand, unknown_questions

__all__ = [
    "Suggestion",
    "UnknownQuestion",
    "brands_with_labels",
    "calibrations",
    "calibrator",
    "draft_summary",
    "flow",
    "flow_for",
    "flow_run",
    "flows",
    "intent",
    "labels",
    "misses",
    "offers_with",
    "same_brand",
    "settings_of",
    "standard_questions",
    "suggestion",
    "summary",
    "thresholds",
    "tuning",
    "unknown_questions",
    "versions",
]
