import pytest

from seeds.reading.drafts import PROGRAM
from seeds.reading.tests.things import names, read, things


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("«Бақытты отбасы» жобасы жалғасты.", ["Бақытты отбасы"]),
        ("«Бақытты отбасы» партиялық жобасының үйлестірушісі келді.", ["Бақытты отбасы"]),
        ("Отбасылар «Жылы үй» республикалық қайырымдылық акциясына қатысты.", ["Жылы үй"]),
        ("«Таза орта», «Жасыл бақ» және «Көк аспан» жобалары басталды.", ["Таза орта", "Жасыл бақ", "Көк аспан"]),
        ("Партия «Сенім мен жасампаздық» атты қалалық сайлауалды бағдарламасын бекітті.", ["Сенім мен жасампаздық"]),
        ("Ол «Ауыл аманаты» арқылы несие алды.", ["Ауыл аманаты"]),
        ("Былтыр Ауыл аманаты бағдарламасы кеңейді.", ["Ауыл аманаты"]),
        ("Отбасы атаулы әлеуметтік көмекке жүгінді, АӘК алды.", ["атаулы әлеуметтік көмек"]),
        ("«150» байланыс орталығына қоңырау түсті.", ["150"]),
        ("«Үміт» аналарды қолдау орталығы ашылды.", ["«Үміт» аналарды қолдау орталығы"]),
        ("«Бақытты отбасы» жас аналарға көмек орталығы ашылды.", ["«Бақытты отбасы» жас аналарға көмек орталығы"]),
        ("«Үміт» жас аналарды қолдау орталығының директоры келді.", ["«Үміт» жас аналарды қолдау орталығы"]),
        ("«Бірге – бәріміз үшін. Қазір және әрдайым» атты сайлауалды бағдарлама қабылданды.",
         ["Бірге – бәріміз үшін. Қазір және әрдайым"]),
        ("«Отбасы институтын нығайту» жол картасы бекітілді.", ["Отбасы институтын нығайту"]),
        # none
        ("«Тұлпар» бағдарламасының жүргізушісі келді.", []),
        ("«Нұрлы жол» бекетінен пойыз шықты.", []),
        ("«Үміт» қоры мен «Ауыл» партиясы келісті.", []),
        ("«Алтын алқа» иегері сөз сөйледі.", []),
        ("«Болашаққа бірге барамыз» деді ол.", []),
        ("«Айқын» газеті мен «Шаңырақ» романы шықты.", []),
        ("Жоба мен бағдарлама туралы айтылды.", []),
        ("«AMANAT» жобасын айтпағанда.", []),
    ],
)  # fmt: skip
def test_kazakh(text, found):
    assert names(PROGRAM, text, "kk") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Стартовал проект «Добрый двор».", ["Добрый двор"]),
        ("Идут программы «7-20-25», «Баспана хит» и «Нұрлы жер».", ["7-20-25", "Баспана хит", "Нұрлы жер"]),
        ("Партия приняла предвыборную программу «Сила в единстве».", ["Сила в единстве"]),
        ("Отчёт об исполнении программы партии «Nur Otan» «Наш путь: труд и мир».", ["Наш путь: труд и мир"]),
        ('Прошёл телемарафон "Тепло сердец".', ["Тепло сердец"]),
        ("Жильё дают по «Бақытты отбасы» и по «Нурлы жер».", ["Бақытты отбасы", "Нурлы жер"]),
        ("Она получает адресную социальную помощь.", ["адресная социальная помощь"]),
        ("Звонки принимает контакт-центр «111».", ["111"]),
        ("Принята предвыборная программа «Сила – в каждом. Сейчас и всегда».", ["Сила – в каждом. Сейчас и всегда"]),
        ("По «Цифровой карте семьи» выявлены семьи.", ["Цифровая карта семьи"]),
        ("Концепция «Слышащего государства» работает.", ["Слышащее государство"]),
        # none
        ("Семьи из «зоны риска» и фонд «Доверие».", []),
        ("Книга «Слова назидания», газета «Айкын», орден «Құрмет».", []),
        ("Он сказал: «Мы построим новый дом».", []),
        ("Проект и программа обсуждались долго.", []),
    ],
)
def test_russian(text, found):
    assert names(PROGRAM, text, "ru") == found


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Партия «Өрлеу» атты сайлауалды бағдарламасын жариялады.", "kk", "electoral_programme"),
        ("«Өрлеу» мемлекеттік бағдарламасы қабылданды.", "kk", "state_programme"),
        ("«AMANAT» партиясының «Өрлеу» жобасы басталды.", "kk", "party_project"),
        ("«Өрлеу» акциясы басталды.", "kk", "campaign"),
        ("«Өрлеу» тұжырымдамасы бекітілді.", "kk", "concept"),
        ("Партия утвердила предвыборную программу «Рост».", "ru", "electoral_programme"),
        ("Утверждена государственная программа «Рост».", "ru", "state_programme"),
        ("Началась акция «Рост».", "ru", "campaign"),
    ],
)
def test_kind(text, language, kind):
    (program,) = things(PROGRAM, text, language)
    assert program.subtype == kind


def test_a_centre_of_the_same_name_is_not_the_project():
    text = "«Бақытты отбасы» жобасы аясында «Бақытты отбасы» аналарды қолдау орталығы ашылды."
    found = {thing.name: thing.ref for thing in things(PROGRAM, text, "kk")}
    assert found == {"Бақытты отбасы": "program:bakytty-otbasy", "«Бақытты отбасы» аналарды қолдау орталығы": ""}


def test_a_loan_of_the_same_name_is_not_the_project():
    text = "Проект «Бақытты отбасы» идёт. Выдан кредит по ипотечной программе «Бақытты отбасы»."
    found = {thing.ref for thing in things(PROGRAM, text, "ru")}
    assert found == {"program:bakytty-otbasy", "program:baqytty-otbasy-loan"}


@pytest.mark.parametrize(
    ("text", "language", "refs"),
    [
        ("Проект «Бақытты отбасы» помог в беде, а кредитная программа «Бақытты отбасы» дала жильё.", "ru",
         ["bakytty-otbasy", "baqytty-otbasy-loan"]),
        ("«Бақытты отбасы» жобасымен бірге «Бақытты отбасы» несиесі де бар.", "kk",
         ["bakytty-otbasy", "baqytty-otbasy-loan"]),
        ("«Бақытты отбасы» бағдарламасы бойынша баспана алды.", "kk", ["baqytty-otbasy-loan"]),
        ("«Бақытты отбасы» жобасы баспана кезегіндегі отбасыларға көмектесті.", "kk", ["bakytty-otbasy"]),
    ],
)  # fmt: skip
def test_a_projects_own_words_tell_it_from_its_namesake(text, language, refs):
    assert [thing.ref.removeprefix("program:") for thing in things(PROGRAM, text, language)] == refs


@pytest.mark.parametrize(
    "text", ["«Серпін» дискотекасы өтті.", "Клуб «Серпін» провёл дискотеку.", "«Серпін» командасы жеңді."]
)
def test_a_listed_name_beside_the_head_of_something_else_is_none(text):
    assert things(PROGRAM, text, "kk" if "ө" in text or "ж" in text else "ru") == []


def test_a_country_in_a_programmes_name_is_no_region():
    text = "«Әділетті Қазақстан – бәріміз және әрқайсымыз үшін» сайлауалды бағдарламасы қабылданды."
    assert [thing.kind for thing in read(text, "kk").things] == [PROGRAM]


def test_both_languages_name_one_program():
    (kazakh,) = things(PROGRAM, "«Дипломмен ауылға» жобасы жүріп жатыр.", "kk")
    (russian,) = things(PROGRAM, "Идёт проект «С дипломом в село».", "ru")
    assert kazakh.ref == russian.ref
    assert kazakh.names["ru"] == russian.name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("«Жарқын жол» жобасы аясында «Мейірім апталығы» акциясы өтті.", "kk"),
        ("В рамках проекта «Светлый путь» прошла акция «Неделя добра».", "ru"),
    ],
)
def test_a_campaign_within_a_project_belongs_to_it(text, language):
    project, campaign = things(PROGRAM, text, language)
    assert campaign.parent is project
    assert project.parent is None


@pytest.mark.parametrize(
    ("text", "language", "started"),
    [
        ("Проект «Светлый путь», стартовавший в 2016 году, растёт.", "ru", (2016,)),
        ("«Жарқын жол» жобасы 2019 жылдан бастап жүзеге асуда.", "kk", (2019,)),
        ("Проект «Светлый путь» обсудили в 2016 году.", "ru", None),
    ],
)
def test_started(text, language, started):
    (program,) = things(PROGRAM, text, language)
    assert program.founded == started


@pytest.mark.parametrize(
    ("text", "language", "relations"),
    [
        ("«AMANAT» партиясының «Бақытты отбасы» жобасы көмектесті.", "kk", {("AMANAT", "runs", "Бақытты отбасы")}),
        ("«AMANAT» партиясы Абай облыстық филиалы жиналды.", "kk",
         {("«AMANAT» партиясы Абай облыстық филиалы", "branch_of", "AMANAT"),
          ("«AMANAT» партиясы Абай облыстық филиалы", "operates_in", "Абай облысы")}),
        ("В рамках проекта «Свет» проходит акция «Добро».", "ru", {("Добро", "part_of", "Свет")}),
        ("Проект «Свет» реализуется в Костанайской области.", "ru", {("Свет", "operates_in", "Костанайская область")}),
        ("Фонд «Асыл» совместно с МВД высадил деревья.", "ru", {("Асыл", "works_with", "МВД")}),
        ("Проект «Свет», Костанайская область, МВД.", "ru", set()),
        # The state's programme is not the party's for being named beside it.
        ("Партия AMANAT поддержала программу «Ауыл аманаты».", "ru", set()),
    ],
)  # fmt: skip
def test_relations(text, language, relations):
    reading = read(text, language)
    assert {(r.subject.name, r.kind, r.object.name) for r in reading.relations} == relations
    assert all(relation.quote.text == text for relation in reading.relations)
