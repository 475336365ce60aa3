"""HTTP of wallboards: their settings, and what the screen behind the link asks for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from kefu.kernel import clock
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.request import client_ip

from .. import actions, queries
from ..models import Wallboard
from .schemas import FigureOut, ValueOut, figure_out, values_out

router = Router()


class WallboardOut(Schema):
    """`url` is told once, by the answer that makes the board."""

    id: UUID
    name: str
    codes: list[str]
    queue_ids: list[UUID]
    team_ids: list[UUID]
    url: str | None
    created_at: datetime
    seen_at: datetime | None


class WallboardIn(Schema):
    name: str = Field(min_length=1, max_length=80)
    codes: list[str] = Field([], max_length=50)
    queue_ids: list[UUID] = Field([], max_length=100)
    team_ids: list[UUID] = Field([], max_length=100)


def _out(board: Wallboard, url: str | None = None) -> WallboardOut:
    return WallboardOut(
        id=board.id,
        name=board.name,
        codes=board.codes,
        queue_ids=board.queue_ids,
        team_ids=board.team_ids,
        url=url,
        created_at=board.created_at,
        seen_at=board.seen_at,
    )


@router.get("/wallboards", response=Page[WallboardOut])
def list_wallboards(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    rows, following = page(queries.wallboards(request.auth), after=after, limit=limit)
    return {"items": [_out(row) for row in rows], "next": following}


@router.post("/wallboards", response={201: WallboardOut})
def create_wallboard(request: ActorRequest, data: WallboardIn) -> Status[WallboardOut]:
    board, token = actions.create_wallboard(request.auth, **data.model_dump())
    return Status(201, _out(board, request.build_absolute_uri(f"/wall/{token}")))


@router.delete("/wallboards/{wallboard_id}", response={204: None})
def delete_wallboard(request: ActorRequest, wallboard_id: UUID) -> Status[None]:
    actions.delete_wallboard(request.auth, wallboard_id)
    return Status(204, None)


class ShownOut(Schema):
    name: str
    as_of: datetime
    figures: list[FigureOut]
    values: dict[str, ValueOut]
    series: dict[str, list[float | None]]


@router.get("/wall/{token}", auth=None, response=ShownOut)
def show_wallboard(request: HttpRequest, token: str) -> ShownOut:
    """What the board behind a link shows: figures, and nothing of any customer."""
    shown = queries.shown(token, ip=client_ip(request))
    return ShownOut(
        name=shown.name,
        as_of=clock.now(),
        figures=[figure_out(figure) for figure in shown.figures.values()],
        values=values_out(shown.figures, shown.values),
        series=shown.series,
    )
