"""How probably the first candidate is the right answer.

A logistic regression on the candidate's features, one set of coefficients for each combination of rankers. The shipped
ones (`coefficients.json`, made by `fit`) come from public question sets; `tuning` makes a brand's own of them.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kefu.contact.bot.rules import Thresholds

REGULARISATION = 1.0


class Calibrator(NamedTuple):
    """Coefficients in units of the features as `ranking` gives them, with the thresholds that go with them."""

    intercept: float
    weights: Mapping[str, float]
    thresholds: Thresholds

    def probability(self, features: Mapping[str, float]) -> float:
        """0..1 that the candidate with these features is right; a feature that is absent counts as 0."""
        logit = self.intercept + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def to_dict(self) -> dict[str, object]:
        return {
            "intercept": round(self.intercept, 5),
            "weights": {name: round(weight, 5) for name, weight in sorted(self.weights.items())},
            "thresholds": {"answer": self.thresholds.answer, "offer": self.thresholds.offer},
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Calibrator":
        """The calibrator `to_dict` wrote; KeyError, TypeError or ValueError for anything else."""
        intercept, weights, thresholds = stored["intercept"], stored["weights"], stored["thresholds"]
        if not (isinstance(intercept, (int, float)) and isinstance(weights, dict) and isinstance(thresholds, dict)):
            raise TypeError("coefficients need a number, weights and thresholds")
        return cls(
            float(intercept), {str(name): float(weight) for name, weight in weights.items()}, Thresholds(**thresholds)
        )


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Calibrator]:
    stored = json.loads(files(__package__).joinpath("coefficients.json").read_text(encoding="utf-8"))
    return {profile: Calibrator.from_dict(coefficients) for profile, coefficients in stored["profiles"].items()}


def shipped(profile: str) -> Calibrator:
    """The coefficients that ship for this combination of rankers (`Index.profile`); KeyError for an unknown one."""
    return _shipped()[profile]


def fitted(labelled: Sequence[tuple[Mapping[str, float], bool]], thresholds: Thresholds) -> Calibrator:
    """Logistic regression on standardised features, given back in the features' own units."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for features, _ in labelled for name in features})
    rows = np.array([[features.get(name, 0.0) for name in names] for features, _ in labelled])
    spread = rows.std(axis=0)
    spread[spread < 1e-9] = 1.0
    model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(rows / spread, [right for _, right in labelled])
    weights = model.coef_[0] / spread
    return Calibrator(float(model.intercept_[0]), dict(zip(names, map(float, weights), strict=True)), thresholds)
