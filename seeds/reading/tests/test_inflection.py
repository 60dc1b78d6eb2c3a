"""How a form came from the name that it is read as."""

import pytest

from seeds.reading.inflection import inflection


@pytest.mark.parametrize(
    ("form", "name", "language", "kind", "expected"),
    [
        ("Тоқаевқа", "Қасым-Жомарт Тоқаев", "kk", "person", ("Тоқаев", "-қа", "dative")),
        ("Айсұлу Сейітованың", "Айсұлу Сейітова", "kk", "person", ("Сейітова", "-ның", "genitive")),
        ("облыстық филиалының", "облыстық филиалы", "kk", "organization", ("филиалы", "-ның", "genitive")),
        ("Арқа облысында", "Арқа облысы", "kk", "region", ("облысы", "-нда", "locative")),
        ("«Жарқын жол» жобасымен", "Жарқын жол", "kk", "program", None),
        ("Касым-Жомартом Токаевым", "Касым-Жомарт Токаев", "ru", "person", (None, None, "instrumental")),
        ("Нурлану Ногаеву", "Нурлан Ногаев", "ru", "person", (None, None, "dative")),
        ("Жамбылскую область", "Жамбылская область", "ru", "region", (None, None, "accusative")),
        ("управлении образования", "управление образования", "ru", "organization", (None, None, "prepositional")),
        ("Токаеву", "Касым-Жомарт Токаев", "ru", "person", None),
        ("Тоқаев", "Тоқаев", "kk", "person", None),
        ("AMANAT", "AMANAT", "en", "organization", None),
        ("", "Тоқаев", "kk", "person", None),
    ],
)
def test_inflection(form, name, language, kind, expected):
    found = inflection(form, name, language, kind)
    assert tuple(found.get(key) for key in ("stem", "suffix", "case")) == (expected or (None, None, None))
