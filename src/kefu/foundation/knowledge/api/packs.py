"""The pack of the trade over HTTP."""

from uuid import UUID

from ninja import Field, Router, Schema

from kefu.kernel.http import ActorRequest

from .. import actions, pack, permissions

router = Router(tags=["knowledge"])


class PackQuestionOut(Schema):
    """`usual` is what most shops would answer, empty where nobody can guess."""

    blank: str
    question: str
    usual: str


class PackOut(Schema):
    questions: list[PackQuestionOut]
    entries: int


class PackIn(Schema):
    """`answers` by blank."""

    brand_id: UUID
    answers: dict[str, str]


class PackResultOut(Schema):
    """`waiting` entries have a blank that is not filled; `kept` ones have been confirmed before."""

    written: int
    waiting: int
    kept: int


class ConfirmIn(Schema):
    article_ids: list[UUID] = Field(max_length=200)


class ConfirmedOut(Schema):
    confirmed: int


@router.get("/knowledge/pack", response=PackOut)
def get_pack(request: ActorRequest) -> PackOut:
    """The usual questions of the trade: what has to be answered before they are copied."""
    request.auth.require(permissions.READ)
    questions = [PackQuestionOut(blank=q.blank, question=q.question, usual=q.usual) for q in pack.questions()]
    return PackOut(questions=questions, entries=len(pack.entries()))


@router.post("/knowledge/pack", response=PackResultOut)
def adopt_pack(request: ActorRequest, data: PackIn) -> PackResultOut:
    """Copy the entries whose blanks are filled; they answer at once, and stay unconfirmed until somebody ticks them."""
    done = actions.adopt_pack(request.auth, brand_id=data.brand_id, answers=data.answers)
    return PackResultOut(written=done.written, waiting=done.waiting, kept=done.kept)


@router.post("/knowledge/articles/confirm", response=ConfirmedOut)
def confirm_articles(request: ActorRequest, data: ConfirmIn) -> ConfirmedOut:
    """Tick answers that came with a pack: somebody has read them."""
    return ConfirmedOut(confirmed=actions.confirm(request.auth, article_ids=data.article_ids))
