"""Key, certificate and what is known of them, in `tls/` of the data directory, readable by its owner alone. Imports no Django."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kefu.config.certificates.rules import Standing
from kefu.config.environment import Environment
from kefu.config.state import read_state, write_state
from kefu.kernel import clock

STATE = "certificate.json"


def domain(environment: Environment) -> str:
    return urlsplit(environment.public_url).hostname or ""


def pair(environment: Environment) -> Path:
    """Key and chain in one file, so that they change together."""
    return environment.data / "tls" / f"{domain(environment)}.pem"


def keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def as_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def placeholder(environment: Environment) -> Path:
    """A certificate of our own making, so that the port answers before the first real one is there; nobody trusts it."""
    key, now = new_key(), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kefu is fetching its certificate")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain(environment))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = environment.data / "tls" / "placeholder.pem"
    keep(path, as_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def standing(environment: Environment) -> Standing:
    """What is there for the present domain, and what came of the tries for it."""
    told = read_state(environment.state_directory / STATE)
    if told.get("domain") != domain(environment):
        told = {}
    not_before = not_after = None
    if pair(environment).exists():
        certificate = x509.load_pem_x509_certificate(pair(environment).read_bytes())
        not_before, not_after = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    tried = told.get("tried_at")
    return Standing(not_before, not_after, datetime.fromisoformat(tried) if tried else None, told.get("failures", 0))


def last_error(environment: Environment) -> str:
    told = read_state(environment.state_directory / STATE)
    return str(told.get("error", "")) if told.get("domain") == domain(environment) else ""


def note(environment: Environment, *, failures: int, error: str) -> None:
    told = {
        "domain": domain(environment),
        "tried_at": clock.now().isoformat(),
        "failures": failures,
        "error": error,
    }
    write_state(environment.state_directory / STATE, told)
