"""The ordinary region."""

from kb.regions.models import Region


def region(name="Тұран облысы", **fields) -> Region:
    return Region.objects.create(**{"name_kk": name, "level": Region.Level.OBLAST, **fields})
