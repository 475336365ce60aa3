"""Which entry a question belongs to, learnt from the entries' own questions."""

import warnings

import numpy as np
from numpy.typing import NDArray

QUESTIONS_NEEDED = 3
"""Questions an entry must have on average before learning from them beats comparing with each of them."""

MOST_ENTRIES = 400
"""Above this, softmax regression takes minutes (its cost grows with entries × questions) and ridge regression, which
is solved at once, takes its place."""

INVERSE_REGULARISATION = 10.0
RIDGE = 3.0
RIDGE_SCALE = 12.0
"""Makes ridge scores (0..1) comparable with the logits of softmax regression."""


class Classifier:
    """A linear model with one logit for each entry."""

    def __init__(self, vectors: NDArray[np.float32], entries: NDArray[np.intp], count: int) -> None:
        """Learn from one row of `vectors` for each question and the number of its entry, 0..count-1, count >= 2."""
        self._weights, self._bias = (
            _softmax(vectors, entries) if count <= MOST_ENTRIES else _ridge(vectors, entries, count)
        )

    def logits(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return (vectors @ self._weights + self._bias).astype(np.float32, copy=False)


def _softmax(
    vectors: NDArray[np.float32], entries: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=200, tol=1e-4)
    # One thread: these matrices are small, and several threads on busy cores wait for each other far longer than they work.
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(vectors, entries)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:  # two entries: scikit-learn keeps the logit of the second one only
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return weights.astype(np.float32), bias.astype(np.float32)


def _ridge(
    vectors: NDArray[np.float32], entries: NDArray[np.intp], count: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    shares = np.bincount(entries, minlength=count).astype(np.float32) / len(entries)
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, entries, centred)
    gram = centred.T @ centred + RIDGE * np.eye(vectors.shape[1], dtype=np.float32)
    weights = (RIDGE_SCALE * np.linalg.solve(gram, sums.T)).astype(np.float32)
    return weights, RIDGE_SCALE * shares - mean @ weights
