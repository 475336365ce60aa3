"""The operator's OpenAI-compatible address: `/audio/transcriptions` and `/audio/speech`.

`https://:KEY@HOST/v1?hear=MODEL&say=MODEL&voice=NAME`; what is left out has the names that most servers know. The address is the
operator's own (KEFU_SPEECH_URL), so it may lie inside the network.
"""

import json
import math
import secrets
import urllib.error
import urllib.request
from urllib.parse import parse_qsl, unquote, urlsplit

from kefu.kernel.i18n import Text

from ..rules import Heard, is_believed
from .sound import for_telephone, seconds
from .unable import Unable

LEAST_SECONDS = 60
MOST_BYTES = 50 * 1024 * 1024


def hear(address: str, wav: bytes, language: str) -> list[Heard]:
    length = seconds(wav)
    boundary = secrets.token_hex(16)
    fields = {
        "model": _chosen(address, "hear", "whisper-1"),
        "language": language,
        "response_format": "verbose_json",
        "temperature": "0",
    }
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="call.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    ).encode()
    body += wav + f"\r\n--{boundary}--\r\n".encode()
    answer = _ask(
        address, "audio/transcriptions", body, f"multipart/form-data; boundary={boundary}", LEAST_SECONDS + length
    )
    try:
        told = json.loads(answer)
        found = told.get("segments") or [{"start": 0.0, "end": length, "text": told["text"]}]
        return [_heard(one) for one in found if str(one["text"]).strip() and _is_believed(one)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _malformed() from error


def say(address: str, words: str, language: str) -> bytes:
    wanted = {
        "model": _chosen(address, "say", "tts-1"),
        "voice": _chosen(address, "voice", "alloy"),
        "input": words,
        "response_format": "wav",
    }
    return for_telephone(_ask(address, "audio/speech", json.dumps(wanted).encode(), "application/json", LEAST_SECONDS))


def _heard(told: dict[str, object]) -> Heard:
    sure = math.exp(min(0.0, float(str(told.get("avg_logprob", 0.0)))))
    return Heard(float(str(told["start"])), float(str(told["end"])), str(told["text"]).strip(), round(sure, 2))


def _is_believed(told: dict[str, object]) -> bool:
    return is_believed(
        log_probability=float(str(told.get("avg_logprob", 0.0))),
        no_speech=float(str(told.get("no_speech_prob", 0.0))),
        compression=float(str(told.get("compression_ratio", 1.0))),
    )


def _chosen(address: str, name: str, otherwise: str) -> str:
    return dict(parse_qsl(urlsplit(address).query)).get(name, otherwise)


def _ask(address: str, path: str, body: bytes, type: str, patience: float) -> bytes:
    parts = urlsplit(address)
    host = parts.hostname or ""
    netloc = f"[{host}]" if ":" in host else host
    url = f"{parts.scheme}://{netloc}{f':{parts.port}' if parts.port else ''}{parts.path.rstrip('/')}/{path}"
    headers = {"Content-Type": type}
    if parts.password:
        headers["Authorization"] = f"Bearer {unquote(parts.password)}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=patience) as response:
            return bytes(response.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        raise Unable(
            Text(f"语音服务拒绝了请求（HTTP {error.code}）。", f"The speech service refused: HTTP {error.code}.")
        ) from error
    except OSError as error:
        raise Unable(Text("语音服务无法访问。", "The speech service cannot be reached.")) from error


def _malformed() -> Unable:
    return Unable(Text("语音服务的回答无法理解。", "The answer of the speech service makes no sense."))
