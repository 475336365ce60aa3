"""Small things the processes of one instance share through its data directory: locks, the private socket directory,
the secret key and state files. Imports no Django."""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any


class LockHeld(Exception):
    """Another process holds the lock; `holder` is what it wrote about itself."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"held by {holder or 'another process'}")
        self.holder = holder


class FileLock:
    """A lock that the kernel drops with its process, so a crash never leaves one behind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self, *, holder: str = "", shared: bool = False, wait: bool = False) -> None:
        """Raises LockHeld when another process has it and `wait` is false."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            told = os.read(descriptor, 200).decode(errors="replace").strip()
            os.close(descriptor)
            raise LockHeld(told) from None
        except BaseException:
            os.close(descriptor)
            raise
        if not shared:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, holder.encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        if self._descriptor is None:
            self.acquire(wait=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def socket_directory(data: Path) -> Path:
    """The private directory for unix sockets of this instance, made when missing.

    A socket path holds about 107 bytes, so the directory lies under the temporary directory, whatever the length of
    `data`; `data/run` links to it and every process of the instance follows that link.
    """
    link = data / "run"
    with FileLock(data / "run.lock"):
        with suppress(OSError):
            target = link.readlink()
            status = target.lstat()
            if target.is_dir() and not target.is_symlink() and status.st_uid in _owners():
                return target
        target = Path(tempfile.mkdtemp(prefix="kefu-"))
        fresh = data / "run.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(link)
        return target


def _owners() -> set[int]:
    """Whose socket directory is ours: root's may have been given to `nobody`, as whom PostgreSQL then runs."""
    me = os.geteuid()
    return {me, pwd.getpwnam("nobody").pw_uid} if me == 0 else {me}


def secret_key(data: Path) -> str:
    """The signing key of this instance."""
    return secret(data / "secret_key")


def secret(path: Path) -> str:
    """A long random word, made on first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(fresh)  # the first of several processes wins
        fresh.unlink()
    return path.read_text().strip()


def write_state(path: Path, value: dict[str, Any], *, is_private: bool = False) -> None:
    """Replace a JSON state file so that a reader sees the old or the new one, never half. `is_private`: for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    mode = 0o600 if is_private else 0o644
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(json.dumps(value, ensure_ascii=False))
    fresh.replace(path)


def read_state(path: Path) -> dict[str, Any]:
    """The content of a JSON state file; empty when there is none."""
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def attempts(seconds: float, problem: str) -> Iterator[None]:
    """Turns of a waiting loop, every 20 ms; raises TimeoutError(problem) when `seconds` have passed without a break."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.02)
    raise TimeoutError(problem)
