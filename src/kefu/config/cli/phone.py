"""What `kefu check` says of the telephone engine."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from kefu.config.asterisk import Endpoint, endpoint, keeper
from kefu.config.asterisk.server import authorization
from kefu.config.cli.findings import Finding, Status
from kefu.config.environment import Environment

NAME = "asterisk"
ASK_SECONDS = 5
RECORDINGS_HOURS = timedelta(hours=24)
LATER = (
    "`kefu run` tries again every half hour; or install Asterisk 20 or newer, or set KEFU_ARI_URL, or KEFU_VOICE=off."
)
ORIGINS = {
    "given": "from KEFU_ASTERISK",
    "path": "of this machine",
    "provisioned": "Kefu's own",
    "bundled": "out of the bundle",
}


def look(environment: Environment) -> Finding:
    if not environment.voice:
        return Finding(NAME, Status.NOT_SET_UP, "KEFU_VOICE is off, or memory is below 3 GiB: no calls")
    told = keeper.state(environment)
    if told.state == "unavailable":
        return Finding(NAME, Status.WARNING, f"no calls: {told.reason}", LATER)
    place = endpoint(environment)
    if place is None:
        if told.state == "failed":
            return Finding(
                NAME, Status.BROKEN, told.reason, f"The reason stands in {environment.log_directory / 'kefu.log'}."
            )
        detail = f"being set up: {told.reason}" if told.state in ("fetching", "starting") else "not there yet"
        return Finding(NAME, Status.NOT_SET_UP, detail, "`kefu run` fetches and starts it.")
    try:
        version = asked(place)
    except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
        mend = "Check KEFU_ARI_URL and that the server is up." if environment.ari_url else "Is Kefu running?"
        return Finding(NAME, Status.BROKEN, f"{place.url} does not answer: {error}", mend)
    if environment.ari_url:
        return Finding(NAME, Status.OK, f"{version} at {place.url}")
    first, last = told.audio
    detail = (
        f"{version}, {ORIGINS.get(told.origin, told.origin)}, SIP on {told.sip_address}:{told.sip_port}, audio on UDP {first}-{last}, "
        f"ARI answers on {urlsplit(place.url).netloc}"
    )
    return Finding(NAME, Status.OK, detail)


def recordings() -> Finding:
    """Whether recordings of the last day could be made and kept; Django and the database are ready."""
    from kefu.contact.telephony import queries
    from kefu.kernel import clock

    failed = queries.not_recorded(clock.now() - RECORDINGS_HOURS)
    if not failed:
        return Finding("recordings", Status.OK, "none has failed in the last day")
    mend = "Free space on the disk of the data, and see that the engine may write its spool; what lies there is kept then by itself."
    return Finding("recordings", Status.WARNING, f"{failed} could not be made or kept in the last day", mend)


def lines() -> Iterator[Finding]:
    """Each line to the telephone network that is not well, or one finding for all; Django and the database are ready."""
    from kefu.contact.telephony import queries
    from kefu.contact.telephony.rules import trunks

    states = [(trunk, queries.trunk_state(trunk)) for trunk in queries.lines()]
    ill = [(trunk, state) for trunk, state in states if state not in ("online", "unknown")]
    for trunk, state in ill:
        where = f"{trunk.name} ({trunk.host}:{trunk.port})"
        yield Finding("trunk", Status.WARNING, f"{where} is {state}", trunks.STATES[state].en)
    if states and not ill:
        connected = sum(state == "online" for _, state in states)
        yield Finding("trunk", Status.OK, f"{connected} of {len(states)} connected")


def asked(place: Endpoint) -> str:
    """The version that the engine tells. Raises OSError, HTTPException, or ValueError when it refuses."""
    parts = urlsplit(place.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=ASK_SECONDS)
    try:
        connection.request(
            "GET",
            f"{parts.path}/asterisk/info?only=system",
            headers={"Authorization": authorization(place.user, place.password)},
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise ValueError(f"{answer.status} {answer.reason}")
        return str(json.loads(body)["system"]["version"])
    finally:
        connection.close()
