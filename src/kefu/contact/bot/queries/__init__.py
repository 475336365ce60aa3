"""Reads of the bot, by theme."""

from .calibration import brands_with_labels, calibrations, calibrator, labels, tuning
from .copilot import Suggestion, draft_summary, suggestion
from .flows import flow, flow_for, flow_run, flows, versions
from .provider import ProviderState, month, provider, provider_is_on, provider_of, sources_of
from .turns import (
    bulletin_for,
    first_questions,
    intent,
    misses,
    offers_with,
    settings_of,
    standard_questions,
    summary,
    thresholds,
    tries_first,
)
from .unknown import UnknownQuestion, same_brand, unknown_questions

__all__ = [
    "ProviderState",
    "Suggestion",
    "UnknownQuestion",
    "brands_with_labels",
    "bulletin_for",
    "calibrations",
    "calibrator",
    "draft_summary",
    "first_questions",
    "flow",
    "flow_for",
    "flow_run",
    "flows",
    "intent",
    "labels",
    "misses",
    "month",
    "offers_with",
    "provider",
    "provider_is_on",
    "provider_of",
    "same_brand",
    "settings_of",
    "sources_of",
    "standard_questions",
    "suggestion",
    "summary",
    "thresholds",
    "tries_first",
    "tuning",
    "unknown_questions",
    "versions",
]
