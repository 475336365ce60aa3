"""Ratings, the reasons they may give, and the items that reasons of the business open."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries, rules
from ..events import RatingGiven, RatingItemOpened
from ..models import Contact, Rating, RatingItem, RatingReason

LOW = 2  # of five: up to here a rating is a 差评
REASON_FIELDS = ("name_zh", "name_en", "owner_id", "position", "is_active")


@transaction.atomic
def rate(
    actor: Actor, subject_id: UUID, *, score: int, solved: str = "", tags: Sequence[str] = (), comment: str = ""
) -> Rating:
    """The customer's word on a contact, 1..5, once; a second one is a Conflict.

    `tags` that name an active reason in either language give that reason, and each of the business opens an item for
    its owner. Others are kept as the customer's words.
    """
    contact = one(Contact.objects.for_actor(actor).filter(subject_id=subject_id).select_for_update())
    if Rating.objects.for_actor(actor).filter(contact=contact).exists():
        raise Conflict("already_rated", Text("您已评价过，谢谢！", "You have rated this already, thank you!"))
    said = [text.storable(tag).strip() for tag in tags]
    reasons = [reason for reason in queries.offered_reasons(actor) if {reason.name_zh, reason.name_en} & set(said)]
    rating = Rating.objects.create(
        organization_id=actor.organization_id,
        contact=contact,
        agent_id=contact.agent_id,
        score=score,
        solved=solved,
        tags=said,
        reason_ids=[reason.id for reason in reasons],
        counts_for_agent=rules.counts_for_agent({reason.family for reason in reasons}),
        comment=text.storable(comment),
        follow_up=Rating.FollowUp.OPEN if score <= LOW else Rating.FollowUp.NONE,
    )
    publish(RatingGiven(organization_id=actor.organization_id, rating_id=rating.id, subject_id=subject_id, score=score))
    for reason in reasons:
        if reason.family == RatingReason.Family.BUSINESS:
            _open_item(rating, reason)
    return rating


def _open_item(rating: Rating, reason: RatingReason) -> None:
    item = RatingItem.objects.create(
        organization_id=rating.organization_id, rating=rating, reason=reason, owner_id=reason.owner_id
    )
    publish(
        RatingItemOpened(
            organization_id=rating.organization_id,
            rating_item_id=item.id,
            reason_id=reason.id,
            owner_id=reason.owner_id,
        )
    )


@transaction.atomic
def tell_of_low_rating(organization_id: UUID, rating_id: UUID) -> None:
    """The agent's leaders hear of a low rating at once; told again, it is no news."""
    actor = system(organization_id, "routing")
    rating = one(Rating.objects.for_actor(actor).filter(id=rating_id).select_related("contact", "agent"))
    if rating.score > LOW or rating.agent is None:
        return
    name = rating.agent.nickname or rating.agent.name
    words = f"：{rating.comment}" if rating.comment else ""
    notices.notify(
        actor,
        user_ids=accounts.leaders_of(actor, rating.agent.id),
        kind="low_rating",
        text=Text(
            f"{name}收到 {rating.score} 星评价{words}"[:300],
            f"{name} was rated {rating.score} of 5. {rating.comment}".strip(),
        ),
        link=queries.page_of(rating.contact),
        fact=str(rating.id),
    )


@transaction.atomic
def follow_up(actor: Actor, rating_id: UUID, note: str) -> Rating:
    """A leader has seen to a low rating (已跟进), and says how."""
    actor.require(permissions.RATINGS_SETTLE)
    rating = _locked_rating(actor, rating_id)
    rating.follow_up, rating.follow_up_note = Rating.FollowUp.DONE, text.storable(note).strip()
    rating.followed_by_id = actor.user_id
    rating.save(update_fields=["follow_up", "follow_up_note", "followed_by"])
    _record_rating(actor, rating, "followed_up", note=rating.follow_up_note)
    return rating


@transaction.atomic
def appeal(actor: Actor, rating_id: UUID, reason: str) -> Rating:
    """The rated agent asks that a rating not count (申诉), once; the leaders hear of it."""
    rating = _locked_rating(actor, rating_id)
    if rating.agent_id != actor.user_id:
        raise Forbidden("not_yours", Text("只能对自己收到的评价申诉。", "Only the agent who was rated may appeal."))
    if rating.appeal != Rating.Appeal.NONE:
        raise Conflict("already_appealed", Text("该评价已申诉过。", "There was an appeal against this rating already."))
    rating.appeal, rating.appeal_reason = Rating.Appeal.ASKED, text.storable(reason).strip()
    rating.save(update_fields=["appeal", "appeal_reason"])
    _record_rating(actor, rating, "appealed", note=rating.appeal_reason)
    notices.notify(
        actor,
        user_ids=accounts.leaders_of(actor, actor.user_id),
        kind="rating_appeal",
        text=Text(f"{actor.name}对评价提出申诉：{reason}", f"{actor.name} appeals against a rating: {reason}"),
        link="/live",
        group="rating_appeals",
    )
    return rating


@transaction.atomic
def decide_appeal(actor: Actor, rating_id: UUID, *, accept: bool) -> Rating:
    """A leader decides on an appeal: accepted, the rating no longer counts for the agent. The agent hears of it."""
    actor.require(permissions.RATINGS_SETTLE)
    rating = _locked_rating(actor, rating_id)
    if rating.appeal != Rating.Appeal.ASKED:
        raise Conflict("no_appeal", Text("没有待处理的申诉。", "No appeal waits for a decision."))
    rating.appeal = Rating.Appeal.ACCEPTED if accept else Rating.Appeal.REFUSED
    rating.counts_for_agent = rating.counts_for_agent and not accept
    rating.save(update_fields=["appeal", "counts_for_agent"])
    _record_rating(actor, rating, "appeal_decided", note=rating.appeal)
    if rating.agent_id:
        notices.notify(
            actor,
            user_ids=[rating.agent_id],
            kind="appeal_decided",
            text=Text("您的评价申诉已通过，该评价不计入考核", "Your appeal was accepted; the rating does not count")
            if accept
            else Text("您的评价申诉未通过", "Your appeal was refused"),
            link=queries.page_of(rating.contact),
        )
    return rating


def _locked_rating(actor: Actor, rating_id: UUID) -> Rating:
    return one(queries.ratings(actor).filter(id=rating_id).select_for_update(of=("self",)))


def _record_rating(actor: Actor, rating: Rating, change: str, *, note: str) -> None:
    audit.record(
        actor,
        action=f"rating.{change}",
        target_type="rating",
        target_id=rating.id,
        target_label=str(rating),
        after={"note": note},
    )


@transaction.atomic
def update_rating_item(actor: Actor, item_id: UUID, changes: Mapping[str, Any]) -> RatingItem:
    """Settle an item, open it again, or note what was done; for its owner and whoever manages the reasons."""
    item = one(queries.rating_items(actor).filter(id=item_id).select_for_update(of=("self",)))
    if item.owner_id != actor.user_id:
        actor.require(permissions.RATING_REASONS_MANAGE)
    before = _item_values(item)
    item.note = text.storable(changes.get("note", item.note))
    state = changes.get("state", item.state)
    if state != item.state:
        is_done = state == RatingItem.State.DONE
        item.state, item.done_at = state, clock.now() if is_done else None
        item.done_by_id = actor.user_id if is_done else None
    item.save(update_fields=["state", "note", "done_at", "done_by"])
    audit.record(
        actor,
        action="rating_item.updated",
        target_type="rating_item",
        target_id=item.id,
        target_label=item.reason.name_zh,
        before=before,
        after=_item_values(item),
    )
    return item


def _item_values(item: RatingItem) -> dict[str, Any]:
    return {"state": item.state, "note": item.note}


@transaction.atomic
def create_rating_reason(
    actor: Actor, *, family: str, name_zh: str, name_en: str, owner_id: UUID | None = None, position: int = 0
) -> RatingReason:
    """A new reason. Raises Conflict when its family has one of this name, Invalid for an owner of an agent's reason."""
    actor.require(permissions.RATING_REASONS_MANAGE)
    reason = RatingReason(organization_id=actor.organization_id, family=family)
    settings = {"name_zh": name_zh, "name_en": name_en, "owner_id": owner_id, "position": position}
    return _save_reason(actor, reason, settings, before=None)


@transaction.atomic
def update_rating_reason(actor: Actor, reason_id: UUID, changes: Mapping[str, Any]) -> RatingReason:
    """Rename, move, retire, or give to another owner, whose will be the items from now on."""
    actor.require(permissions.RATING_REASONS_MANAGE)
    reason = one(RatingReason.objects.for_actor(actor).filter(id=reason_id).select_for_update())
    return _save_reason(actor, reason, changes, before=_reason_values(reason))


def _save_reason(
    actor: Actor, reason: RatingReason, changes: Mapping[str, Any], before: dict[str, Any] | None
) -> RatingReason:
    owner_id = changes.get("owner_id")
    if owner_id and reason.family != RatingReason.Family.BUSINESS:
        raise Invalid(
            "only_business_reasons_are_owned",
            Text("只有业务类原因可以设负责人。", "Only a reason of the business has an owner."),
        )
    if owner_id and owner_id not in accounts.display_names(actor, [owner_id]):
        raise NotFound()
    for field, value in changes.items():
        setattr(reason, field, text.storable(value).strip() if isinstance(value, str) else value)
    try:
        with transaction.atomic():
            reason.save()
    except IntegrityError as error:
        raise Conflict(
            "rating_reason_taken", Text("该类别下已有同名原因。", "The family has a reason of this name already.")
        ) from error
    audit.record(
        actor,
        action="rating_reason.updated" if before else "rating_reason.created",
        target_type="rating_reason",
        target_id=reason.id,
        target_label=reason.name_zh,
        before=before,
        after=_reason_values(reason),
    )
    return reason


def _reason_values(reason: RatingReason) -> dict[str, Any]:
    values = {field: getattr(reason, field) for field in REASON_FIELDS}
    return {**values, "owner_id": str(reason.owner_id) if reason.owner_id else None}
