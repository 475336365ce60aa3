"""HTTP of prompts and of agents' telephones."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.i18n import Text

from .. import actions, queries
from ..models import Extension, Prompt

router = Router(tags=["telephony"])


class PromptOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    words: str
    state: Literal["pending", "ready", "failed"]
    reason: str
    url: str | None


class PromptIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    words: str = Field("", max_length=1000)
    locale: Literal["zh-CN", "en"] = "zh-CN"


class PromptPut(Schema):
    name: str = Field(min_length=1, max_length=60)
    words: str = Field("", max_length=1000)


class ExtensionIn(Schema):
    user_id: UUID
    kind: Literal["browser", "telephone"] = "browser"
    shown_number_id: UUID | None = None  # what customers see whom this agent calls (外显号码)
    mobile: str = Field("", max_length=40)  # where they may be reached instead


class ExtensionOut(Schema):
    account: str
    secret: str


class ExtensionRow(Schema):
    id: UUID
    user_id: UUID
    user_name: str
    employee_number: str | None
    kind: Literal["browser", "telephone"]
    account: str
    mobile: str
    uses_mobile: bool


@router.get("/prompts", response=Page[PromptOut])
def list_prompts(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """The links to the sounds work for a day."""
    found, following = page(queries.prompts(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_prompt(one) for one in found], "next": following}


@router.post("/prompts", response={201: PromptOut})
def create_prompt(request: ActorRequest, data: Form[PromptIn], file: File[UploadedFile | None] = None) -> Status[Any]:
    """A WAV file, mono, 16 bit, 8 or 16 kHz, of at most three minutes; without one the words are spoken, in `locale`."""
    made = actions.create_prompt(
        request.auth,
        brand_id=data.brand_id,
        name=data.name,
        words=data.words,
        locale=data.locale,
        content=file.read() if file else None,
    )
    return Status(201, _prompt(made))


@router.put("/prompts/{prompt_id}", response=PromptOut)
def update_prompt(request: ActorRequest, prompt_id: UUID, data: PromptPut) -> Any:
    """Name and words; for another sound make another prompt."""
    return _prompt(actions.update_prompt(request.auth, prompt_id, name=data.name, words=data.words))


@router.delete("/prompts/{prompt_id}", response={204: None})
def delete_prompt(request: ActorRequest, prompt_id: UUID) -> Status[None]:
    """409 while anything says it."""
    actions.delete_prompt(request.auth, prompt_id)
    return Status(204, None)


@router.get("/extensions", response=Page[ExtensionRow])
def list_extensions(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows = queries.agents_extensions(request.auth)
    found, following = page(rows, after=after, limit=limit, order=("account",))
    return {"items": [_extension(one) for one in found], "next": following}


@router.post("/extensions", response={201: ExtensionOut})
def assign_extension(request: ActorRequest, data: ExtensionIn) -> Status[Any]:
    """Give an agent a telephone, or a new secret for theirs; the secret is shown once."""
    kept, secret = actions.assign_extension(request.auth, **data.model_dump())
    return Status(201, {"account": kept.account, "secret": secret})


@router.delete("/extensions/{extension_id}", response={204: None})
def remove_extension(request: ActorRequest, extension_id: UUID) -> Status[None]:
    """The agent cannot be reached by telephone any more."""
    actions.remove_extension(request.auth, extension_id)
    return Status(204, None)


def _prompt(prompt: Prompt) -> dict[str, Any]:
    state = "ready" if prompt.file_id else "failed" if prompt.failure else "pending"
    return {
        "id": prompt.id,
        "brand_id": prompt.brand_id,
        "name": prompt.name,
        "words": prompt.words,
        "state": state,
        "reason": Text(**prompt.failure).in_language() if state == "failed" else "",
        "url": files.link(prompt.file_id) if prompt.file_id else None,
    }


def _extension(extension: Extension) -> dict[str, Any]:
    return {
        "id": extension.id,
        "user_id": extension.user_id,
        "user_name": extension.user.name,
        "employee_number": extension.user.employee_number,
        "kind": extension.kind,
        "account": extension.account,
        "mobile": extension.mobile,
        "uses_mobile": extension.uses_mobile,
    }
