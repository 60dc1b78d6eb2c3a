"""``python -m seeds.reading.tagger.evaluate PATH/dev.txt``: F1 per class, speed, memory and size of the weights."""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from seeds.reading.tagger import corpus
from seeds.reading.tagger.model import WEIGHTS, Tagger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    sentences = corpus.read(options.file)
    before, began = _memory(), time.process_time()
    tagger = Tagger(options.weights)
    tagger.tag(["Сәлем", "."])
    loaded = time.process_time() - began
    began = time.process_time()
    found = tagger.tag_all([sentence.words for sentence in sentences])
    spent = time.process_time() - began
    for label, row in corpus.score([sentence.labels for sentence in sentences], found).items():
        print(f"{label:14} P {row.precision:6.1%}  R {row.recall:6.1%}  F1 {row.f1:6.1%}  of {row.count}")
    count = sum(len(sentence.words) for sentence in sentences)
    print(f"{count / spent:,.0f} tokens per CPU second, from a cold cache")
    print(f"load {loaded:.2f} s, {_memory() - before:.0f} MB; weights {options.weights.stat().st_size / 1e6:.1f} MB")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
