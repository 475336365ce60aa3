"""A brand's own bands: labelled, fitted, used with the next question, taken back."""

import math
import random
from typing import Any
from uuid import UUID

from kefu.contact.bot import jobs, queries
from kefu.contact.bot.engine.calibrator import shipped
from kefu.contact.bot.models import Calibration, Turn
from kefu.foundation.knowledge.models import Article
from kefu.kernel import limits
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry

from .conftest import Shop

PROFILE = "words"


def label(shop: Shop, count: int, *, source: str = "marked", shift: float = 4.0, all_wrong: bool = False) -> None:
    """`count` turns by a visitor for every five, whose first candidate is right as a shop's `shift` has it: far
    enough from the shipped bands to show whichever conversations are held out, which their random ids decide."""
    dice = random.Random(count)
    base = shipped(PROFILE)
    right, other = [str(id) for id in Article.objects.for_actor(shop.system).values_list("id", flat=True)[:2]]
    rows = []
    for number in range(count):
        if number % 5 == 0:
            limits.forget()
            conversation_id = shop.visitor(None).id
        features = {name: dice.random() * (3 if name == "words" else 1) for name in base.weights}
        logit = math.log(base.probability(features) / (1 - base.probability(features)))
        is_right = not all_wrong and dice.random() < 1 / (1 + math.exp(-(logit + shift)))
        kinds: dict[str, dict[str, Any]] = {
            "marked": {"outcome": "answer", "is_helpful": is_right},
            "picked": {"outcome": "offer", "picked_id": right if is_right else other},
            "corrected": {"outcome": "miss", "corrected_id": right if is_right else other},
        }
        rows.append(
            Turn(
                organization=shop.organization,
                conversation_id=conversation_id,
                message_id=new_id(),
                question="怎么开票",
                ranked_by=PROFILE,
                probability=0.5,
                candidates=[{"article_id": right, "question": "", "probability": 0.5, "features": features}],
                **kinds[source],
            )
        )
    Turn.objects.bulk_create(rows)


def path(shop: Shop, more: str = "") -> str:
    return f"/bot/tuning{more}?brand={shop.site.brand_id}"


def threshold(shop: Shop) -> float:
    return queries.calibrator(shop.organization.id, shop.site.brand_id, PROFILE).thresholds.answer


def test_labels_are_counted_and_too_few_change_nothing(shop: Shop) -> None:
    label(shop, 10)
    label(shop, 5, source="picked")
    label(shop, 5, source="corrected")
    seen = shop.owner("GET", path(shop))
    assert (seen["labels"], seen["needed"], seen["is_on"], seen["in_use"]) == (20, 300, True, None)
    assert seen["sources"] == {"marked": 10, "picked": 5, "corrected": 5}
    refused = shop.owner("POST", path(shop, "/fits"), {}, expect=409)
    assert refused["code"] == "too_few_labels" and "20" in refused["detail"]
    jobs.calibrate(0)
    assert not Calibration.objects.for_actor(shop.system).exists()


def test_better_bands_are_used_with_the_next_question_and_taken_back_with_one_click(shop: Shop) -> None:
    label(shop, 200)
    label(shop, 150, source="picked")
    as_shipped = threshold(shop)
    jobs.calibrate(0)
    seen = shop.owner("GET", path(shop))
    (attempt,) = seen["history"]
    assert attempt["verdict"] == "better" and seen["in_use"] == attempt["id"], attempt
    assert attempt["labels"] == 350 and attempt["by"] == ""
    assert attempt["after"]["coverage"] > attempt["before"]["coverage"]
    assert threshold(shop) == attempt["answer_threshold"] != as_shipped

    assert shop.owner("PATCH", path(shop), {"in_use": None})["in_use"] is None
    assert threshold(shop) == as_shipped
    jobs.calibrate(0)
    assert threshold(shop) == as_shipped, "the night brings nothing back without new labels"
    shop.owner("PATCH", path(shop), {"in_use": attempt["id"]})
    assert threshold(shop) == attempt["answer_threshold"], "and the way back from the way back"

    shop.owner("PATCH", path(shop), {"is_on": False})
    assert threshold(shop) == as_shipped
    label(shop, 60)
    jobs.calibrate(0)
    assert len(shop.owner("GET", path(shop))["history"]) == 1, "switched off, nothing is fitted"
    done = AuditEntry.objects.for_actor(shop.system).filter(action__startswith="bot.").order_by("id")
    assert [entry.action for entry in done] == ["bot.calibrated"] + ["bot.tuning_updated"] * 3


def test_later_labels_that_all_say_wrong_put_the_shipped_bands_back(shop: Shop) -> None:
    label(shop, 350)
    shop.owner("POST", path(shop, "/fits"), {}, expect=201)
    own = threshold(shop)
    Turn.objects.for_actor(shop.system).update(is_helpful=False)
    seen = shop.owner("POST", path(shop, "/fits"), {}, expect=201)
    assert seen["history"][0]["verdict"] == "one_sided" and seen["in_use"] is None
    assert threshold(shop) != own
    refused = shop.owner("PATCH", path(shop), {"in_use": seen["history"][0]["id"]}, expect=422)
    assert refused["code"] == "not_usable"


def test_one_visitor_cannot_talk_the_bot_into_anything(shop: Shop) -> None:
    label(shop, 5)
    conversation = Turn.objects.for_actor(shop.system).earliest("id").conversation_id
    more = [
        Turn(
            organization=shop.organization,
            conversation_id=conversation,
            message_id=new_id(),
            question="?",
            outcome="answer",
            ranked_by=PROFILE,
            is_helpful=False,
            candidates=[{"article_id": str(new_id()), "features": {}}],
        )
        for _ in range(400)
    ]
    Turn.objects.bulk_create(more)
    assert shop.owner("GET", path(shop))["labels"] == 5


def test_other_brands_and_houses_have_no_part(shop: Shop) -> None:
    shop.owner("GET", f"/bot/tuning?brand={UUID(int=7)}", expect=404)
