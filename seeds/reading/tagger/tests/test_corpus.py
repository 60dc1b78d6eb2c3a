"""Scores count whole names of the right class; variants of one sentence stay together."""

import pytest

from seeds.reading.tagger import corpus


@pytest.mark.parametrize(
    ("gold", "found", "f1"),
    [
        ("B-PERSON I-PERSON O", "B-PERSON I-PERSON O", 1),
        ("B-PERSON I-PERSON O", "B-PERSON O O", 0),
        ("B-PERSON I-PERSON O", "B-PERSON B-PERSON O", 0),
        ("B-PERSON B-PERSON O", "B-PERSON I-PERSON O", 0),
        ("B-PERSON O B-GPE", "B-PERSON O B-PERSON", 0.5),
    ],
)
def test_score(gold, found, f1):
    assert corpus.score([gold.split()], [found.split()])["all"].f1 == pytest.approx(f1)


def test_halves_keep_variants_together():
    sentence = [corpus.Labelled(f"сөз{i} тағы{i} үшінші{i}".split(), ["O"] * 3) for i in range(4)]
    variant = corpus.Labelled(["сөз1", "тағы1", "3"], ["O"] * 3)
    first, second = corpus.halves([sentence[0], sentence[1], variant, sentence[2], sentence[3]], 0.4)
    assert variant in first
    assert second == sentence[2:]


def test_read(tmp_path):
    file = tmp_path / "some.txt"
    file.write_text("Айсұлу B-PERSON\nкелді O\n\n. O\n\n", encoding="utf-8")
    assert corpus.read(file) == [(["Айсұлу", "келді"], ["B-PERSON", "O"]), (["."], ["O"])]
