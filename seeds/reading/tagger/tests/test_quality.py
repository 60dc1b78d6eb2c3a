"""The shipped weights are as good as the README says."""

from pathlib import Path

import pytest

from seeds.reading.tagger import corpus, load
from seeds.reading.tagger.model import WEIGHTS

FILE = Path(__file__).resolve().parents[5] / "shared" / "data" / "kaznerd" / "dev.txt"


@pytest.mark.skipif(not FILE.is_file(), reason="KazNERD's dev.txt is not beside the project")
def test_f1():
    sentences = corpus.read(FILE)
    found = corpus.score([s.labels for s in sentences], load().tag_all([s.words for s in sentences]))
    assert found["all"].f1 >= 0.86
    assert found["PERSON"].f1 >= 0.9


def test_weights_are_small_and_attributed():
    assert WEIGHTS.stat().st_size < 15_000_000
    assert "CC BY 4.0" in WEIGHTS.with_name("ATTRIBUTION.md").read_text(encoding="utf-8")
