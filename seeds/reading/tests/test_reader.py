"""Any order of real words is read: nothing fails, every span lies in the text, and the reading is the same again."""

import dataclasses
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seeds.reading import drafts
from seeds.reading.gazetteer import load
from seeds.reading.reader import read

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TOKENS = [
    token
    for path in sorted(SAMPLES.glob("[kr][ku]/*.txt"))
    for token in re.findall(r"\w+|[^\w\s]|\s+", path.read_text(encoding="utf-8"))
]
# What grammars hang on: heads, marks, endings and numbers without what belongs to them.
LOOSE = [
    "№", "№ 5", "81-", "-ші", "-ге", "«", "»", "\"", "–", "-", "(", ")", "%", "млн", "12,5", "2023", "31", ":",
    "/", ".", ".kz", "облысы", "министрлігі", "комитеті", "мектебі", "филиалы", "қоры", "партия", "фонд", "школа",
    "управление", "аким", "әкімі", "до", "дейін", "жылы", "года", "теңге", "человек",
]  # fmt: skip

runs = st.builds(
    lambda start, length: "".join(TOKENS[start : start + length]),
    st.integers(0, len(TOKENS) - 1),
    st.integers(1, 15),
)
texts = st.lists(st.one_of(runs, st.sampled_from(LOOSE), st.sampled_from([" ", "\n", "\n\n"])), max_size=60).map(
    "".join
)


def spans(value):
    """Every span that a reading holds, at whatever depth."""
    if isinstance(value, drafts.Span):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, drafts.Document):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_words_in_any_order(text):
    document = drafts.Document("a.txt", text)
    reading = read(document, load())
    for span in spans(reading):
        assert text[span.start : span.end] == span.text
    assert repr(read(document, load())) == repr(reading)
