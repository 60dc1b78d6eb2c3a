from collections import Counter
from datetime import date

import pytest

from kb.core.text import name_key
from seeds.reading.drafts import ORGANIZATION, PROGRAM, REGION
from seeds.reading.gazetteer import load

NAME_KINDS = {"primary", "alias", "former", "short", "abbreviation", "adjective", "misprint"}
ISO = {f"KZ-{n}" for n in "10 11 15 19 23 27 31 33 35 39 43 47 55 59 61 62 63 71 75 79".split()}  # noqa: SIM905


@pytest.fixture(scope="module")
def gazetteer():
    return load()


@pytest.fixture(scope="module")
def entries(gazetteer):
    return list(gazetteer.entries.values())


def test_every_entry_has_kazakh_and_russian_names(entries):
    assert [entry.ref for entry in entries if not {"kk", "ru"} <= entry.primary.keys()] == []


def test_every_kind_is_in_the_table_of_kinds(gazetteer, entries):
    kinds = gazetteer.tables["kinds"]
    assert [entry.ref for entry in entries if entry.subtype not in kinds[entry.kind]] == []


def test_every_kind_has_labels_and_heads(gazetteer):
    for rows in gazetteer.tables["kinds"].values():
        for code, row in rows.items():
            assert set(row) == {"kk", "ru", "en", "heads"}, code
            assert set(row["heads"]) == {"kk", "ru"}, code


def test_every_parent_owner_region_and_predecessor_exists(gazetteer, entries):
    missing = [parent.ref for entry in entries for parent in entry.parents if parent.ref not in gazetteer.entries]
    for entry in entries:
        data = entry.data
        missing += [
            f"region:{code}" for code in data.get("predecessors", ()) if f"region:{code}" not in gazetteer.entries
        ]
        for field, prefix in (("owner", "org"), ("region", "region"), ("centre_of", "region")):
            if data.get(field) and f"{prefix}:{data[field]}" not in gazetteer.entries:
                missing.append(f"{field} of {entry.ref}")
    assert missing == []


def test_no_entry_is_its_own_ancestor(gazetteer, entries):
    for entry in entries:
        seen, ref = set(), entry.ref
        while ref:
            assert ref not in seen, entry.ref
            seen.add(ref)
            ref = gazetteer.entries[ref].parent_on(date(2024, 1, 1))


def test_names_have_a_text_a_language_a_known_kind_and_dates_in_order(entries):
    for entry in entries:
        for name in entry.names:
            assert name_key(name.text), entry.ref
            assert name.language in ("kk", "ru", "en"), entry.ref
            assert name.kind in NAME_KINDS, entry.ref
            assert not (name.valid_from and name.valid_until) or name.valid_from < name.valid_until, entry.ref


def test_no_name_stands_twice_in_an_entry(entries):
    for entry in entries:
        rows = Counter((name.text, name.language, name.valid_from) for name in entry.names)
        assert [row for row, count in rows.items() if count > 1] == [], entry.ref


def test_the_oblasts_and_cities_of_republican_significance_have_their_iso_codes(gazetteer):
    codes = [e.data["iso"] for e in gazetteer.of(REGION) if e.subtype in ("oblast", "city_republican")]
    assert sorted(codes) == sorted(ISO)


def test_every_oblast_has_one_centre_and_districts(gazetteer):
    centres = Counter(e.data["centre_of"] for e in gazetteer.of(REGION) if e.data.get("centre_of"))
    districts = {e.parent_on(date(2025, 1, 1)) for e in gazetteer.of(REGION) if e.subtype == "district"}
    for entry in gazetteer.of(REGION):
        if entry.subtype == "oblast":
            assert centres[entry.code] == 1
            assert entry.ref in districts


@pytest.mark.parametrize(
    ("ref", "day", "parent"),
    [
        ("region:semei-qalasy", date(2022, 6, 7), "region:KZ-63"),
        ("region:semei-qalasy", date(2022, 6, 8), "region:KZ-10"),
        ("region:semei-qalasy", None, "region:KZ-10"),
        ("region:zhezkazgan-qalasy", date(2020, 1, 1), "region:KZ-35"),
        ("region:KZ-79", date(2018, 6, 18), "region:KZ-61"),
        ("region:KZ-79", date(2018, 6, 19), "region:KZ"),
        ("region:KZ", None, ""),
    ],
)
def test_parent_on(gazetteer, ref, day, parent):
    assert gazetteer.get(ref).parent_on(day) == parent


@pytest.mark.parametrize(
    ("ref", "language", "day", "name"),
    [
        ("org:amanat", "ru", date(2022, 2, 28), "Nur Otan"),
        ("org:amanat", "ru", date(2022, 3, 1), "AMANAT"),
        ("org:amanat", "kk", None, "AMANAT"),
        ("region:KZ-71", "ru", date(2020, 5, 1), "Нур-Султан"),
        ("region:KZ-71", "kk", date(2023, 5, 1), "Астана"),
        ("region:KZ-61", "ru", date(2017, 5, 1), "Южно-Казахстанская область"),
        ("org:nothing", "ru", None, ""),
    ],
)
def test_name_of_the_day(gazetteer, ref, language, day, name):
    assert gazetteer.name(ref, language, day) == name


@pytest.mark.parametrize(("day", "exists"), [(date(2022, 6, 7), False), (date(2022, 6, 8), True), (None, True)])
def test_oblasts_of_2022(gazetteer, day, exists):
    assert gazetteer.get("region:KZ-10").exists_on(day) is exists


@pytest.mark.parametrize(
    ("kind", "text", "ref"),
    [
        (ORGANIZATION, "«нұр отан»", "org:amanat"),
        (ORGANIZATION, "МТСЗН", "org:labour"),
        (ORGANIZATION, "ЕХӘҚМ", "org:labour"),
        (REGION, "ско", "region:KZ-59"),
        (PROGRAM, "Кедергисиз келешек", "program:kedergisiz-keleshek"),
        (REGION, "Атлантида", None),
    ],
)
def test_named(gazetteer, kind, text, ref):
    assert [entry.ref for entry in gazetteer.named(kind, text)] == ([ref] if ref else [])


def test_version_follows_the_files(tmp_path, gazetteer):
    (tmp_path / "regions.yaml").write_text("- {code: X, kind: city, kk: Х, ru: Х}\n")
    first = load(tmp_path)
    load.cache_clear()
    (tmp_path / "regions.yaml").write_text("- {code: X, kind: city, kk: Х, ru: Хх}\n")
    assert len({first.version, load(tmp_path).version, gazetteer.version}) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("- {code: X, kk: Х}", "kind"),
        ("- {code: X, kind: city, kk: Х, names: [{language: kk}]}", "text"),
        ("- {code: X, kind: city, kk: Х, valid_from: soon}", "soon"),
        ("- {code: X, kind: city, kk: Х}\n- {code: X, kind: city, kk: У}", "twice"),
    ],
)
def test_a_wrong_entry_names_its_file(tmp_path, row, said):
    (tmp_path / "regions.yaml").write_text(row)
    load.cache_clear()
    with pytest.raises(ValueError, match=rf"regions\.yaml.*{said}"):
        load(tmp_path)
