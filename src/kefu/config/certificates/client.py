"""One conversation with the certificate authority. The protocol is the library `acme`'s; imports no Django."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import josepy.errors
import requests
from acme import challenges, client, crypto_util, errors, messages
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from josepy.jwk import JWKRSA

from kefu.config.certificates import store

ACCOUNT_BITS = 2048
NONCE_TRIES = 5


class CertificateRefused(Exception):
    """There is no new certificate; the message is the authority's own, or says that it cannot be reached."""


class Network(client.ClientNetwork):
    """An authority may turn away any number that it gave out itself (RFC 8555 §6.5); the library asks again but once."""

    def post(self, *args: Any, **kwargs: Any) -> requests.Response:
        for _ in range(NONCE_TRIES):
            try:
                return super().post(*args, **kwargs)
            except messages.Error as error:
                if error.code != "badNonce":
                    raise
        return super().post(*args, **kwargs)


def obtain(directory: str, domain: str, account: Path, answers: MutableMapping[str, str]) -> bytes:
    """Key and chain for `domain`, as PEM. `answers` must be served under `/.well-known/acme-challenge/` meanwhile.

    Raises CertificateRefused.
    """
    try:
        return _obtain(directory, domain, account, answers)
    except errors.ValidationError as error:
        raise CertificateRefused(_said_of_challenges(error)) from error
    except messages.Error as error:
        raise CertificateRefused(f"{error.description or error.typ}: {error.detail}") from error
    except (errors.Error, requests.RequestException, josepy.errors.Error, ValueError, KeyError) as error:
        raise CertificateRefused(f"{type(error).__name__}: {error}") from error


def _obtain(directory: str, domain: str, account: Path, answers: MutableMapping[str, str]) -> bytes:
    net = Network(_account_key(account), user_agent=f"kefu/{version('kefu')}", timeout=30)
    authority = client.ClientV2(client.ClientV2.get_directory(directory, net), net)
    _sign_in(authority)
    key = store.as_pem(store.new_key())
    order = authority.new_order(crypto_util.make_csr(key, [domain]))
    given = []
    try:
        for authorization in order.authorizations:
            if authorization.body.status == messages.STATUS_VALID:
                continue
            challenge = _by_http(authorization)
            response, validation = challenge.response_and_validation(net.key)
            token = challenge.chall.encode("token")
            answers[token] = validation
            given.append(token)
            authority.answer_challenge(challenge, response)
        chain = authority.poll_and_finalize(order).fullchain_pem
    finally:
        for token in given:
            answers.pop(token, None)
    return key + chain.encode()


def _by_http(authorization: messages.AuthorizationResource) -> messages.ChallengeBody:
    for challenge in authorization.body.challenges:
        if isinstance(challenge.chall, challenges.HTTP01):
            return challenge
    raise errors.Error("the authority offers no proof over http")


def _account_key(path: Path) -> JWKRSA:
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=ACCOUNT_BITS)
        store.keep(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return JWKRSA(key=load_pem_private_key(path.read_bytes(), None))


def _sign_in(authority: client.ClientV2) -> None:
    """Whoever asks for a certificate has agreed to the authority's terms at set-up."""
    try:
        authority.new_account(messages.NewRegistration.from_data(terms_of_service_agreed=True))
    except errors.ConflictError as known:
        authority.net.account = messages.RegistrationResource(uri=known.location, body=messages.Registration())


def _said_of_challenges(error: errors.ValidationError) -> str:
    said = [
        str(challenge.error.detail)
        for authorization in error.failed_authzrs
        for challenge in authorization.body.challenges
        if challenge.error is not None
    ]
    return "; ".join(said) or "the proof over http was not accepted"
