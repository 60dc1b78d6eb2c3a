"""Linking over pages of two languages that name the same things, and things that only seem the same."""

from pathlib import Path

import pytest
import yaml

from seeds import export, importing, scoring

FOLDER = Path(__file__).parent / "data" / "linking"
PRECISION, RECALL = 0.99, 0.95

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", [1, -1])
def test_links_across_documents_and_languages(order):
    report = importing.import_paths(sorted(FOLDER.glob("*.txt"))[::order])
    assert report.failed == 0
    expected = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
    found = scoring.links(expected, export.documents())
    assert {plural for plural, (counts, _wrong, _missed) in found.items() if counts.right} == set(scoring.THINGS)
    for plural, (counts, wrong, missed) in found.items():
        assert counts.precision >= PRECISION, (plural, wrong)
        assert counts.recall >= RECALL, (plural, missed)
