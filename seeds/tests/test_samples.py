"""The samples and their hand-made expectations fit each other."""

from pathlib import Path

import pytest
import yaml

from seeds.reading import formats

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
EXPECTED = yaml.load(
    (SAMPLES / "expected.yaml").read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
)
BY_FILE = {document["file"]: document for document in EXPECTED["documents"]}


def texts():
    """The text of every sample document by the name that expectations use."""
    found = {}
    for path in sorted(SAMPLES.glob("[kr][ku]/*")):
        if path.suffix == ".jsonl":
            with path.open("rb") as stream:
                found |= {document.name: document.text for document in formats.jsonl(path.name, stream)}
        else:
            read = {".txt": formats.text, ".md": formats.markdown, ".html": formats.html}[path.suffix]
            found |= {document.name: document.text for document in read(path.name, path.read_bytes())}
    return found


TEXTS = texts()


def test_every_document_has_expectations_and_no_other():
    assert set(TEXTS) == set(BY_FILE)


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_quotes_stand_where_they_are_said_to(file):
    document, text = BY_FILE[file], TEXTS[file]
    claims = document["figures"] + document.get("pledges_without_number", [])
    claims += [role for person in document["people"] for role in person.get("roles", [])]
    for claim in claims:
        start, end = claim["quote"]["span"]
        assert text[start:end] == claim["quote"]["text"]


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_mentions_are_surfaces(file):
    document, text = BY_FILE[file], TEXTS[file]
    for kind in ("people", "organizations", "programs", "regions"):
        for thing in document[kind]:
            assert {text[start:end] for start, end in thing["mentions"]} <= set(thing["surfaces"])


@pytest.mark.parametrize("file", [file for file, document in BY_FILE.items() if "twin" in document])
def test_twins_tell_the_same_news(file):
    document = BY_FILE[file]
    twin = BY_FILE[document["twin"]]
    assert twin["twin"] == file
    assert twin["date"] == document["date"]
    for kind in ("people", "organizations", "programs"):
        assert {t["id"] for t in twin[kind]} == {t["id"] for t in document[kind]}
    certain = [{(f["value"], f["status"]) for f in d["figures"] if not f.get("optional")} for d in (document, twin)]
    assert certain[0] == certain[1]
