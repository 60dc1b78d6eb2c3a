from seeds.reading.drafts import Reading, Relation
from seeds.reading.gazetteer import Gazetteer


def find(reading: Reading, gazetteer: Gazetteer) -> list[Relation]:
    return []
