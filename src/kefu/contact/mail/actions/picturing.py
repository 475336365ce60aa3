"""Pictures that mails name and somebody wants to see."""

from django.core import signing
from django.utils.http import urlsafe_base64_decode

from kefu.kernel import files, outbound, pictures
from kefu.kernel.errors import Gone, NotFound
from kefu.kernel.i18n import Text

from .. import queries, rules

SECONDS = 8.0


def remote_picture(token: str) -> tuple[str, bytes]:
    """Type and content, fetched by us without telling who reads. Raises Gone for a link that is over, NotFound for what cannot be had,
    is larger than 2 MB, lies inside the network or is no picture that a browser can bear."""
    try:
        signed = queries.picture_signer.unsign(token, max_age=rules.PICTURE_SECONDS)
    except signing.BadSignature as error:
        over = Text("图片链接已失效，请重新打开邮件。", "The link to this picture is over; open the mail again.")
        raise Gone("link_expired", over) from error
    url = urlsafe_base64_decode(signed).decode()
    try:
        told = outbound.send("GET", url, headers={"Accept": "image/*", "User-Agent": "Kefu"}, seconds=SECONDS)
    except outbound.NotReached as error:
        raise NotFound() from error
    if told.status == 200:
        for type in sorted(files.IMAGES):
            if (size := pictures.size(type, told.body)) and _is(type, told.body) and pictures.is_bearable(*size):
                return type, told.body
    raise NotFound()


def _is(type: str, content: bytes) -> bool:
    return files.type_found(f"picture.{type.removeprefix('image/')}", content) == type
