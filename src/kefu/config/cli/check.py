"""`kefu check`: look at everything an instance needs, and say what is wrong and how to mend it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from importlib.metadata import version

import psutil
import psycopg

from kefu.config import models
from kefu.config.certificates import rules as certificate_rules
from kefu.config.certificates import store
from kefu.config.cli import django_ready, mail, outside, phone, relays
from kefu.config.cli.findings import Finding, Status
from kefu.config.environment import GIBIBYTE, SOURCE_TREE, Environment
from kefu.config.postgres import PostgresUnavailable
from kefu.config.state import FileLock, LockHeld, read_state
from kefu.config.supervisor import CannotRun, answers, ensure_port_is_free
from kefu.config.upkeep import backups, rules, upgrade
from kefu.kernel import clock

CLOCK_SECONDS = 2.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable")
    parser.add_argument(
        "--public", metavar="URL", help="prove the public address instead: https, WebSocket, the client's address"
    )


def run(arguments: argparse.Namespace) -> int:
    findings = list(outside.look(arguments.public) if arguments.public else look(Environment.read()))
    is_sound = all(finding.status is not Status.BROKEN for finding in findings)
    if arguments.json:
        print(json.dumps({"sound": is_sound, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            print(f"{finding.status:<10}  {finding.name:<11}  {finding.detail}")
            if finding.mend:
                print(f"{'':<25}→ {finding.mend}")
    return 0 if is_sound else 1


def look(environment: Environment) -> Iterator[Finding]:
    """Every finding, in the order in which things depend on each other."""
    yield _versions()
    yield _data_directory(environment)
    yield _disk(environment)
    yield _backup(environment)
    yield from _upgrade(environment)
    yield _memory(environment)
    yield from _database(environment)
    yield from _processes(environment)
    yield _web_pages()
    yield _models(environment)
    yield _speech(environment)
    yield phone.look(environment)
    yield from relays.look(environment)
    yield _public_address(environment)
    yield from _certificate(environment)


def _versions() -> Finding:
    detail = f"Kefu {version('kefu')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding("versions", Status.OK, detail)


def _data_directory(environment: Environment) -> Finding:
    try:
        environment.files_directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=environment.files_directory) as file:
            file.write(b"kefu")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        mend = f"Make {environment.data} writable for this user, or set KEFU_DATA."
        return Finding("files", Status.BROKEN, str(error), mend)
    return Finding("files", Status.OK, f"{environment.files_directory} is writable")


def _disk(environment: Environment) -> Finding:
    folder = next(path for path in (environment.data, *environment.data.parents) if path.exists())
    usage = shutil.disk_usage(folder)
    is_low = rules.is_low(usage.free, usage.total)
    status = Status.BROKEN if usage.free < GIBIBYTE / 2 else Status.WARNING if is_low else Status.OK
    mend = "" if status is Status.OK else "Free some space: the database stops when the disk is full."
    detail = f"{usage.free / GIBIBYTE:.1f} GiB free ({usage.free / usage.total:.0%}) for {environment.data}"
    return Finding("disk", status, detail, mend)


def _backup(environment: Environment) -> Finding:
    found = backups.listed(environment)
    state = rules.backup_state(
        environment.backups is not None,
        backups.attempts(environment),
        found[0].is_whole if found else None,
        clock.now(),
    )
    if state == "off":
        return Finding("backup", Status.NOT_SET_UP, "KEFU_BACKUPS is off", "Take KEFU_BACKUPS=off away.")
    if state == "none":
        return Finding(
            "backup", Status.NOT_SET_UP, "none yet", "The worker writes one at night, or `kefu backup --now`."
        )
    if state == "failed":
        error = backups.last_error(environment)
        return Finding("backup", Status.BROKEN, f"the last one failed: {error}", "Mend that, then `kefu backup --now`.")
    if state == "broken":
        mend = "Keep it to look at, and write another: `kefu backup --now`."
        return Finding("backup", Status.BROKEN, f"{found[0].path} is damaged: {found[0].error}", mend)
    if state == "old":
        detail = f"the newest is of {found[0].at:%Y-%m-%d %H:%M} UTC" if found else "there has never been one"
        return Finding("backup", Status.BROKEN, detail, "Is the worker running? `kefu backup --now` writes one.")
    restored = next((one.restored_at for one in found if one.restored_at), None)
    proof = f"one was restored on trial on {restored:%Y-%m-%d}" if restored else "none was restored on trial yet"
    detail = f"{len(found)} kept, the newest of {found[0].at:%Y-%m-%d %H:%M} UTC, {found[0].size / 1e6:.1f} MB; {proof}"
    return Finding("backup", Status.OK, detail)


def _upgrade(environment: Environment) -> Iterator[Finding]:
    if error := upgrade.last(environment).get("error"):
        yield Finding("upgrade", Status.WARNING, f"the last one failed: {error}", "Mend that, then `kefu upgrade`.")


def _memory(environment: Environment) -> Finding:
    available = psutil.virtual_memory().available / GIBIBYTE
    needed = 0.5 if environment.ai == "off" else 1.5
    if available >= needed:
        return Finding("memory", Status.OK, f"{available:.1f} GiB available")
    mend = "Free memory, or set KEFU_AI=off: the bot then answers by search."
    return Finding("memory", Status.WARNING, f"{available:.1f} GiB available, {needed} wanted", mend)


def _database(environment: Environment) -> Iterator[Finding]:
    kind = "DATABASE_URL" if environment.database_url else "embedded"
    with ExitStack() as stack:
        try:
            stack.enter_context(django_ready())
            with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
                began = time.time()
                (epoch,) = connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone() or (0,)
                ended = time.time()
                server = connection.info.parameter_status("server_version")
        except (PostgresUnavailable, TimeoutError, psycopg.Error) as error:
            mend = "Check DATABASE_URL and that the server is up." if environment.database_url else ""
            yield Finding("database", Status.BROKEN, f"{kind}: {error}", mend)
            return
        yield Finding("database", Status.OK, f"{kind}, PostgreSQL {server}, {1000 * (ended - began):.1f} ms")
        yield _clock(max(began - float(epoch), float(epoch) - ended, 0.0))
        schema = _migrations()
        yield schema
        if schema.status is Status.OK:
            yield phone.recordings()
            yield from phone.lines()
            yield from mail.mailboxes()


def _clock(difference: float) -> Finding:
    if difference <= CLOCK_SECONDS:
        return Finding("clock", Status.OK, "agrees with the database's")
    mend = "Let both machines take their time from NTP (apt-get install chrony)."
    return Finding("clock", Status.BROKEN, f"{difference:.1f} s away from the database's", mend)


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        return Finding("migrations", Status.OK, "all applied")
    if not executor.loader.applied_migrations:
        return Finding("migrations", Status.NOT_SET_UP, "the database is empty", "`kefu run` fills it.")
    return Finding("migrations", Status.BROKEN, f"{waiting} wait", "`kefu run` or `kefu manage migrate` applies them.")


def _processes(environment: Environment) -> Iterator[Finding]:
    lock = FileLock(environment.data / "supervisor.lock")
    try:
        lock.acquire()
    except LockHeld:
        yield from _running(environment)
        return
    lock.release()
    yield Finding("roles", Status.NOT_SET_UP, "Kefu is not running", "Start it with `kefu run`.")
    try:
        ensure_port_is_free(environment)
    except CannotRun as error:
        yield Finding("port", Status.BROKEN, str(error), "Set KEFU_PORT.")
    else:
        yield Finding("port", Status.OK, f"{environment.port} is free")


def _running(environment: Environment) -> Iterator[Finding]:
    roles: dict[str, int] = read_state(environment.state_directory / "supervisor.json").get("roles", {})
    lost = [name for name, process_id in roles.items() if not psutil.pid_exists(process_id)]
    log = environment.log_directory / "kefu.log"
    if lost or not roles:
        yield Finding("roles", Status.BROKEN, f"down: {', '.join(lost) or 'all'}", f"The reason stands in {log}.")
    else:
        yield Finding("roles", Status.OK, ", ".join(roles))
    if "gateway" not in roles:
        return
    if answers(environment):
        yield Finding("port", Status.OK, f"{environment.address} answers")
    else:
        yield Finding("port", Status.BROKEN, f"{environment.address} does not answer", f"Look into {log}.")


def _web_pages() -> Finding:
    missing = [name for name in ("desk", "widget") if not (SOURCE_TREE / "web" / name / "dist").is_dir()]
    if missing:
        return Finding("web pages", Status.BROKEN, f"not built: {', '.join(missing)}", "Build them with `make web`.")
    return Finding("web pages", Status.OK, "built")


def _models(environment: Environment) -> Finding:
    if environment.ai == "off":
        return Finding("models", Status.NOT_SET_UP, "KEFU_AI is off: the bot answers by search")
    if missing := models.missing(environment):
        told = models.state(environment)
        detail = told.get("reason") or f"not there yet: {', '.join(missing)}"
        return Finding("models", Status.WARNING, str(detail), "`kefu run` fetches them; until then the bot searches.")
    return Finding("models", Status.OK, f"KEFU_AI={environment.ai}: {', '.join(models.PACKAGES[environment.ai])}")


def _speech(environment: Environment) -> Finding:
    if environment.speech_url:
        return Finding("speech", Status.OK, "KEFU_SPEECH_URL hears and speaks")
    if not (environment.speech and environment.voice):
        return Finding("speech", Status.NOT_SET_UP, "KEFU_SPEECH is off, or there are no calls: nothing is transcribed")
    if missing := models.speech_missing(environment):
        told = models.state(environment, models.SPEECH_FILE)
        detail = told.get("reason") or f"not there yet: {', '.join(missing)}"
        return Finding(
            "speech", Status.WARNING, str(detail), "`kefu run` fetches them; until then nothing is transcribed."
        )
    return Finding("speech", Status.OK, "Whisper and Kokoro are there")


def _certificate(environment: Environment) -> Iterator[Finding]:
    if environment.acme_directory is None:
        return
    standing = store.standing(environment)
    state = certificate_rules.state(clock.now(), standing)
    end = f"until {standing.not_after:%Y-%m-%d}" if standing.not_after else "there is none yet"
    domain = store.domain(environment)
    if state == "good":
        yield Finding("certificate", Status.OK, f"{domain}, {end}, renewed by itself")
        return
    if not standing.failures:
        yield Finding("certificate", Status.BROKEN, f"{domain}: {end}", "`kefu run` fetches it.")
        return
    works = state == "failing" and standing.not_after is not None
    mend = (
        f"Let {domain} lead to this machine and port {environment.http_port} be open to the internet; it tries again."
    )
    detail = f"{domain}, {end}; {standing.failures} tries failed: {store.last_error(environment)}"
    yield Finding("certificate", Status.WARNING if works else Status.BROKEN, detail, mend)


def _public_address(environment: Environment) -> Finding:
    if not environment.public_url:
        return Finding("public", Status.NOT_SET_UP, "KEFU_PUBLIC_URL is not set: for this machine and its network only")
    if not environment.public_url.startswith("https://"):
        mend = "Put a reverse proxy with a certificate in front."
        return Finding("public", Status.WARNING, f"{environment.public_url} is not https", mend)
    return Finding("public", Status.OK, environment.public_url)
