"""Writes of accounts."""

from .brands import create_brand, update_brand
from .breaks import (
    ask_for_break,
    break_over,
    cancel_break,
    create_presence_reason,
    decide_break,
    fill_places,
    update_presence_reason,
)
from .importing import Imported, import_template, import_user_rows, import_users
from .invitations import accept_invitation, create_invitation, read_invitation, withdraw_invitation
from .organizations import create_organization, update_organization
from .passwords import change_password, reset_password
from .presence import beat, force_presence, set_channels, set_presence
from .ramps import begin_ramp, end_ramp
from .roles import create_role, delete_role, update_role
from .safety import change_sign_in_safety, unlock
from .sign_in import begin_session, sign_in, sign_out
from .skills import create_skill, delete_skill, update_skill
from .teams import create_team, delete_team, update_team
from .tokens import create_token
from .users import create_user, deactivate_user, set_skills, update_user

__all__ = [
    "Imported",
    "accept_invitation",
    "ask_for_break",
    "beat",
    "begin_ramp",
    "begin_session",
    "break_over",
    "cancel_break",
    "change_password",
    "change_sign_in_safety",
    "create_brand",
    "create_invitation",
    "create_organization",
    "create_presence_reason",
    "create_role",
    "create_skill",
    "create_team",
    "create_token",
    "create_user",
    "deactivate_user",
    "decide_break",
    "delete_role",
    "delete_skill",
    "delete_team",
    "end_ramp",
    "fill_places",
    "force_presence",
    "import_template",
    "import_user_rows",
    "import_users",
    "read_invitation",
    "reset_password",
    "set_channels",
    "set_presence",
    "set_skills",
    "sign_in",
    "sign_out",
    "unlock",
    "update_brand",
    "update_organization",
    "update_presence_reason",
    "update_role",
    "update_skill",
    "update_team",
    "update_user",
    "withdraw_invitation",
]
