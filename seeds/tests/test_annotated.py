"""The real readers from files to export, on annotated documents where they are at hand."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from articles.models import Article
from seeds import checking, export, importing
from seeds.reading import gazetteer as gazetteers

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (SHARED / "gold" / "score.py").is_file(), reason="no annotated documents beside the project"
    ),
]


@pytest.fixture
def scores(tmp_path):
    """What the scorer says of an export."""

    def score(paths, *sets):
        report = importing.import_paths(paths)
        assert report.failed == 0
        output, result = tmp_path / "export.json", tmp_path / "scores.json"
        with output.open("w", encoding="utf-8") as file:
            export.write(file)
        arguments = [sys.executable, SHARED / "gold" / "score.py", output]
        for name, files in sets:
            arguments += ["--set", name, *files]
        arguments += ["--json", result]
        subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True)
        return json.loads(result.read_text(encoding="utf-8"))

    return score


def test_the_real_documents(scores):
    gold = SHARED / "gold"
    found = scores(
        [SHARED / "seeds", gold / "dev"],
        ("seeds", [gold / "seeds.yaml"]),
        ("dev", sorted((gold / "dev").glob("*.yaml"))),
    )
    assert found["seeds"]["macro_f1"] >= 0.9
    assert found["dev"]["macro_f1"] >= 0.8
    assert found["seeds"]["traps"] == found["dev"]["traps"] == []
    for kind in ("people", "organizations", "programs", "regions"):
        links = found["seeds"][f"links_{kind}"]
        assert (links["p"], links["r"]) == (1.0, 1.0)
    assert list(checking.problems(Counter())) == []


def test_the_samples(scores):
    expected = gazetteers.DATA / "samples" / "expected.yaml"
    found = scores(importing.sample_paths(), ("samples", [expected]))["samples"]
    assert found["traps"] == []
    for kind in ("people", "organizations", "programs", "regions"):
        assert found[f"links_{kind}"]["p"] >= 0.99
        assert found[f"links_{kind}"]["r"] >= 0.9
    twins = Article.objects.exclude(twin=None)
    assert twins.count() >= 16
    assert all(article.twin.twin_id == article.pk for article in twins)
