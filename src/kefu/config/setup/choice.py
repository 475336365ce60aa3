"""What the operator chose at set-up, kept in the data directory. Imports no Django."""

from __future__ import annotations

from typing import Literal

from kefu.config.environment import Environment, remember, remembered
from kefu.config.state import read_state, secret, write_state

Choice = Literal["demo", "use", "page"]
FILE, TOKEN, DEMO = "setup.json", "setup_token", "demo.json"


def chosen(environment: Environment) -> Choice | None:
    """None before anybody chose: an empty database then gets the demo."""
    told: Choice | None = read_state(environment.state_directory / FILE).get("choice")
    return told


def choose(environment: Environment, choice: Choice) -> None:
    write_state(environment.state_directory / FILE, {"choice": choice})


def choose_voice(environment: Environment, profile: str) -> None:
    """A shop (小店) begins without calls, for every later start; whoever said something about it keeps what they said."""
    if profile == "shop" and "KEFU_VOICE" not in remembered(environment.data):
        remember(environment.data, KEFU_VOICE="off")


def token(environment: Environment) -> str:
    """Guards the first page: only who reads this machine's console or files knows it."""
    return secret(environment.state_directory / TOKEN)


def page(environment: Environment) -> str:
    return f"{environment.address}/setup?token={token(environment)}"


def done(environment: Environment) -> None:
    """There is an organization: the token opens nothing any more."""
    (environment.state_directory / TOKEN).unlink(missing_ok=True)


def forget_demo(environment: Environment) -> None:
    """The next start neither plants the demo nor tells its sign-ins."""
    (environment.state_directory / DEMO).unlink(missing_ok=True)
    choose(environment, "page")
