"""The trained tagger in numpy: features summed to a vector, bidirectional LSTMs over the sentence, a CRF on top.

Several networks of one shape vote: their scores are averaged before the best path is sought.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from seeds.reading.tagger import features

WEIGHTS = Path(__file__).resolve().parent / "weights.npz"
_BATCH = 32
_CACHED_WORDS = 20_000


class Span(NamedTuple):
    start: int
    end: int
    label: str  # PERSON, ORGANISATION, GPE, POSITION, PROJECT … of KazNERD
    score: float  # the probability of its least sure token


@functools.lru_cache(maxsize=1)
def load() -> Tagger:
    """The tagger with the weights that are shipped, read once a process."""
    return Tagger(WEIGHTS)


class Tagger:
    def __init__(self, path: Path):
        with np.load(path, allow_pickle=False) as file:
            self.labels: list[str] = str(file["labels"]).split("\n")
            self._rows = {name: row for row, name in enumerate(str(file["features"]).split("\n"))}
            self._table, self._scale = file["table"], file["scale"].astype(np.float32)
            names = ("input", "recurrent", "bias", "output", "output_bias", "transitions", "start", "end")
            weights = [file[name].astype(np.float32) for name in names]
        self._input, self._recurrent, self._bias, self._output, *weights = weights
        self._output_bias, self._transitions, self._start, self._end = weights
        self._likely = np.exp(self._transitions)
        self._size = self._recurrent.shape[1]  # of one direction's state
        self._networks = len(self._output)
        self._place = {name: self._sum([name]) for name in (features.QUOTED, features.UNQUOTED, features.FIRST)}
        self._words: dict[str, np.ndarray] = {}

    def tag(self, tokens: Sequence[str]) -> list[str]:
        """IOB2 labels of one sentence's tokens."""
        return self.tag_all([tokens])[0]

    def tag_all(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The same for many sentences, several times faster than one by one."""
        return [[self.labels[i] for i in path] for path, _ in self._decode(sentences)]

    def spans(self, text: str) -> list[Span]:
        """The names in ``text``, in its order, with offsets into it."""
        return self.spans_all([text])[0]

    def spans_all(self, texts: Sequence[str]) -> list[list[Span]]:
        """The same for many texts, such as the sentences of a document, several times faster than one by one."""
        cut = [(number, tokens) for number, text in enumerate(texts) for tokens in features.sentences(text)]
        decoded = self._decode([[token.text for token in tokens] for _, tokens in cut], sure=True)
        found: list[list[Span]] = [[] for _ in texts]
        for (number, tokens), (path, sureness) in zip(cut, decoded, strict=True):
            for first, last, label in runs([self.labels[i] for i in path]):
                score = float(min(sureness[first:last]))
                found[number].append(Span(tokens[first].start, tokens[last - 1].end, label, round(score, 3)))
        return found

    def _sum(self, names: Sequence[str]) -> np.ndarray:
        rows = [row for row in map(self._rows.get, names) if row is not None]
        return self._scale[rows] @ self._table[rows].astype(np.float32)

    def _word(self, word: str) -> np.ndarray:
        vector = self._words.get(word)
        if vector is None:
            identity, shared = features.of_word(word)
            vector = self._sum([*identity, *shared])
            if len(self._words) >= _CACHED_WORDS:
                self._words.clear()
            self._words[word] = vector
        return vector

    def _vectors(self, words: list[str]) -> np.ndarray:
        found = np.array([self._word(word) for word in words])
        for row, names in zip(found, features.of_place(words), strict=True):
            for name in names:
                row += self._place[name]
        return found

    def _decode(self, sentences: Sequence[Sequence[str]], sure: bool = False) -> list[tuple[list[int], np.ndarray]]:
        """The best path through each sentence, and each token's probability when asked for."""
        normal = [features.normal(list(words)) for words in sentences]
        found = [([self.labels.index("O")] * len(words), np.ones(len(words), np.float32)) for words in normal]
        # A line of signs only has no names; such lines may be long.
        order = [i for i, words in enumerate(normal) if any(c.isalnum() for word in words for c in word)]
        order.sort(key=lambda i: -len(normal[i]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            lengths = np.array([len(normal[i]) for i in batch])
            scores = self._scores([self._vectors(normal[i]) for i in batch], lengths)
            paths = self._best(scores, lengths)
            marginals = self._marginals(scores, lengths) if sure else None
            for row, i in enumerate(batch):
                path = paths[row, : lengths[row]]
                chances = marginals[row, np.arange(len(path)), path] if sure else found[i][1]
                found[i] = (path.tolist(), chances)
        return found

    def _scores(self, vectors: list[np.ndarray], lengths: np.ndarray) -> np.ndarray:
        """Scores of each label for each token: sentences (the longest first), tokens, labels."""
        count, longest, networks, size = len(vectors), lengths[0], self._networks, self._size
        padded = np.zeros((2, count, longest, vectors[0].shape[1]), np.float32)
        for row, vector in enumerate(vectors):
            padded[0, row, : len(vector)] = vector
            padded[1, row, : len(vector)] = vector[::-1]
        # directions, sentences, tokens, networks, width -> networks, directions, tokens, sentences, width
        padded = padded.reshape(2, count, longest, networks, -1).transpose(3, 0, 2, 1, 4)
        width = padded.shape[-1]
        both = np.ascontiguousarray(padded).reshape(2 * networks, longest * count, width)
        entering = (both @ self._input + self._bias[:, None]).reshape(2 * networks, longest, count, 4 * size)
        states = np.zeros((2 * networks, longest, count, size), np.float32)
        state = np.zeros((2 * networks, count, size), np.float32)
        cell = np.zeros_like(state)
        for step in range(longest):
            live = int((lengths > step).sum())
            gates = np.tanh(entering[:, step, :live] + state[:, :live] @ self._recurrent)
            opening = gates[..., : 3 * size] * 0.5 + 0.5
            cell = opening[..., size : 2 * size] * cell[:, :live] + opening[..., :size] * gates[..., 3 * size :]
            state = opening[..., 2 * size :] * np.tanh(cell)
            states[:, step, :live] = state
        states = states.reshape(networks, 2, longest, count, size)
        for row, length in enumerate(lengths):
            states[:, 1, :length, row] = states[:, 1, :length, row][:, ::-1]
        joined = np.concatenate([states[:, 0], states[:, 1], padded[:, 0]], axis=-1)
        scores = joined.reshape(networks, longest * count, -1) @ self._output
        return (scores.mean(0) + self._output_bias).reshape(longest, count, -1).transpose(1, 0, 2)

    def _best(self, scores: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        count, longest, labels = scores.shape
        back = np.zeros((longest, count, labels), np.int64)
        final = np.empty((count, labels), np.float32)
        into = np.ascontiguousarray(self._transitions.T)
        best = self._start + scores[:, 0]
        for step in range(1, longest + 1):
            live = int((lengths > step).sum())
            final[live : len(best)] = best[live:]
            if not live:
                break
            ways = best[:live, None, :] + into
            back[step, :live] = ways.argmax(2)
            best = np.take_along_axis(ways, back[step, :live, :, None], 2)[..., 0] + scores[:live, step]
        paths = np.zeros((count, longest), np.int64)
        last = (final + self._end).argmax(1)
        rows = np.arange(count)
        for step in range(longest - 1, -1, -1):
            begun = lengths > step
            paths[begun, step] = last[begun]
            last = np.where(begun, back[step, rows, last], last)
        return paths

    def _marginals(self, scores: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """The probability of each label for each token, forward times backward."""
        local = np.exp(scores - scores.max(2, keepdims=True))
        forward, backward = np.zeros_like(local), np.zeros_like(local)
        longest = local.shape[1]
        forward[:, 0] = _shares(np.exp(self._start) * local[:, 0])
        for step in range(1, longest):
            live = int((lengths > step).sum())
            forward[:live, step] = _shares((forward[:live, step - 1] @ self._likely) * local[:live, step])
        ending = np.exp(self._end)
        for step in range(longest - 1, -1, -1):
            live, later = int((lengths > step).sum()), int((lengths > step + 1).sum())
            backward[later:live, step] = ending
            if later:
                following = backward[:later, step + 1] * local[:later, step + 1]
                backward[:later, step] = _shares(following @ self._likely.T)
        return _shares(forward * backward)


def _shares(values: np.ndarray) -> np.ndarray:
    return values / np.maximum(values.sum(-1, keepdims=True), 1e-30)


def runs(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first token, token after the last, class) of each name in IOB2 labels."""
    found: list[tuple[int, int, str]] = []
    first, kind = 0, ""
    for at, label in enumerate([*labels, "O"]):
        if kind and label != "I-" + kind:
            found.append((first, at, kind))
            kind = ""
        if label[:2] == "B-" or (label != "O" and not kind):
            first, kind = at, label[2:]
    return found
