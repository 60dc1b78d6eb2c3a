"""The ordinary run, for tests that need one."""

from kb.core.models import Run


def run(**fields) -> Run:
    return Run.objects.create(**{"kind": Run.Kind.IMPORT, **fields})
