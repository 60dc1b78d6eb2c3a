"""``python -m seeds.reading.tagger.train PATH/train.txt``: train the tagger and write its weights.

Needs torch (requirements-train.txt), which nothing else does. ``--tune`` holds back the last part of the file and
prints the F1 on it, writing nothing: for choosing between settings without looking at dev.txt. One thread and fixed
seeds: a second run gives the same weights.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from seeds.reading.tagger import corpus, features
from seeds.reading.tagger.corpus import Labelled
from seeds.reading.tagger.model import WEIGHTS, Tagger

SEEDS = (2, 3)  # one network each
EPOCHS = 12
BATCH = 32
WIDTH, STATE = 96, 128
LEAST = 3  # a feature must be seen with so many words, or so often when it names a word
DROPOUT, IDENTITY_DROPOUT, FEATURE_DROPOUT = 0.4, 0.3, 0.1
RATE, TABLE_RATE, WARM_UP = 2e-3, 4e-3, 200
WITH_INITIALS, WITH_OTHER_NAME, IN_CAPITALS = 0.3, 0.7, 0.04  # shares of what could be written so
NEVER = -100.0


def known_features(sentences: list[Labelled]) -> dict[str, int]:
    """The features that are frequent enough to learn, and their rows in the table."""
    words = Counter(word for sentence in sentences for word in features.normal(sentence.words))
    types, uses = Counter(), Counter()
    for word, count in words.items():
        identity, shared = features.of_word(word)
        types.update(identity + shared)
        for name in identity:
            uses[name] += count
    names = [name for name, count in types.items() if count >= LEAST or uses[name] >= LEAST]
    return {name: row for row, name in enumerate([*names, features.QUOTED, features.UNQUOTED, features.FIRST])}


def _quoted(sentence: Labelled) -> list[tuple[int, int, str]]:
    words = ["", *sentence.words, ""]
    return [
        (first, after, label)
        for first, after, label in corpus.runs(sentence.labels)
        if words[first] == "«" and words[after + 1] == "»"
    ]


def written_otherwise(sentences: list[Labelled], random: np.random.Generator) -> list[Labelled]:
    """Copies in a newspaper's hand: KazNERD is speech written down and has no initials and no lines of capitals.

    And copies with another name in the quotes: the words around tell whether it is a project's or a firm's.
    """
    found = []
    contents = [sentence.words[first:after] for sentence in sentences for first, after, _ in _quoted(sentence)]
    for words, labels in sentences:
        initials = [
            at
            for at in range(len(words) - 1)
            if labels[at : at + 2] == ["B-PERSON", "I-PERSON"] and words[at][0].isupper() and words[at + 1][0].isupper()
        ]
        if initials and random.random() < WITH_INITIALS:
            copy, names = list(words), list(labels)
            for at in reversed(initials):
                copy[at : at + 1] = [words[at][0], "."]
                names[at : at + 1] = ["B-PERSON", "I-PERSON"]
            found.append(Labelled(copy, names))
        for first, after, label in _quoted(Labelled(words, labels)):
            if random.random() < WITH_OTHER_NAME:
                other = contents[random.integers(len(contents))]
                names = ["B-" + label] + ["I-" + label] * (len(other) - 1)
                found.append(
                    Labelled(
                        [*words[:first], *other, *words[after:]],
                        [*labels[:first], *names, *labels[after:]],
                    )
                )
        if any(label != "O" for label in labels) and random.random() < IN_CAPITALS:
            found.append(Labelled([word.upper() for word in words], labels))
    return found


class Prepared:
    """Sentences as rows of the table; batches of them with features left out at random."""

    def __init__(self, sentences: list[Labelled], rows: dict[str, int], labels: list[str]):
        numbers = {label: number for number, label in enumerate(labels)}
        words: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self.sentences = []
        for sentence in sentences:
            normal = features.normal(sentence.words)
            for word in normal:
                if word not in words:
                    words[word] = tuple(
                        np.array([rows[name] for name in names if name in rows], np.int64)
                        for names in features.of_word(word)
                    )
            place = [np.array([rows[name] for name in names]) for names in features.of_place(normal)]
            truth = [numbers[label] for label in sentence.labels]
            self.sentences.append(([words[word] for word in normal], place, truth))
        self.lengths = np.array([len(truth) for *_, truth in self.sentences])

    def batches(self, random: np.random.Generator) -> list[np.ndarray]:
        order = np.argsort(self.lengths + random.random(len(self.lengths)) * 4, kind="stable")
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        return [batches[i] for i in random.permutation(len(batches))]

    def batch(self, numbers: np.ndarray, random: np.random.Generator):
        longest = int(self.lengths[numbers].max())
        truth = np.zeros((len(numbers), longest), np.int64)
        present = np.zeros((len(numbers), longest), bool)
        rows, offsets, count = [], [], 0
        for at, number in enumerate(numbers):
            words, place, labels = self.sentences[number]
            truth[at, : len(labels)], present[at, : len(labels)] = labels, True
            for step in range(longest):
                offsets.append(count)
                if step < len(words):
                    identity, shared = words[step]
                    if len(identity) and random.random() < IDENTITY_DROPOUT:
                        identity = identity[:0]
                    shared = shared[random.random(len(shared)) >= FEATURE_DROPOUT]
                    rows += [identity, shared, place[step]]
                    count += len(identity) + len(shared) + len(place[step])
        return (torch.from_numpy(a) for a in (np.concatenate(rows), np.array(offsets), truth, present))


class Network(nn.Module):
    def __init__(self, rows: int, labels: list[str]):
        super().__init__()
        count = len(labels)
        self.table = nn.EmbeddingBag(rows, WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=0.05)
        self.lstm = nn.LSTM(WIDTH, STATE, batch_first=True, bidirectional=True)
        self.output = nn.Linear(2 * STATE + WIDTH, count)
        self.free_transitions = nn.Parameter(torch.zeros(count, count))
        self.free_start, self.end = nn.Parameter(torch.zeros(count)), nn.Parameter(torch.zeros(count))
        banned, banned_start = torch.zeros(count, count), torch.zeros(count)
        for inside, label in enumerate(labels):
            if label[0] == "I":
                banned_start[inside] = NEVER
                for before, other in enumerate(labels):
                    if other[1:] != label[1:]:
                        banned[before, inside] = NEVER
        self.register_buffer("banned", banned)
        self.register_buffer("banned_start", banned_start)

    @property
    def transitions(self) -> torch.Tensor:
        return self.free_transitions + self.banned

    @property
    def start(self) -> torch.Tensor:
        return self.free_start + self.banned_start

    def forward(self, rows, offsets, present):
        vectors = self.table(rows, offsets).view(*present.shape, -1)
        vectors = functional.dropout(vectors, DROPOUT, self.training)
        packed = nn.utils.rnn.pack_padded_sequence(vectors, present.sum(1), batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True, total_length=present.shape[1]
        )
        states = functional.dropout(states, DROPOUT, self.training)
        return self.output(torch.cat([states, vectors], 2))

    def loss(self, rows, offsets, truth, present):
        """The negative log likelihood of the true labels under the CRF, a sentence."""
        scores, weight = self(rows, offsets, present), present.float()
        transitions = self.transitions
        likely = transitions.exp()
        forward = self.start + scores[:, 0]
        for step in range(1, scores.shape[1]):
            highest = forward.max(1, keepdim=True)[0].detach()
            following = torch.log(torch.exp(forward - highest) @ likely + 1e-30) + highest + scores[:, step]
            forward = torch.where(present[:, step : step + 1], following, forward)
        total = torch.logsumexp(forward + self.end, 1)
        path = (scores.gather(2, truth[:, :, None])[:, :, 0] * weight).sum(1) + self.start[truth[:, 0]]
        path = path + (transitions[truth[:, :-1], truth[:, 1:]] * weight[:, 1:]).sum(1)
        path = path + self.end[truth.gather(1, present.sum(1, keepdim=True) - 1)[:, 0]]
        return (total - path).mean()


def trained(prepared: Prepared, rows: int, labels: list[str], seed: int) -> Network:
    """One network; the rate falls to nothing over the epochs, so that the last is the one to keep."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(rows, labels)
    dense = [parameter for name, parameter in network.named_parameters() if not name.startswith("table")]
    optimizers = [
        (torch.optim.SparseAdam(list(network.table.parameters()), lr=TABLE_RATE), TABLE_RATE),
        (torch.optim.AdamW(dense, lr=RATE, weight_decay=1e-2), RATE),
    ]
    steps, step = EPOCHS * len(prepared.batches(np.random.default_rng(0))), 0
    for epoch in range(EPOCHS):
        began, losses = time.time(), []
        for numbers in prepared.batches(random):
            share = min(1, step / WARM_UP) * max(0.02, 1 - step / steps)
            step += 1
            loss = network.loss(*prepared.batch(numbers, random))
            for optimizer, rate in optimizers:
                optimizer.param_groups[0]["lr"] = rate * share
                optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 5)
            for optimizer, _ in optimizers:
                optimizer.step()
            losses.append(loss.item())
        print(f"seed {seed} epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.time() - began:.0f} s", flush=True)
    return network


def save(networks: list[Network], rows: dict[str, int], labels: list[str], path: Path) -> None:
    """The networks side by side as model.Tagger wants them; the table in bytes, the rest in half precision."""
    with torch.no_grad():
        table = np.concatenate([network.table.weight.numpy() for network in networks], axis=1)
        scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
        # torch orders the gates input, forget, cell, output; a sigmoid is a tanh of half its argument.
        order = np.concatenate([np.arange(gate * STATE, (gate + 1) * STATE) for gate in (0, 1, 3, 2)])
        halved = np.repeat([0.5, 0.5, 0.5, 1.0], STATE)
        arrays = {"input": [], "recurrent": [], "bias": []}
        for network in networks:
            for way in ("", "_reverse"):
                weights_in, weights_back, bias_in, bias_back = (
                    getattr(network.lstm, name + "_l0" + way).numpy()[order]
                    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
                )
                arrays["input"].append((weights_in * halved[:, None]).T)
                arrays["recurrent"].append((weights_back * halved[:, None]).T)
                arrays["bias"].append((bias_in + bias_back) * halved)
        arrays["output"] = [network.output.weight.numpy().T for network in networks]
        for name, value in (
            ("output_bias", lambda network: network.output.bias),
            ("transitions", lambda network: network.transitions),
            ("start", lambda network: network.start),
            ("end", lambda network: network.end),
        ):
            arrays[name] = np.mean([value(network).numpy() for network in networks], axis=0)
    np.savez_compressed(
        path,
        features=np.array("\n".join(rows)),
        labels=np.array("\n".join(labels)),
        table=np.rint(table / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        **{name: np.array(value).astype(np.float16) for name, value in arrays.items()},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--tune", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    sentences, held = corpus.read(options.file), []
    if options.tune:
        sentences, held = corpus.halves(sentences, 0.89)
    sentences += written_otherwise(sentences, np.random.default_rng(1))
    labels = ["O", *sorted({label for sentence in sentences for label in sentence.labels} - {"O"})]
    rows = known_features(sentences)
    prepared = Prepared(sentences, rows, labels)
    print(f"{len(sentences)} sentences, {len(rows)} features", flush=True)
    networks = [trained(prepared, len(rows), labels, seed) for seed in SEEDS]
    if not options.tune:
        save(networks, rows, labels, options.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.npz"
        for chosen in ([network] for network in networks) if len(networks) > 1 else ():
            save(chosen, rows, labels, path)
            _report(path, held)
        save(networks, rows, labels, path)
        _report(path, held)


def _report(path: Path, held: list[Labelled]) -> None:
    tagger = Tagger(path)
    found = corpus.score([s.labels for s in held], tagger.tag_all([s.words for s in held]))
    shown = ("all", "PERSON", "ORGANISATION", "GPE", "POSITION", "PROJECT", "DATE")
    print("F1", ", ".join(f"{label} {found[label].f1:.1%}" for label in shown))


if __name__ == "__main__":
    main()
