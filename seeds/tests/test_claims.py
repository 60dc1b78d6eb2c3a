"""One claim with several quotes, or several claims side by side."""

from datetime import date

import pytest

from articles.models import Article
from kb.core.models import Name
from people.models import Organization, Person, Position
from programs.models import Figure, Indicator, Pledge, PledgeChange
from seeds.tests import stub

pytestmark = pytest.mark.django_db


def news(day, words, title="Хабар"):
    return f"{title} {day}\n{day}\nТасөзен облысы. {words}\n"


def russian(day, words):
    return f"Новости {day}\n{day}\nТасозенская область. {words}\n"


def quotes(rows):
    return [row.evidence.count() for row in rows.order_by("pk")]


def test_one_post_in_many_documents_is_one_position(run_import, folder):
    run_import(
        folder(
            a=news("2023-03-06", "әкімі Марат Серіков."),
            b=news("2023-05-01", "әкімі Марат Серіков."),
            c=russian("2022-01-10", "аким Марат Сериков."),
        )
    )
    position = Position.objects.get()
    assert (position.title_kk, position.title_ru, position.evidence.count()) == ("әкімі", "аким", 3)
    assert (str(position.first_reported), str(position.last_reported)) == ("2022-01-10", "2023-05-01")
    assert (position.person.name_kk, position.person.name_ru) == ("Марат Серіков", "Марат Сериков")


def since_2019(document):
    reading = stub.read(document)
    for position in reading.positions:
        if "2019" in document.text:
            position.start, position.date_words = (2019,), "2019 жылдан бері"
    return reading


def test_a_later_document_says_when_a_known_post_began(run_import, folder):
    run_import(folder(a=news("2023-03-06", "әкімі Марат Серіков.")), read=since_2019)
    assert Position.objects.get().start is None
    run_import(folder(b=news("2023-05-01", "2019 жылдан бері әкімі Марат Серіков.")), read=since_2019)
    position = Position.objects.get()
    assert (str(position.start), position.date_words) == ("2019", "2019 жылдан бері")


@pytest.mark.parametrize(
    ("day", "words", "expected"),
    [
        ("2023-03-08", "120 отбасы көмек алды.", [2]),
        ("2023-03-08", "121 отбасы көмек алды.", [1, 1]),
        ("2025-03-08", "120 отбасы көмек алды.", [1, 1]),
        ("2023-03-08", "Ашық есік: 120 отбасы көмек алды.", [1, 1]),
    ],
)
def test_the_same_number_is_one_figure_when_all_else_is_equal(run_import, folder, day, words, expected):
    run_import(folder(a=news("2023-03-06", "120 отбасы көмек алды."), b=news(day, words)))
    assert quotes(Figure.objects) == expected


@pytest.mark.parametrize(("number", "expected"), [(120, [2]), (3, [1, 1])])
def test_the_other_language_repeats_a_telling_number(run_import, folder, number, expected):
    run_import(
        folder(a=news("2023-03-06", f"{number} отбасы көмек алды."), b=russian("2023-03-06", f"{number} семей."))
    )
    assert quotes(Figure.objects) == expected
    assert Indicator.objects.count() == 2


PROMISE = "Жаңа Жол партиясы {} жылға дейін {} мектеп салуға уәде берді."


def test_a_repeated_pledge_gets_another_quote(run_import, folder):
    run_import(folder(a=news("2023-03-06", PROMISE.format(2027, 40)), b=news("2024-03-06", PROMISE.format(2027, 40))))
    assert quotes(Pledge.objects) == [2]
    assert not PledgeChange.objects.exists()


@pytest.mark.parametrize(
    ("year", "target", "kinds"), [(2029, 40, {"deadline"}), (2027, 30, {"target"}), (2029, 30, {"deadline", "target"})]
)
def test_a_later_document_changes_a_pledge(run_import, folder, year, target, kinds):
    path = folder(a=news("2023-03-06", PROMISE.format(2027, 40)), b=news("2024-03-06", PROMISE.format(year, target)))
    run_import(path)
    assert quotes(Pledge.objects) == [1]
    changes = PledgeChange.objects.all()
    assert {change.kind for change in changes} == kinds
    assert all(change.review == "proposed" and change.evidence.count() == 1 for change in changes)
    run_import(path, reader_version="stub-2")
    assert PledgeChange.objects.count() == len(kinds)


def test_an_earlier_document_is_no_change(run_import, folder):
    run_import(folder(a=news("2023-03-06", PROMISE.format(2027, 40)), b=news("2021-03-06", PROMISE.format(2025, 40))))
    assert Pledge.objects.count() == 2
    assert not PledgeChange.objects.exists()


def test_other_spellings_become_names(run_import, folder):
    run_import(
        folder(
            a=news("2023-03-06", "әкімі Марат Серіков."),
            b=news("2023-04-06", "әкімі Марат Асанұлы Серіков."),
            c=news("2023-05-06", "әкімі М. Серіков."),
        )
    )
    assert Person.objects.get().name_kk == "Марат Серіков"
    assert set(Name.objects.filter(entity__as_person__isnull=False).values_list("text", "kind")) == {
        ("Марат Асанұлы Серіков", "alias"),
        ("М. Серіков", "initials"),
    }


def test_a_name_replaces_initials(run_import, folder):
    run_import(folder(a=news("2023-03-06", "әкімі М. Серіков."), b=news("2023-04-06", "әкімі Марат Серіков.")))
    assert Person.objects.get().name_kk == "Марат Серіков"
    assert Name.objects.get(kind="initials", entity__as_person__isnull=False).text == "М. Серіков"


@pytest.mark.parametrize(
    ("words", "visibility"), [("әкімі Марат Серіков.", "public"), ("мұғалім Марат Серіков.", "hidden")]
)
def test_a_public_post_alone_makes_a_person_public(run_import, folder, words, visibility):
    run_import(folder(a=news("2023-03-06", words)))
    person = Person.objects.get()
    assert person.visibility == visibility
    assert bool(person.public_reason) == (visibility == "public")


def test_the_same_news_in_two_languages_are_twins(run_import, folder):
    kazakh = news("2023-03-06", "Көкжар. әкімі Марат Серіков. 120 отбасы. 45 мектеп.")
    run_import(
        folder(
            a=kazakh,
            b=russian("2023-03-06", "Кокжар. аким Марат Сериков. 120 семей. 45 школ."),
            c=russian("2023-03-07", "Кокжар. аким Марат Сериков. 120 семей. 45 школ."),
        )
    )
    twins = {article.source_name: article.twin and article.twin.source_name for article in Article.objects.all()}
    assert twins == {"a.txt": "b.txt", "b.txt": "a.txt", "c.txt": None}


def test_the_publisher_is_found_or_made(gazetteer):
    from seeds import importing
    from seeds.reading.drafts import Document
    from seeds.tests import stub

    documents = [
        Document(f"{n}.txt", news("2023-03-06", f"{n} мектеп."), meta={"publisher": publisher})
        for n, publisher in enumerate(["Тасөзен хабары", "«Тасөзен Хабары»", "Жаңа Жол"])
    ]
    importing.import_items(documents, importing.Options(read=stub.read, reader_version="stub-1", gazetteer=gazetteer))
    publishers = [article.publisher for article in Article.objects.order_by("source_name")]
    assert publishers[0] == publishers[1]
    assert publishers[0].organization_kind == "media"
    assert publishers[2].ref == "org:zhol"
    assert Organization.objects.filter(ref="").count() == 1


def test_the_deadline_of_the_promise_before_is_moved(run_import, folder):
    promise = (
        "Жаңа Жол 2027 жылға дейін 40 мектеп салуға уәде берді. Мерзімді 2029 жылға дейін ұзартып, 40 мектеп салады."
    )
    path = folder(a=news("2023-03-06", promise))
    run_import(path)
    change = PledgeChange.objects.get()
    assert (str(change.pledge.deadline), str(change.old_deadline), str(change.new_deadline)) == ("2027", "2027", "2029")
    assert change.evidence.get().quote.strip().startswith("Мерзімді")
    run_import(path, reader_version="stub-2")
    assert PledgeChange.objects.count() == Pledge.objects.count() == 1


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_branch_is_renamed_with_its_party(run_import, folder, order):
    texts = {"2021-03-06": "Ескі Жол Тасөзен филиалы.", "2023-03-06": "Жаңа Жол Тасөзен филиалы."}
    run_import(folder(**{name: news(*entry) for name, entry in zip(order, texts.items(), strict=True)}))
    branch = Organization.objects.get(organization_kind="party_branch")
    assert branch.name_kk == "Жаңа Жол Тасөзен филиалы"
    assert branch.name_on(date(2021, 3, 6), "kk") == "Ескі Жол Тасөзен филиалы"
    parent = branch.relations.get(kind="branch_of")
    assert parent.object.ref == "org:zhol"
    assert parent.evidence.count() == 2
