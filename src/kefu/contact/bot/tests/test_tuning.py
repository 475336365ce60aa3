"""Bands fitted to generated labels, honest and adversarial ones."""

import json
import math
import random

import pytest

from kefu.contact.bot.engine import tuning
from kefu.contact.bot.engine.calibrator import Calibrator, shipped
from kefu.contact.bot.engine.tuning import Figures, Label, Verdict
from kefu.contact.bot.rules import Thresholds

SHIPPED = Calibrator(0.0, {"sure": 1.0}, Thresholds(answer=0.8, offer=0.3))


def made(count: int, *, shift: float, seed: int = 1, scale: float = 1.0) -> list[Label]:
    """Labels of a shop where the true probability is that of `scale` · logit + `shift`."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        logit = dice.gauss(0.5, 2.0)
        right = dice.random() < 1 / (1 + math.exp(-(scale * logit + shift)))
        found.append(Label({"sure": logit}, right, f"visitor {number // 2}"))
    return found


def test_too_sure_a_bot_becomes_as_right_as_wanted() -> None:
    fit = tuning.fit(made(1200, shift=-1.5), SHIPPED, 0.9)
    assert fit.verdict == Verdict.BETTER and fit.calibrator is not None
    assert fit.before.precision is not None and fit.before.precision < 0.85
    fresh = tuning.figures(made(5000, shift=-1.5, seed=2), lambda label: fit.calibrator or SHIPPED)
    assert fresh.precision is not None and fresh.precision > 0.88, "on labels nobody has seen"
    assert fresh.answered > 500
    assert fit.calibrator.probability({"sure": 1.5}) == pytest.approx(0.5, abs=0.1), "a probability again"


def test_too_shy_a_bot_answers_more() -> None:
    fit = tuning.fit(made(1200, shift=2.0), SHIPPED, 0.9)
    assert fit.verdict == Verdict.BETTER and fit.calibrator is not None
    assert fit.after.coverage > fit.before.coverage + 0.1
    fresh = tuning.figures(made(5000, shift=2.0, seed=2), lambda label: fit.calibrator or SHIPPED)
    assert fresh.precision is not None and fresh.precision >= 0.89


def test_bands_that_fit_already_are_left_alone() -> None:
    fitting = Calibrator(0.0, {"sure": 1.0}, tuning.tuned(made(4000, shift=0.0, seed=3), SHIPPED, 0.9).thresholds)
    fit = tuning.fit(made(400, shift=0.0), fitting, 0.9)
    assert fit.verdict == Verdict.NOT_BETTER and fit.calibrator is None


@pytest.mark.parametrize("is_right", [True, False], ids=["all right", "all wrong"])
def test_labels_that_all_agree_move_nothing(is_right: bool) -> None:
    labels = [Label(label.features, is_right, label.group) for label in made(400, shift=0.0)]
    fit = tuning.fit(labels, SHIPPED, 0.9)
    assert (fit.verdict, fit.calibrator) == (Verdict.ONE_SIDED, None)


def test_one_right_one_among_wrong_ones_moves_nothing() -> None:
    labels = [Label(label.features, number == 0, label.group) for number, label in enumerate(made(400, shift=0.0))]
    assert tuning.fit(labels, SHIPPED, 0.9).calibrator is None


def test_labels_turned_upside_down_are_told_from_a_shop() -> None:
    labels = [Label(label.features, not label.is_right, label.group) for label in made(600, shift=0.0)]
    fit = tuning.fit(labels, SHIPPED, 0.9)
    assert (fit.verdict, fit.calibrator) == (Verdict.CONTRADICTED, None)


def test_labels_by_the_roll_of_dice_reach_no_precision() -> None:
    dice = random.Random(5)
    labels = [Label(label.features, dice.random() < 0.5, label.group) for label in made(600, shift=0.0)]
    fit = tuning.fit(labels, SHIPPED, 0.9)
    assert fit.calibrator is None and fit.verdict in (Verdict.OUT_OF_REACH, Verdict.CONTRADICTED)


def test_labels_that_separate_wholly_give_finite_numbers() -> None:
    labels = [Label(label.features, label.features["sure"] > 1, label.group) for label in made(400, shift=0.0)]
    fit = tuning.fit(labels, SHIPPED, 0.9)
    assert fit.calibrator is not None and math.isfinite(fit.calibrator.intercept)
    assert fit.after.precision is not None and fit.after.precision >= 0.9


def test_fewer_than_needed_are_refused() -> None:
    with pytest.raises(ValueError, match="300"):
        tuning.fit(made(299, shift=0.0), SHIPPED, 0.9)


def test_the_order_of_questions_by_sureness_stays_and_survives_storage() -> None:
    own = tuning.tuned(made(800, shift=-1.0), SHIPPED, 0.85)
    own = Calibrator.from_dict(json.loads(json.dumps(own.to_dict())))
    chances = [own.probability({"sure": logit}) for logit in (-3.0, -1.0, 0.0, 2.0)]
    assert chances == sorted(chances)
    assert 0 <= own.thresholds.offer <= own.thresholds.answer <= 1


def test_every_shipped_profile_can_be_tuned() -> None:
    dice = random.Random(9)
    for profile in ("words", "use+e5+classifier"):
        base = shipped(profile)
        labels = []
        for number in range(400):
            features = {name: dice.random() for name in base.weights}
            labels.append(Label(features, dice.random() < base.probability(features), str(number)))
        assert tuning.fit(labels, base, 0.9).verdict in set(Verdict)


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        ((100, 60, 57), (100, 70, 64), True),
        ((100, 60, 57), (100, 70, 62), False),  # more answers, not precise enough
        ((100, 60, 57), (100, 60, 59), False),  # nothing gained that was wanted
        ((100, 60, 45), (100, 40, 33), True),  # fewer, but righter
        ((100, 60, 45), (100, 29, 29), False),  # too few answers to say
        ((100, 0, 0), (100, 40, 37), True),
    ],
)
def test_better_means(before: tuple[int, int, int], after: tuple[int, int, int], better: bool) -> None:
    assert tuning.is_better(Figures(*before), Figures(*after), 0.9) is better
