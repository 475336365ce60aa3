"""A brand's own probabilities and answering threshold, from labelled turns, proved on turns they have not seen.

Two numbers stretch and shift the shipped logit (Platt scaling), so the order of questions by sureness stays; then the lowest
threshold with the wanted precision is looked for. Pure Python: the worker needs no numpy for it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from zlib import crc32

from kefu.contact.bot.engine.calibrator import Calibrator
from kefu.contact.bot.rules import Thresholds

LABELS_NEEDED = 300
"""Labelled turns below which an organization's own bands are less reliable than the shipped ones."""

FOLDS = 5
ANSWERS_NEEDED = 30
"""Answers, held out, below which a precision says nothing."""

SHORTFALL = 0.02
"""What a precision loses on new questions: the threshold aims this much higher."""

GAIN = 0.01


class Label(NamedTuple):
    """What the first candidate looked like and whether it was right; labels of one `group` (a visitor) stay in one fold."""

    features: Mapping[str, float]
    is_right: bool
    group: str


class Figures(NamedTuple):
    """Of `n` labelled turns: those that would be answered, and those of them that would be right."""

    n: int
    answered: int
    right: int

    @property
    def precision(self) -> float | None:
        """0..1, None where nothing is answered."""
        return self.right / self.answered if self.answered else None

    @property
    def coverage(self) -> float:
        """0..1, the share that is answered."""
        return self.answered / self.n if self.n else 0.0


class Verdict(StrEnum):
    BETTER = "better"
    NOT_BETTER = "not_better"
    ONE_SIDED = "one_sided"
    CONTRADICTED = "contradicted"
    OUT_OF_REACH = "out_of_reach"


class Fit(NamedTuple):
    """`before` and `after` are held-out figures of the shipped and of the fitted bands; the calibrator only where better."""

    verdict: Verdict
    before: Figures
    after: Figures
    calibrator: Calibrator | None


class Unfit(Exception):
    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


def fit(labels: Sequence[Label], shipped: Calibrator, aim: float) -> Fit:
    """Fit to all labels and judge by cross-validation, for a wanted precision `aim` (0..1). ValueError below LABELS_NEEDED."""
    if len(labels) < LABELS_NEEDED:
        raise ValueError(f"{LABELS_NEEDED} labels are needed, not {len(labels)}")
    before = figures(labels, lambda label: shipped)
    nothing = Figures(len(labels), 0, 0)
    try:
        calibrator = tuned(labels, shipped, aim)
        held_out = [_tuned_without(fold, labels, shipped, aim) for fold in range(FOLDS)]
    except Unfit as why:
        return Fit(why.verdict, before, nothing, None)
    after = figures(labels, lambda label: held_out[_fold(label)])
    better = is_better(before, after, aim)
    return Fit(Verdict.BETTER if better else Verdict.NOT_BETTER, before, after, calibrator if better else None)


def figures(labels: Sequence[Label], calibrator_of: Callable[[Label], Calibrator]) -> Figures:
    """What would be answered, and rightly, by the calibrator of each label."""
    answered = [label for label in labels if _is_answered(label, calibrator_of(label))]
    return Figures(len(labels), len(answered), sum(label.is_right for label in answered))


def is_better(before: Figures, after: Figures, aim: float) -> bool:
    """More answers at the wanted precision, or, where that was missed, more precision."""
    if after.precision is None or after.answered < ANSWERS_NEEDED:
        return False
    if before.precision is None or before.precision >= aim:
        return after.precision >= aim and after.coverage >= before.coverage + GAIN
    return after.precision >= before.precision + GAIN


def tuned(labels: Sequence[Label], shipped: Calibrator, aim: float) -> Calibrator:
    """The shipped calibrator, stretched and shifted to these labels, with the threshold for `aim`. Raises Unfit."""
    if len({label.is_right for label in labels}) < 2:
        raise Unfit(Verdict.ONE_SIDED)
    scale, shift = platt([(_logit(label, shipped), label.is_right) for label in labels])
    if scale <= 0:
        raise Unfit(Verdict.CONTRADICTED)
    intercept = shift + scale * shipped.intercept
    weights = {name: scale * weight for name, weight in shipped.weights.items()}
    stretched = Calibrator(intercept, weights, shipped.thresholds)
    answer = _threshold([(stretched.probability(label.features), label.is_right) for label in labels], aim)
    offered = shipped.thresholds.offer
    offer = _sigmoid(shift + scale * math.log(offered / (1 - offered))) if 0 < offered < 1 else offered
    return Calibrator(intercept, weights, Thresholds(answer=answer, offer=round(min(offer, answer), 4)))


def platt(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Scale and shift of the logits that make them probabilities: logistic regression, by Newton's method.

    The targets are drawn in a little from 0 and 1 (Platt 1999), so that labels which separate wholly give finite numbers.
    """
    positive = sum(right for _, right in scored)
    high, low = (positive + 1) / (positive + 2), 1 / (len(scored) - positive + 2)
    scale, shift = 1.0, 0.0
    loss = _loss(scored, scale, shift, high, low)
    for _ in range(100):
        a = b = aa = ab = bb = 0.0
        for logit, right in scored:
            p = _sigmoid(scale * logit + shift)
            off, weight = p - (high if right else low), p * (1 - p)
            a, b = a + off * logit, b + off
            aa, ab, bb = aa + weight * logit * logit, ab + weight * logit, bb + weight
        aa, bb = aa + 1e-6, bb + 1e-6
        determinant = aa * bb - ab * ab
        step_scale, step_shift = (bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant
        length = 1.0
        while length > 1e-6:
            tried = _loss(scored, scale - length * step_scale, shift - length * step_shift, high, low)
            if tried < loss:
                break
            length /= 2
        else:
            break
        scale, shift, gained, loss = scale - length * step_scale, shift - length * step_shift, loss - tried, tried
        if gained < 1e-9:
            break
    return scale, shift


def _loss(scored: Sequence[tuple[float, bool]], scale: float, shift: float, high: float, low: float) -> float:
    total = 0.0
    for logit, right in scored:
        p = min(max(_sigmoid(scale * logit + shift), 1e-15), 1 - 1e-15)
        target = high if right else low
        total -= target * math.log(p) + (1 - target) * math.log(1 - p)
    return total


def _threshold(scored: Sequence[tuple[float, bool]], aim: float) -> float:
    """The lowest probability from which answers are right often enough, halfway to the next lower one. Raises Unfit."""
    ranked = sorted(scored, reverse=True)
    wanted = min(aim + SHORTFALL, 0.999)
    found, right = None, 0
    for place, (probability, is_right) in enumerate(ranked, 1):
        right += is_right
        following = ranked[place][0] if place < len(ranked) else 0.0
        if following < probability and place >= ANSWERS_NEEDED and right / place >= wanted:
            found = (probability + max(following, probability - 0.02)) / 2
    if found is None:
        raise Unfit(Verdict.OUT_OF_REACH)
    return round(found, 4)


def _tuned_without(fold: int, labels: Sequence[Label], shipped: Calibrator, aim: float) -> Calibrator:
    return tuned([label for label in labels if _fold(label) != fold], shipped, aim)


def _fold(label: Label) -> int:
    return crc32(label.group.encode()) % FOLDS


def _is_answered(label: Label, calibrator: Calibrator) -> bool:
    return calibrator.probability(label.features) >= calibrator.thresholds.answer


def _logit(label: Label, calibrator: Calibrator) -> float:
    raw = calibrator.intercept + sum(w * label.features.get(name, 0.0) for name, w in calibrator.weights.items())
    return max(-50.0, min(50.0, raw))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
