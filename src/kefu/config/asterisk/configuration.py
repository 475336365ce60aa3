"""Every configuration file of one Asterisk, made from its plan, and its folders. Nothing of it is edited by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from kefu.config.asterisk import dialplan, objects, rules, sounds
from kefu.config.asterisk.modules import MODULES
from kefu.config.asterisk.plan import EVERYWHERE, LOOPBACK, Plan

MAX_CALLS = 1000
FOLDERS = (
    "etc", "database", "keys/keys", "spool/recording", "spool/voicemail", "spool/heard", "log/cdr-csv", "variable/static-http",
    "music", f"sounds/{dialplan.OWN}", "agi",
)  # fmt: skip
# asked for by modules that are loaded; without them the log has a warning for each
EMPTY = (
    "statsd", "websocket_client", "chan_websocket", "aeap", "features", "ccss", "acl", "udptl", "stasis", "cli", "codecs",
    "cel", "dsp", "pjproject", "cli_permissions", "cli_aliases", "queues", "queuerules", "res_parking",
)  # fmt: skip


def generate(plan: Plan) -> dict[str, str]:
    """File name → content. Raises PlanInvalid for a plan that would make two things listen on one port, or whose values
    cannot stand in a configuration."""
    rules.ensure_ports_differ(plan.sip_port, plan.http_port, plan.rtp)
    return {
        **{f"{name}.conf": "" for name in EMPTY},
        "asterisk.conf": _asterisk(plan),
        "modules.conf": _modules(plan),
        "logger.conf": "[general]\ndateformat=%F %T\n[logfiles]\nconsole => notice,warning,error\n",
        "manager.conf": "[general]\nenabled=no\n",
        "http.conf": _http(plan),
        "ari.conf": _ari(plan),
        "rtp.conf": _rtp(plan),
        "sorcery.conf": _sorcery(),
        "pjsip.conf": _pjsip(plan),
        "extensions.conf": dialplan.text(plan),
        "musiconhold.conf": _music(plan),
        "cdr.conf": "[general]\nenable=yes\nunanswered=yes\n[csv]\nusegmtime=yes\nloguniqueid=yes\naccountlogs=no\n",
        "indications.conf": INDICATIONS,
        "amd.conf": AMD,
    }


def write(plan: Plan) -> None:
    """Make the folders and all files, readable by their owner alone; what an older plan left behind goes."""
    files = generate(plan)
    for folder in FOLDERS:
        (plan.directory / folder).mkdir(parents=True, exist_ok=True)
    plan.directory.chmod(0o700)
    for stale in plan.configuration.iterdir():
        if stale.name not in files:
            stale.unlink()
    for name, content in files.items():
        path = plan.configuration / name
        fresh = path.with_name(f"{name}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
        fresh.replace(path)
    shutil.copyfile(sounds.AWAY, plan.sounds / f"{dialplan.AWAY}.wav")
    sounds.write_music(plan.music / "default.wav")
    for hertz in _tones(plan):
        sounds.write_tone(_tone(plan, hertz) / "tone.wav", hertz)


def _tones(plan: Plan) -> Iterable[int]:
    """What parties of the carrier may say: their class of music is `tone-700`."""
    return sounds.TONES if plan.role == "carrier" else ()


def _tone(plan: Plan, hertz: int) -> Path:
    return plan.directory / "tones" / f"{hertz}"


def _music(plan: Plan) -> str:
    classes = {"default": plan.music, **{f"tone-{hertz}": _tone(plan, hertz) for hertz in _tones(plan)}}
    return "".join(
        _section(name, {"mode": "files", "sort": "alpha", "directory": _folder(folder)}.items())
        for name, folder in classes.items()
    )


def _asterisk(plan: Plan) -> str:
    if len(os.fsencode(plan.sockets)) > rules.SOCKET_BYTES - len("/asterisk.ctl"):
        raise rules.PlanInvalid(f"the folder of sockets is {plan.sockets}: its path is too long for a unix socket")
    here = plan.directory
    places = {
        "astetcdir": plan.configuration,
        "astmoddir": plan.tree.module_directory,
        "astvarlibdir": here / "variable",
        "astdbdir": here / "database",
        "astkeydir": here / "keys",
        "astdatadir": plan.tree.data_directory,
        "astagidir": here / "agi",
        "astspooldir": plan.spool,
        "astrundir": plan.sockets,
        "astlogdir": plan.log,
        "astsbindir": plan.tree.program.parent,
    }
    lines = [f"{name} => {rules.escaped(_folder(folder))}" for name, folder in places.items()]
    options = {
        "documentation_language": "en_US",
        "systemname": f"kefu-{plan.role}",
        "live_dangerously": "no",
        "transmit_silence": "yes",
        "maxcalls": f"{min(MAX_CALLS, (plan.rtp[1] - plan.rtp[0] + 1) // 2)}",  # two ports a leg
        "hideconnect": "yes",
    }
    return _text("[directories]", *lines) + _section("options", options.items())


def _modules(plan: Plan) -> str:
    loaded = [f"load={name}.so" for name in MODULES if name in plan.tree.modules]
    return _text("[modules]", "autoload=no", *loaded)


def _http(plan: Plan) -> str:
    return _section(
        "general",
        {"enabled": "yes", "bindaddr": LOOPBACK, "bindport": f"{plan.http_port}", "sessionlimit": "1000", "session_keep_alive": "60000"}.items(),
    )  # fmt: skip


def _ari(plan: Plan) -> str:
    general = _section("general", {"enabled": "yes", "pretty": "no"}.items())
    user = {
        "type": "user",
        "read_only": "no",
        "password": rules.value(plan.password, "the password of ARI"),
        "password_format": "plain",
    }
    return general + _section(rules.name(plan.user, "the user of ARI"), user.items())


def _rtp(plan: Plan) -> str:
    """Asterisk never offers a loopback address to browsers by itself, so on one machine its other addresses are renamed."""
    first, last = plan.rtp
    general = {"rtpstart": f"{first}", "rtpend": f"{last}", "icesupport": "yes", "strictrtp": "yes"}
    if plan.address == LOOPBACK:
        renamed = [f"{rules.network(local, 'a local address')} => {LOOPBACK}" for local in plan.local_addresses]
    elif plan.public_address:
        public = rules.network(plan.public_address, "the public address")
        renamed = [
            f"{rules.network(local, 'a local address')} => {public},include_local_address"
            for local in plan.local_addresses
        ]
    else:
        renamed = []
    return _section("general", general.items()) + _text("[ice_host_candidates]", *renamed)


def _sorcery() -> str:
    """Each kind comes from the files first, then from what was handed over through ARI since the start."""
    stores = ("config,pjsip.conf,criteria=type={kind}", "memory")
    return "".join(
        _section(module, [(kind, store.format(kind=kind)) for kind in kinds for store in stores])
        for module, kinds in objects.KINDS.items()
    )


def _pjsip(plan: Plan) -> str:
    parts = [
        _section("global", {"type": "global", "user_agent": "Kefu", "endpoint_identifier_order": "username,ip,auth_username", "keep_alive_interval": "60"}.items()),
        _section("system", {"type": "system", "threadpool_initial_size": "4", "threadpool_auto_increment": "5"}.items()),
        *(_transport(plan, name, protocol) for name, protocol in (("t-udp", "udp"), ("t-tcp", "tcp"))),
        _section("t-ws", {"type": "transport", "protocol": "ws", "bind": LOOPBACK}.items()),
    ]  # fmt: skip
    known = [
        one for account in plan.accounts for one in objects.of_account(account, role=plan.role, address=plan.address)
    ]
    known += [one for trunk in plan.trunks for one in objects.of_trunk(trunk, role=plan.role, address=plan.address)]
    _ensure_unique(known)
    parts += [_section(one.id, (("type", one.kind), *one.fields)) for one in known]
    return "".join(parts)


def _transport(plan: Plan, name: str, protocol: str) -> str:
    fields = {"type": "transport", "protocol": protocol, "bind": f"{plan.address}:{plan.sip_port}"}
    if plan.address == EVERYWHERE and plan.public_address:
        public = rules.network(plan.public_address, "the public address")
        fields |= {"external_signaling_address": public, "external_media_address": public}
        fields |= {"local_net": ",".join(("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))}
    return _section(name, fields.items())


def _ensure_unique(known: Iterable[objects.SipObject]) -> None:
    seen = set()
    for one in known:
        if (one.kind, one.id) in seen:
            raise rules.PlanInvalid(f"there are two of the name {one.id}: accounts and trunks need names of their own")
        seen.add((one.kind, one.id))


def _section(name: str, fields: Iterable[tuple[str, str]]) -> str:
    return _text(f"[{name}]", *(f"{key}={rules.escaped(value)}" for key, value in fields))


def _folder(path: Path) -> str:
    return rules.value(str(path), "the path of a folder")


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


INDICATIONS = """[general]
country=cn
[cn]
description=China
ringcadence=1000,4000
dial=450
busy=450/350,0/350
ring=450/1000,0/4000
congestion=450/700,0/700
"""
AMD = """[general]
initial_silence=2500
greeting=1500
after_greeting_silence=800
total_analysis_time=5000
min_word_length=100
between_words_silence=50
maximum_number_of_words=3
silence_threshold=256
"""
