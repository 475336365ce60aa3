"""Writes of analytics."""

from .exports import ask_for_export, run_export
from .reports import report
from .targets import set_target
from .wallboards import create_wallboard, delete_wallboard

__all__ = ["ask_for_export", "create_wallboard", "delete_wallboard", "report", "run_export", "set_target"]
