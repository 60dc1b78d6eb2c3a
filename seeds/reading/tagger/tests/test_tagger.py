"""Spans lie inside the text and come out the same alone, in a batch and in another process."""

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.reading.tagger import features, load

SENTENCES = [
    "Кеше облыс әкімі Айсұлу Серікова Семейге барды.",
    "«Нұрлы жер» бағдарламасы 2023 жылы 14 ауданда басталды.",
    "Бас қосуға Мәжіліс депутаты Ерлан Досымбаев қатысты.",
    "Бүгін жаңбыр жауады.",
    "",
    "— ?! …",
]
ANY = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from([*SENTENCES, "\n", '"', "😀", "и\u0306"])).map(
    "".join
)


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        (SENTENCES[0], "PERSON", "Айсұлу Серікова"),
        (SENTENCES[0], "GPE", "Семейге"),
        (SENTENCES[1], "PROJECT", "Нұрлы жер"),
        (SENTENCES[2], "PERSON", "Ерлан Досымбаев"),
        ('Бұл "Нұрлы жер" бағдарламасы туралы.', "PROJECT", "Нұрлы жер"),
        ("Алдымен сөз алған Қанат Бекови\u0306 болды.", "PERSON", "Қанат Бекови\u0306"),
    ],
)
def test_finds(text, label, name):
    assert (label, name) in [(span.label, text[span.start : span.end]) for span in load().spans(text)]


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_spans_lie_inside_the_text(text):
    starts = {token.start for line in features.sentences(text) for token in line}
    ends = {token.end for line in features.sentences(text) for token in line}
    last = 0
    for span in load().spans(text):
        assert last <= span.start < span.end <= len(text)
        assert span.start in starts
        assert span.end in ends
        assert 0 < span.score <= 1
        last = span.end


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_tokens_cover_all_but_space(text):
    at = 0
    for token in features.tokens(text):
        assert token.text == text[token.start : token.end]
        assert not any(letter.isalnum() for letter in text[at : token.start])
        at = token.end
    assert not any(letter.isalnum() for letter in text[at:])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=12))
def test_every_token_has_a_label_and_no_name_begins_inside(words):
    labels = load().tag(words)
    assert len(labels) == len(words)
    for before, label in zip(["O", *labels], labels, strict=False):
        assert label[:2] != "I-" or before[1:] == label[1:]


def test_a_batch_reads_like_its_sentences():
    tagger = load()
    assert tagger.spans_all(SENTENCES) == [tagger.spans(text) for text in SENTENCES]
    tokens = [[token.text for token in features.tokens(text)] for text in SENTENCES]
    assert tagger.tag_all(tokens) == [tagger.tag(words) for words in tokens]


def test_reads_the_same_in_another_process():
    program = "from seeds.reading.tagger import load; import sys; print(load().spans_all(sys.argv[1:]))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, *SENTENCES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{load().spans_all(SENTENCES)}\n"}


@pytest.mark.parametrize("noise", ["ә", "-", "\u0306", "и\u0306", "«", "1", "а-", " "])
def test_noise_is_cheap(noise):
    text = noise * (100_000 // len(noise))
    load()
    began = time.process_time()
    load().spans(text)
    assert time.process_time() - began < 1
