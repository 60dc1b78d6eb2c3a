"""A thing and its candidates to one entity, a new one, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.linking import Held, Index, Known, Sought, decide
from seeds.organization_names import Meaning
from seeds.person_names import fits_initials, parse, same_patronymic

COUNTRY, NORTH, SOUTH, NORTH_TOWN = 1, 2, 3, 4
PARTY, OTHER_PARTY, AKIMAT = 11, 12, 13


def region(pk, level, parent=None):
    return Known(
        pk, "region", ref=f"region:{pk}", subtype=level, keys=frozenset({f"region {pk}"}), region=parent, parent=parent
    )


def organization(pk, name, **more):
    return Known(pk, "organization", keys=frozenset({name}), **more)


def person(pk, *names, public=True, held=()):
    return Known(pk, "person", public=public, keys=frozenset(), people=tuple(map(parse, names)), held=tuple(held))


def index(*known):
    made = Index(given_names=frozenset({"асан"}))
    for row in (
        region(COUNTRY, "country"),
        region(NORTH, "oblast", COUNTRY),
        region(SOUTH, "oblast", COUNTRY),
        region(NORTH_TOWN, "city", NORTH),
        organization(PARTY, "жана жол", ref="org:zhol", subtype="party"),
        organization(OTHER_PARTY, "баска жол", ref="org:other", subtype="party"),
        *known,
    ):
        made.put(row)
    return made


def akim(place, day=None, rank=4):
    return Held("akim", frozenset({"аким"}), region=place, first=day, last=day, rank=rank)


def post(code, place=None, organization=None, rank=4, day=None):
    return Held(code, frozenset({code}), organization, place, day, day, rank)


def sought(name, held=(), private=None, companions=()):
    return Sought(
        "person",
        frozenset(),
        person=parse(name),
        private=not held if private is None else private,
        held=tuple(held),
        companions=frozenset(companions),
    )


def nobody(_pk):
    return set()


FULL = "Марат Серіков"
EARLY, LATE = date(2019, 5, 1), date(2021, 5, 1)


@pytest.mark.parametrize(
    ("what", "known", "wanted", "expected"),
    [
        ("nobody known", [], sought(FULL, [akim(NORTH)]), "create"),
        ("same post", [person(20, FULL, held=[akim(NORTH)])], sought(FULL, [akim(NORTH)]), 20),
        ("other order", [person(20, FULL, held=[akim(NORTH)])], sought("Серіков Марат", [akim(NORTH)]), 20),
        ("patronymic", [person(20, FULL, held=[akim(NORTH)])], sought("Марат Асанұлы Серіков", [akim(NORTH)]), 20),
        (
            "another patronymic",
            [person(20, "Марат Асанұлы Серіков", held=[akim(NORTH)])],
            sought("Марат Ерланович Сериков", [akim(NORTH)]),
            "create",
        ),
        ("town of the oblast", [person(20, FULL, held=[akim(NORTH)])], sought(FULL, [akim(NORTH_TOWN)]), 20),
        ("Russian spelling", [person(20, FULL, held=[akim(NORTH)])], sought("Марат Сериков", [akim(NORTH)]), 20),
        (
            "two places at one time",
            [person(20, FULL, held=[akim(NORTH, EARLY)])],
            sought(FULL, [akim(SOUTH, EARLY)]),
            "create",
        ),
        ("two places without days", [person(20, FULL, held=[akim(NORTH)])], sought(FULL, [akim(SOUTH)]), "create"),
        ("a career", [person(20, FULL, held=[akim(NORTH, EARLY)])], sought(FULL, [akim(SOUTH, LATE)]), 20),
        (
            "from a place to the capital",
            [person(20, FULL, held=[akim(NORTH)])],
            sought(FULL, [post("secretary", organization=PARTY)]),
            20,
        ),
        (
            "low posts are no career",
            [person(20, FULL, held=[post("director", NORTH, rank=8, day=EARLY)])],
            sought(FULL, [post("director", SOUTH, rank=8, day=LATE)]),
            "create",
        ),
        (
            "an occupation of its own",
            [person(20, FULL, held=[akim(NORTH)])],
            sought(FULL, [post("teacher", NORTH_TOWN, rank=9)], private=True),
            20,
        ),
        (
            "an occupation elsewhere",
            [person(20, FULL, held=[akim(NORTH)])],
            sought(FULL, [post("teacher", SOUTH, rank=9)], private=True),
            "create",
        ),
        ("no post, known to all", [person(20, FULL, held=[post("president", rank=1)])], sought(FULL), 20),
        ("no post, an official", [person(20, FULL, held=[akim(NORTH)])], sought(FULL), "create"),
        (
            "no post, low official",
            [person(20, FULL, held=[post("director", NORTH, rank=8)])],
            sought(FULL, companions=[SOUTH]),
            "create",
        ),
        (
            "no post, named beside the place",
            [person(20, FULL, held=[post("director", NORTH, rank=8)])],
            sought(FULL, companions=[NORTH]),
            20,
        ),
        ("a private namesake", [person(20, FULL, public=False)], sought(FULL, [akim(NORTH)]), "create"),
        ("two private namesakes", [person(20, FULL, public=False)], sought(FULL), "create"),
        (
            "a tie",
            [person(20, FULL, held=[akim(NORTH)]), person(21, FULL, held=[akim(NORTH)])],
            sought(FULL, [akim(NORTH)]),
            "unlinked",
        ),
        (
            "the one whose place fits",
            [person(20, FULL, held=[akim(NORTH)]), person(21, FULL, held=[akim(SOUTH)])],
            sought(FULL, [akim(SOUTH)]),
            21,
        ),
        (
            "similar letters",
            [person(20, FULL, held=[akim(NORTH)])],
            sought("Марат Сериккалиев", [akim(NORTH)]),
            "create",
        ),
        ("Latin letters", [person(20, "Qasym Toqaev", held=[akim(NORTH)])], sought("Қасым Тоқаев", [akim(NORTH)]), 20),
        ("sole bearer of a surname", [person(20, FULL, held=[post("president", rank=1)])], sought("Серіков"), 20),
        ("surname of an official elsewhere", [person(20, FULL, held=[akim(NORTH)])], sought("Серіков"), "unlinked"),
        (
            "surname of an official beside the place",
            [person(20, FULL, held=[akim(NORTH)])],
            sought("Серіков", companions=[NORTH]),
            20,
        ),
        ("surname of a private person", [person(20, FULL, public=False)], sought("Серіков"), "unlinked"),
        ("unknown surname", [], sought("Серіков"), "unlinked"),
        (
            "surname of two",
            [person(20, FULL, held=[akim(NORTH)]), person(21, "Асан Серіков", held=[akim(SOUTH)])],
            sought("Серіков"),
            "unlinked",
        ),
        (
            "surname of two, one post",
            [person(20, FULL, held=[akim(NORTH)]), person(21, "Асан Серіков", held=[akim(SOUTH)])],
            sought("Серіков", [akim(SOUTH)]),
            21,
        ),
        ("given name alone", [person(20, "Асан Серіков", held=[akim(NORTH)])], sought("Асан"), "unlinked"),
        ("initials", [person(20, FULL, held=[akim(NORTH)])], sought("М. Серіков", [akim(NORTH)]), 20),
        ("other initials", [person(20, FULL, held=[akim(NORTH)])], sought("Д. Серіков", [akim(NORTH)]), "create"),
        ("initials become a name", [person(20, "М. Серіков", held=[akim(NORTH)])], sought(FULL, [akim(NORTH)]), 20),
        (
            "initials of a namesake",
            [person(20, "Бақтияр Сағынтаев", held=[post("prime-minister", rank=1)])],
            sought("А. Сағынтаев", [post("director", NORTH, rank=8)]),
            "create",
        ),
        (
            "a son with his father's name for a patronymic",
            [person(20, "Асан Серіков", held=[akim(NORTH)])],
            sought("Ерлан Асанұлы Серіков", [akim(NORTH)]),
            "create",
        ),
        (
            "a father",
            [person(20, "Ерлан Асанұлы Серіков", held=[akim(NORTH)])],
            sought("А. Серіков", [akim(NORTH)]),
            "create",
        ),
        (
            "initials elsewhere",
            [person(20, "М. Серіков", held=[akim(NORTH)])],
            sought(FULL, [akim(SOUTH)]),
            "create",
        ),
    ],
)
def test_people(what, known, wanted, expected):
    assert outcome(decide(wanted, index(*known), nobody)) == expected


def outcome(decision):
    if decision.create:
        return "create"
    return "unlinked" if decision.pk is None else decision.pk


def thing(kind, name, **more):
    return Sought(kind, frozenset({name}), **more)


BRANCH = organization(30, "солтустик филиал", subtype="party_branch", region=NORTH, parent=PARTY)


@pytest.mark.parametrize(
    ("what", "known", "wanted", "expected"),
    [
        ("by reference", [], thing("organization", "whatever", ref="org:zhol"), PARTY),
        ("unknown reference", [], thing("organization", "жана жол", ref="org:new"), "create"),
        ("by name", [], thing("organization", "жана жол", subtype="party"), PARTY),
        ("a program of that name", [], thing("program", "жана жол"), "create"),
        (
            "a branch by party and place",
            [BRANCH],
            thing("organization", "северный филиал", subtype="party_branch", region=NORTH, parent=PARTY),
            30,
        ),
        (
            "another party's branch",
            [BRANCH],
            thing("organization", "солтустик филиал", subtype="party_branch", region=NORTH, parent=OTHER_PARTY),
            "create",
        ),
        (
            "a branch elsewhere",
            [BRANCH],
            thing("organization", "солтустик филиал", subtype="party_branch", region=SOUTH, parent=PARTY),
            "create",
        ),
        (
            "a school of another place",
            [organization(31, "№5 мектеп", subtype="school", region=NORTH)],
            thing("organization", "№5 мектеп", subtype="school", region=SOUTH),
            "create",
        ),
        (
            "a school of the place",
            [organization(31, "№5 мектеп", subtype="school", region=NORTH)],
            thing("organization", "№5 мектеп", subtype="school", region=NORTH),
            31,
        ),
        (
            "a department without place",
            [organization(31, "білім беру басқармасы", subtype="department")],
            thing("organization", "білім беру басқармасы", subtype="department"),
            "create",
        ),
        (
            "two firms of one name",
            [organization(31, "даму", subtype="company"), organization(32, "даму", subtype="company")],
            thing("organization", "даму", subtype="company"),
            "unlinked",
        ),
        (
            "a centre is not the project",
            [Known(33, "program", subtype="party_project", keys=frozenset({"ашық есік"}))],
            thing("program", "ашық есік", subtype="centre"),
            "create",
        ),
        (
            "a campaign may be called a project",
            [Known(33, "program", subtype="party_project", keys=frozenset({"ашық есік"}))],
            thing("program", "ашық есік", subtype="campaign"),
            33,
        ),
        (
            "a village of another oblast",
            [Known(34, "region", subtype="settlement", keys=frozenset({"ақбұлақ"}), parent=NORTH)],
            thing("region", "ақбұлақ", subtype="settlement", parent=SOUTH),
            "create",
        ),
    ],
)
def test_other_things(what, known, wanted, expected):
    assert outcome(decide(wanted, index(*known), nobody)) == expected


def meaning(key, own=False):
    return frozenset({Meaning(key, len(key.split()), own, False)})


def told(name, key, subtype, own=False, **more):
    return Sought("organization", frozenset({name}), subtype=subtype, meanings=meaning(key, own), **more)


def body(pk, name, key, subtype, own=False, **more):
    return organization(pk, name, subtype=subtype, meanings=meaning(key, own), **more)


DEPARTMENT = body(40, "білім басқармасы", "education department", "department", region=NORTH)


@pytest.mark.parametrize(
    ("what", "known", "wanted", "expected"),
    [
        (
            "of one place",
            DEPARTMENT,
            told("управление образования", "education department", "department", region=NORTH),
            40,
        ),
        (
            "of another place",
            DEPARTMENT,
            told("управление образования", "education department", "department", region=SOUTH),
            "create",
        ),
        (
            "of a town in it",
            DEPARTMENT,
            told("управление образования", "education department", "department", region=NORTH_TOWN),
            "create",
        ),
        ("of no place", DEPARTMENT, told("управление образования", "education department", "department"), "create"),
        (
            "another meaning",
            DEPARTMENT,
            told("управление здравоохранения", "department health", "department", region=NORTH),
            "create",
        ),
        (
            "of the country",
            body(41, "фермерлер одағы", "farmer union", "union"),
            told("союз фермеров", "farmer union", "union"),
            41,
        ),
        (
            "a council of no place",
            body(41, "ардагерлер кеңесі", "council veteran", "council"),
            told("совет ветеранов", "council veteran", "council"),
            "create",
        ),
        (
            "a firm of two common words",
            body(41, "құрылыс компаниясы", "building company", "company"),
            told("строительная компания", "building company", "company"),
            "create",
        ),
        (
            "named after somebody",
            body(41, "бөкетов университеті", "buketov e university", "university", own=True, region=NORTH),
            told("университет букетова", "buketov e university", "university", own=True),
            41,
        ),
        (
            "two schools of one name",
            body(41, "абай мектебі", "abai gymnasium school", "school", own=True, region=NORTH),
            told("школа абая", "abai gymnasium school", "school", own=True),
            "create",
        ),
        (
            "of another party",
            body(41, "баспасөз қызметі", "press service", "service", parent=PARTY, region=NORTH),
            told("пресс-служба", "press service", "service", parent=OTHER_PARTY, region=NORTH),
            "create",
        ),
        (
            "of one party",
            body(41, "баспасөз қызметі", "press service", "service", parent=PARTY),
            told("пресс-служба", "press service", "service", parent=PARTY),
            41,
        ),
        (
            "known to the reference data",
            body(41, "даму қоры", "fund growth", "fund", ref="org:damu", region=NORTH),
            told("фонд развития", "fund growth", "fund", region=NORTH),
            "create",
        ),
    ],
)
def test_names_of_one_meaning(what, known, wanted, expected):
    assert outcome(decide(wanted, index(known), nobody)) == expected


def test_what_may_be_the_same_is_put_down_for_an_editor():
    unsure = decide(told("управление образования", "education department", "department"), index(DEPARTMENT), nobody)
    assert (unsure.create, unsure.rivals) == (True, (40,))
    elsewhere = told("управление образования", "education department", "department", region=SOUTH)
    assert decide(elsewhere, index(DEPARTMENT), nobody).rivals == ()


@pytest.mark.parametrize(
    ("known", "wanted", "held", "expected"),
    [
        ("Нұрлан Ыбыраев", "Нурлан Ибраев", akim(NORTH), 20),
        ("Шолпан Қайырбекова", "Шолпан Каирбекова", akim(NORTH), 20),
        ("Светлана Жақыпова", "Светлана Жакупова", akim(NORTH), 20),
        ("Нұрлан Ыбыраев", "Нурлан Ибраев", akim(SOUTH), "create"),
        ("Нұрлан Ыбыраев", "Нурлан Ибраев", post("director", NORTH), "create"),
        ("Марат Серіков", "Мурат Сериков", akim(NORTH), "create"),
        ("Қанат Иманғалиев", "Кайрат Имангалиев", akim(NORTH), "create"),
        ("Ерлан Асанов", "Ерлан Асанова", akim(NORTH), "create"),
        ("Ерлан Серікұлы Асанов", "Серик Асанов", akim(NORTH), "create"),
    ],
)
def test_spellings_that_no_table_foretells(known, wanted, held, expected):
    """One post in one place makes them one person; a namesake in the same post stays somebody else."""
    made = index(person(20, known, held=[akim(NORTH)]))
    assert outcome(decide(sought(wanted, [held]), made, nobody)) == expected


GIVEN = ["Қанат", "Қайрат", "Марат", "Мұрат", "Ерлан", "Арман", "Асан", "Болат", "Серік", "Нұрлан"]
SURNAMES = ["Иманғалиев", "Сағынтаев", "Серіков", "Асанов", "Мұратов", "Болатов"]


@given(st.data())
def test_another_name_is_never_linked(data):
    names = st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
    known, wanted = data.draw(names), data.draw(names)
    held = data.draw(st.sampled_from([(), (akim(NORTH),), (akim(SOUTH, LATE),)]))
    made = index(person(20, " ".join(known), held=[akim(NORTH)]))
    assert known == wanted or outcome(decide(sought(" ".join(wanted), held), made, nobody)) != 20


def test_a_hidden_person_is_linked_to_a_post_only_beside_its_place():
    made = index(person(20, FULL, public=False))
    assert decide(sought(FULL, [akim(NORTH)]), made, lambda _pk: {NORTH}).pk == 20
    assert decide(sought(FULL, [akim(NORTH)]), made, lambda _pk: {SOUTH}).create


def test_what_is_dropped_is_found_no_more():
    made = index(person(20, FULL, held=[akim(NORTH)]))
    made.drop(20)
    assert decide(sought(FULL, [akim(NORTH)]), made, nobody).create


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Қасым-Жомарт Тоқаев", "Токаев Касым-Жомарт Кемелевич", True),
        ("Өмірзақ Шөкеев", "Умирзак Шукеев", True),
        ("Нұрлан Тілеубаев", "Нурлан Тлеубаев", True),
        ("Лаура Ысқақова", "Лаура Искакова", True),
        ("Болат Омаров", "Болат Умаров", False),
        ("Болат Омаров", "Болат Омарова", False),
        ("Асан Сапаров", "Арман Сапаров", False),
    ],
)
def test_spellings(one, other, same):
    assert bool(parse(one).spellings & parse(other).spellings) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Мұратәлі Оразәліұлы Қалмұратов", "Муратали Оразалиевич Калмуратов", True),
        ("Мұратәлі Оразәліұлы Қалмұратов", "Муратали Серикович Калмуратов", False),
        ("Мұратәлі Қалмұратов", "Муратали Серикович Калмуратов", True),
    ],
)
def test_patronymics(one, other, same):
    assert same_patronymic(parse(one), parse(other)) is same


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("Б.Байбек", "Бауыржан Байбек", True),
        ("К.-Ж. Токаев", "Қасым-Жомарт Кемелұлы Тоқаев", True),
        ("А. Байбек", "Бауыржан Байбек", False),
        ("Б.С. Байбек", "Бауыржан Кадырұлы Байбек", False),
    ],
)
def test_initials(short, full, fits):
    assert fits_initials(parse(short), parse(full)) is fits
