"""HTTP of the reason tree."""

from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest, Page

from .. import actions, queries
from ..models import Disposition

router = Router()


class DispositionOut(Schema):
    id: UUID
    code: str
    parent_id: UUID | None
    name: str
    name_zh: str
    name_en: str
    path: list[str]
    is_leaf: bool
    is_active: bool
    pinyin: str
    position: int


class DispositionIn(Schema):
    code: str = Field(min_length=1, max_length=60)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    parent_id: UUID | None = None
    position: int = Field(0, ge=0, le=10_000)


class DispositionChanges(Schema):
    name_zh: str = Field("", min_length=1, max_length=60)
    name_en: str = Field("", min_length=1, max_length=60)
    position: int = Field(0, ge=0, le=10_000)
    is_active: bool = True


def _listed(request: ActorRequest) -> list[DispositionOut]:
    """The tree with names in the caller's language, each node with its path from the root."""
    rows = queries.dispositions(request.auth)
    paths = queries.disposition_paths(request.auth)
    parents = {row.parent_id for row in rows if row.is_active}
    return [
        DispositionOut(
            id=row.id,
            code=row.code,
            parent_id=row.parent_id,
            name=paths[row.id][-1],
            name_zh=row.name_zh,
            name_en=row.name_en,
            path=paths[row.id],
            is_leaf=row.id not in parents,
            is_active=row.is_active,
            pinyin=row.pinyin,
            position=row.position,
        )
        for row in rows
    ]


@router.get("/dispositions", response=Page[DispositionOut])
def list_dispositions(request: ActorRequest) -> Page[DispositionOut]:
    """The whole reason tree at once: it is small by design."""
    return Page[DispositionOut](items=_listed(request), next=None)


def _one_disposition(request: ActorRequest, disposition: Disposition) -> DispositionOut:
    return next(d for d in _listed(request) if d.id == disposition.id)


@router.post("/dispositions", response={201: DispositionOut})
def create_disposition(request: ActorRequest, data: DispositionIn) -> Status[DispositionOut]:
    return Status(201, _one_disposition(request, actions.create_disposition(request.auth, **data.model_dump())))


@router.patch("/dispositions/{disposition_id}", response=DispositionOut)
def update_disposition(request: ActorRequest, disposition_id: UUID, data: DispositionChanges) -> DispositionOut:
    changed = actions.update_disposition(request.auth, disposition_id, data.model_dump(exclude_unset=True))
    return _one_disposition(request, changed)
