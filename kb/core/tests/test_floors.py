"""Imports go down the floors only."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

FLOORS = ["kb.core", "kb.regions", "people", "programs", "articles", "seeds", "kb.web"]  # from the ground up


def floor_of(module: str) -> int | None:
    """The floor that a module stands on; None outside the house (Django, kb.settings)."""
    return next(
        (n for n, name in enumerate(FLOORS) if module == name or module.startswith(f"{name}.")),
        None,
    )


def imported(source: str, package: str) -> set[str]:
    """Dotted names that a module imports, relative ones resolved against its package."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join([*parents[: len(parents) - node.level + 1], *([base] if base else [])])
            # "from kb import web" names a module, not an attribute.
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return names


def upward(source: str, module: str) -> set[str]:
    package = module.rpartition(".")[0]
    here = floor_of(module)
    return {name for name in imported(source, package) if (floor_of(name) or 0) > here}


def modules():
    for floor in FLOORS:
        folder = Path(settings.BASE_DIR, *floor.split("."))
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "migrations" not in parts and "tests" not in parts:
                yield ".".join(parts)


@pytest.mark.parametrize("module", list(modules()))
def test_imports_go_down(module):
    source = Path(settings.BASE_DIR, *module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    assert upward(source, module) == set()


@pytest.mark.parametrize(
    ("module", "source", "caught"),
    [
        ("people.views", "from articles.models import Mention", True),
        ("people.views", "import articles.models", True),
        ("kb.core.models", "from people import models", True),
        ("kb.core.models", "from kb import web", True),
        ("kb.core.models", "from ..regions.models import Region", True),
        ("people.models", "def late():\n    from programs.models import Figure", True),
        ("articles.models", "from people.models import Person", False),
        ("kb.web.views", "from kb.core.models import Entity", False),
        ("people.models", "from people.querysets import PersonQuerySet", False),
    ],
)
def test_a_planted_upward_import_is_caught(module, source, caught):
    assert bool(upward(source, module)) is caught


def test_reading_knows_no_django():
    for module in modules():
        if module.startswith("seeds.reading"):
            source = Path(settings.BASE_DIR, *module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
            names = imported(source, module.rpartition(".")[0])
            assert not {name for name in names if name.split(".")[0] == "django"}, module
