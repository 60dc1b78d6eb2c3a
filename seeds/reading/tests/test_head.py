"""What a document says of itself, and what the site put around it."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import head, sentences
from seeds.reading.drafts import Document

RU = "В селе открыли новый детский сад"
KK = "Ауылда жаңа балабақша ашылды"
RU_BODY = "Сад принял первых детей. Его построили за два года на средства местного бюджета."
KK_BODY = "Балабақша алғашқы балаларды қабылдады. Оны екі жылда салып бітірді, деді әкім."


def find(text: str, **meta) -> head.Head:
    return head.find(Document("a.txt", text, meta=meta))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{RU}\n\n{RU_BODY}", RU),
        (f"Политика\n6 марта 2023 г. 14:19\n\n{RU}\n\n{RU_BODY}", RU),
        (f"Дала үні — Шу ауданының жаңалықтары\n03.04.2025\n\n{KK}\n\n{KK_BODY}", KK),
        (f"$498.34 €519.72\n×\n\n{KK}\n\nDala TV\n{KK_BODY}", KK),
        (f"{KK} - AMANAT\n{KK} - AMANAT\n{KK_BODY}", KK),
        (f"{KK} – UNICEF\n{KK_BODY}", f"{KK} – UNICEF"),
        (f"{KK} | Дала үні\n{KK_BODY}", KK),
        (f"{KK} – «Дала» телеарнасы\n{KK_BODY}", KK),
        (f"{KK} — Dala.kz\n{KK_BODY}", KK),
        (f"Мы открыли новый сад, - К.Омаров\n{RU_BODY}", "Мы открыли новый сад, - К.Омаров"),
        (f"Открыт сад для детей – аким\n{RU_BODY}", "Открыт сад для детей – аким"),
        (f"{KK_BODY}\nЕкінші абзац осында.", "Балабақша алғашқы балаларды қабылдады."),
        (f"АСТАНА. 27 января. ДАЛА – {RU}. {RU_BODY}", f"{RU}."),
        (f"Dala.kz — новости степи\n{RU}\n{RU_BODY}", RU),
        (f"Дала үні\nОБЛЫСТЫҚ ҚОҒАМДЫҚ-САЯСИ ГАЗЕТ\n\n{KK}\n{KK_BODY}", KK),
        (f"Управление культуры Тобыльской области\nПресс-центр / Новости\n5 мая 2023\n\n{RU}\n{RU_BODY}", RU),
        (f"Дала облысы әкімдігінің ресми интернет-ресурсы\n{KK}\n5 мамыр 2023 ж.\n{KK_BODY}", KK),
        (f"Справочная служба дома: 5151\n{RU}\n{RU_BODY}", RU),
        (f"ДАЛА  /  Қоғам  /  Біздің сұхбат\n05.05.2023\n\n{KK}\n{KK_BODY}", KK),
        (f"Конкурсы – Байқаулар – Our Grants\n2023-05-05\n{RU}\n{RU_BODY}", RU),
        (f"15 октября, 10:20\n{RU}\n{RU_BODY}", RU),
        (
            "Центр «Тірек»: что изменилось\n5 мая 2023\nРассказ о людях центра\n" + RU_BODY,
            "Центр «Тірек»: что изменилось",
        ),
        (f"Министерство открыло новый сад\n{RU_BODY}\nЕщё одна строка о нём", "Министерство открыло новый сад"),
        (f"Дворец детей области\n{RU_BODY}", "Дворец детей области"),
        ("", ""),
        ("359 просмотров\n+7 (7242) 40-11-10", ""),
    ],
)
def test_title(text, title):
    found = find(text)
    assert found.title == title
    assert not title or found.title_span.text == title


@pytest.mark.parametrize(
    ("line", "day", "clock"),
    [
        ("6 марта 2023 г. 14:19", date(2023, 3, 6), time(14, 19)),
        ("- 21.10.2021", date(2021, 10, 21), None),
        ("24.11.2020г. в 20:30", date(2020, 11, 24), time(20, 30)),
        ("27.01.2023, 17:38 125681", date(2023, 1, 27), time(17, 38)),
        ("Опубликовано: 14 марта 2022, 359 просмотров", date(2022, 3, 14), None),
        ("Жарияланған күні: 2023 жылғы 15 ақпан, 10:30", date(2023, 2, 15), time(10, 30)),
        ("15 марта 2023, 16:30 | Дала үні | 0 комментариев", date(2023, 3, 15), time(16, 30)),
        ("Дала үні, 12 маусым 2021 жыл", date(2021, 6, 12), None),
        ("18-01-2023, 09:00", date(2023, 1, 18), time(9, 0)),
        ("ТАРАЗ - 7 июня 2023 - Пресс-служба музея", date(2023, 6, 7), None),
        ("Хабарлама 2023 ж. 14 ақпан, 18:05 | Автор: Дала үні", date(2023, 2, 14), time(18, 5)),
        ("14:19 | 06 Март, 2023", date(2023, 3, 6), time(14, 19)),
        ("Костанай, 15 марта 2023 года", date(2023, 3, 15), None),
        ("ҚОҒАМ | 21 Қазан, 2021 | 14:20 | 1204", date(2021, 10, 21), time(14, 20)),
        ("Общество  14 Марта 2022  15:32  3451  0", date(2022, 3, 14), time(15, 32)),
        ("Понедельник, 15 марта 2023", date(2023, 3, 15), None),
    ],
)
def test_dateline(line, day, clock):
    text = f"{RU}\n{line}\n{RU_BODY}"
    found = find(text)
    assert (found.published, found.published_time) == (day, clock)
    assert text[found.published_span.start : found.published_span.end] == found.published_span.text
    assert line in [span.text for span in found.furniture]


@pytest.mark.parametrize(
    "line",
    ["Караганда, 5 октября 2022 года. В городе открыли сад.", "АСТАНА. 5 октября 2022 года. ДАЛА – Открыли сад."],
)
def test_dateline_at_the_beginning_of_the_story(line):
    text = f"{RU}\n\n{line}\n{RU_BODY}"
    document = Document("a.txt", text)
    found = head.find(document)
    assert found.published == date(2022, 10, 5)
    assert "".join(s.text for s in sentences.find(document, found)).startswith(RU + line[:5])


@pytest.mark.parametrize(
    "text",
    [
        f"{RU}\nСад открыли 7 февраля 2019 года. {RU_BODY}",
        f"{KK}\n2020 жылғы 1 сәуірден бастап төлем берілді.\n{KK_BODY}",
        f"{RU}\nСъезд 15 марта 2023 года\n{RU_BODY}",
        f"{RU}\nНа 2019-2021 годы\n{RU_BODY}",
        f"{RU}\n27 января\n{RU_BODY}",
        f"{RU}\n31.02.2023\n{RU_BODY}",
    ],
)
def test_a_date_in_the_story_is_no_date_of_publication(text):
    assert find(text).published is None


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"{RU}\n{RU_BODY} Об этом передает Dala.kz.", "Dala.kz"),
        (f"{KK}\n{KK_BODY[:-1]}, деп жазады Dala.kz.", "Dala.kz"),
        (f"{KK} - «Дала» телеарнасы\n{KK_BODY}", "«Дала» телеарнасы"),
        (f"{RU}\nАстана. 27 января. DALA TODAY - {RU_BODY}", "DALA TODAY"),
        (f'{RU}\nРедакция "Дала"\n{RU_BODY}', "Дала"),
        (f"{RU}\nDalaTV\n24.11.2020\n{RU_BODY}", "DalaTV"),
        (f"{RU}\nАким передает «ключи» от квартир. {RU_BODY}", ""),
        (f"{RU}\n{RU_BODY} Об этом пишет «Степная правда».", "Степная правда"),
        (f"{RU}\n{RU_BODY} Об этом сообщает пресс-служба партии.", ""),
        (f"{RU}\n{RU_BODY}", ""),
        (f"Dala.kz — новости степи\n{RU}\n{RU_BODY}", "Dala.kz"),
        (f"dala.kz\nНовости | Экономика | Общество\n{RU}\n{RU_BODY}", "dala.kz"),
        (f"ДАЛА ҮНІ — областная газета\nДождь +3 °C\n{RU}\n{RU_BODY}", "ДАЛА ҮНІ"),
        (f"«Дала» аудандық газеті\n{KK}\n{KK_BODY}", "Дала"),
        (f"ДАЛА-ИНФОРМ | Информационное агентство\n{RU}\n{RU_BODY}", "ДАЛА-ИНФОРМ"),
        (f"Dala Online | Сұхбат\n{KK}\n{KK_BODY}", "Dala Online"),
        (f"СЕЛО - 7 июня 2023 - Пресс-служба музея\n{RU}\n{RU_BODY}", "Пресс-служба музея"),
        (f"7 июня 2023 | Фото: пресс-служба музея\n{RU}\n{RU_BODY}", ""),
        (f"Дала үні\nОБЛЫСТЫҚ ҚОҒАМДЫҚ-САЯСИ ГАЗЕТ\n\n{KK}\n{KK_BODY}", "Дала үні"),
    ],
)
def test_publisher(text, publisher):
    assert find(text).publisher == publisher


@pytest.mark.parametrize(
    "line",
    [
        "5 октября 2022 года, ДАЛА. В селе прошёл день семьи.",
        "2022 жылғы 5 қазан, Қарағанды. Ауылда отбасы күні өтті.",
    ],
)
def test_a_paragraph_begins_with_its_day(line):
    assert find(f"{RU}\n{line}").published == date(2022, 10, 5)


@pytest.mark.parametrize(
    "line",
    [
        "Дала: +4 °C, ветер 7 м/с",
        "Погода в Дале: днём +31, ветер 4 м/с, давление 731 мм",
        "Курс: $ 470.1  € 512.4  ₽ 5.2",
        "Іздеу   Сұрақ қою   101 iДала",
        "Курсы валют: USD 470.10 EUR 512.40",
        "Материалы партнёров: Окна в рассрочку | Кредит под 9,9% за час",
    ],
)
def test_tickers_and_partners_are_furniture(line):
    assert line in [span.text for span in find(f"{line}\n{RU}\n{RU_BODY}").furniture]
    assert line in [span.text for span in find(f"{RU}\n{RU_BODY}\n{line}").furniture]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{RU}\n{RU_BODY}", "news"),
        (f"{KK} - AMANAT\n{KK_BODY}", "party_report"),
        (f"Басты бет\nПартия туралы\n{KK}\n{KK_BODY}", "party_report"),
        (f"AUYL.KZ\nПартия туралы  Жаңалықтар  Өңірлер\n{KK}\n{KK_BODY}", "party_report"),
        (f"AUYL.KZ\nБіз туралы  Жаңалықтар  Өңірлер\n{KK}\n{KK_BODY}", "news"),
        (f"Дала.kz\nО партии рассказали школьникам на открытом уроке\n{RU_BODY}", "news"),
        (f"{KK} - «Ауыл» партиясы\n{KK_BODY}", "party_report"),
        (f"{KK} - «Ауыл» газеті\n{KK_BODY}", "news"),
        (f"{KK} - Nur Otan партиясы\n{KK_BODY}", "party_report"),
        ("Бүгін «AMANAT» партиясы аудандық филиалында жиын өтті.\nФилиал төрағасы есеп берді.", "party_report"),
        ("Бүгін «AMANAT» партиясы филиалында жиын өтті, деп жазады Dala.kz.\nФилиал төрағасы есеп берді.", "news"),
        ("В филиале партии «AMANAT» прошёл приём, сообщили в пресс-службе.\nФилиал работает.", "news"),
        (f"{KK}\nБұл туралы партия филиалының төрағасы айтты.\n{KK_BODY}", "news"),
        (f"{RU}\n{RU_BODY}\nЗаказчик: Иванов И.И.\nОплачено из средств фонда.", "political_advertising"),
        (f"{RU}\nЗаказчик строительства – акимат. Подрядчик изготовил окна.", "news"),
    ],
)
def test_kind(text, kind):
    assert find(text).kind == kind


@pytest.mark.parametrize(
    ("notice", "customer", "payer", "producer"),
    [
        (
            "Изготовлено: газета «Дала», Абая 5\n\nЗаказчик: Иванов И.И.\n\n"
            "Оплачено из средств Избирательного фонда партии Дала.",
            "Иванов И.И.",
            "Избирательный фонд партии Дала",
            "газета «Дала», Абая 5",
        ),
        (
            "Заказчик: Иванов И.И. Оплачено за счет средств партии Дала",
            "Иванов И.И.",
            "партии Дала",
            "",
        ),
        ("Оплачено из избирательного фонда кандидата Иванова", "", "избирательный фонд кандидата Иванова", ""),
        ("Заказчик:\nИванов И.И.\nИзготовитель:\nТОО «Дала»", "Иванов И.И.", "", "ТОО «Дала»"),
        (
            "Тапсырыс беруші: «Дала» партиясы. Дайындаған: «Дала» газеті.",
            "«Дала» партиясы",
            "",
            "«Дала» газеті",
        ),
        ("Материал «Дала» партиясының сайлау қорының қаражатынан төленді.", "", "«Дала» партиясының сайлау қоры", ""),
        ("Тапсырысшы: Омаров Е.\nТөлеуші: «Дала» қоры", "Омаров Е.", "«Дала» қоры", ""),
    ],
)
def test_disclosure(notice, customer, payer, producer):
    found = find(f"{RU}\n\n{RU_BODY}\n\n{notice}\n").disclosure
    assert (found.customer, found.payer, found.producer) == (customer, payer, producer)
    assert RU_BODY not in found.span.text


@pytest.mark.parametrize(
    ("notice", "rights"),
    [
        ("*Запрещается любое копирование, публикация и распространение данной информации.", "quote_only"),
        ("Перепечатка материалов без письменного разрешения редакции запрещена.", "quote_only"),
        ("Осы материалды көшіріп басуға және таратуға тыйым салынады.", "quote_only"),
        ("Сайт материалдарын редакцияның рұқсатынсыз пайдалануға болмайды.", "quote_only"),
        ("При использовании материалов ссылка на сайт обязательна.", "open"),
        ("В стране запрещено распространение наркотиков и оружия.", "open"),
        ("Бұл аймақта ағаш кесуге тыйым салынады.", "open"),
    ],
)
def test_ban_on_copying(notice, rights):
    text = f"{RU}\n{RU_BODY}\n{RU_BODY}\n{notice}"
    found = find(text)
    assert found.rights == rights
    assert (found.rights_span is not None) == (rights == "quote_only")


FURNITURE = [
    "359 просмотра", "1766", "Просмотров: 1 245", "Қаралды: 512 рет", "Оқылды: 5", "+7 (7242) 40 - 11 - 10",
    "a.b@dala.kz",
    "Тел.: 8 (7172) 55-44-33, факс: 55-44-34", "Ветер: м/с", "Ылғалдылық: 45 %", "°C", "+5°C", "USD 460.5 EUR 500.1",
    "$498.34 €519.72 ₽4.85", "×", "***", "Новости партнеров", "Серіктестер жаңалықтары", "Поделиться", "Бөлісу",
    "Facebook Twitter Telegram", "Авторларды қолдау орталығы", "Хабарламаларға жазылу", "Подписывайтесь на наш канал",
    "Фото: пресс-служба", "Сурет: Ерлан Омаров", "Теги: семья, дети", "Тегтер: отбасы", "#отбасы #балалар",
    "Главная » Новости » Общество", "Читайте также: В городе открыли парк", "Комментарии (5)", "Пікір қалдыру",
    "Мы используем cookie, чтобы сайт работал лучше", "© 2023 Дала", "Автор: Ерлан Омаров", "Все права защищены",
    "ҚАЗ РУС ENG", "https://dala.kz/news/5", "14:19", "Қате таптыңыз ба?",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line):
    found = find(f"{RU}\n\n{RU_BODY}\n{line}\n{RU_BODY}\n")
    assert [span.text for span in found.furniture] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "В центре 45 семей получили помощь.", "Көмек 120 отбасыға берілді", "Президент прилетел в город",
        "Фото на память сделали все участники встречи.", "Бөлімде 15 адам жұмыс істейді.", "Погода была хорошей.",
        "– Рақмет бәріңізге!", "Телефон доверия 111 работает круглосуточно.", "Новости партнеров обсудили в акимате.",
        "Выплаты составят 42 млрд тенге.", "Позвоните по номеру 1414 и задайте вопрос", "Ерлан Омаров, депутат:",
        "Теги семьи – это шежіре", "Спорт объединяет людей всех возрастов",
    ],
)  # fmt: skip
def test_no_furniture(line):
    found = find(f"{RU}\n\n{RU_BODY}\n{line}\n{RU_BODY}\n")
    assert found.furniture == []


def test_labels_in_a_list_with_date_and_counter():
    found = find(f"{KK_BODY}\n- САУАЛНАМА\n- 21.10.2021\n- 359 просмотра\n{KK_BODY}")
    assert [span.text for span in found.furniture] == ["- САУАЛНАМА", "- 21.10.2021", "- 359 просмотра"]


def test_headlines_of_other_articles_at_the_end():
    found = find(f"{RU}\n{RU_BODY}\n{RU_BODY}\nЧитайте также\nВ городе открыли парк\nАким провел прием\n")
    assert [span.text for span in found.furniture] == ["Читайте также", "В городе открыли парк", "Аким провел прием"]


def test_section_and_author():
    found = find(f"Саясат\n{KK}\n\n{KK_BODY}\n{KK_BODY}\n\nАйгүл Серікова\n\nХабарламаларға жазылу")
    assert (found.section, found.author) == ("Саясат", "Айгүл Серікова")


def test_meta_overrides_the_text():
    found = find(
        f"Политика\n{RU}\n06.03.2023\n{RU_BODY}",
        title="Другой заголовок",
        date="2023-01-02T10:00",
        section="Общество",
        publisher="Дала",
        language="kk",
        kind="party_report",
        rights="quote_only",
        customer="Иванов",
    )
    assert (found.title, found.title_span, found.section, found.publisher) == (
        "Другой заголовок",
        None,
        "Общество",
        "Дала",
    )
    assert (found.published, found.published_time) == (date(2023, 1, 2), time(10, 0))
    assert (found.language, found.kind, found.rights) == ("kk", "party_report", "quote_only")
    assert found.disclosure.customer == "Иванов"


def test_senseless_meta_is_not_believed():
    found = find(f"{RU}\n{RU_BODY}", date="31.02.2023", kind="x", rights="x", language="xx", title=["a"], time="25:99")
    assert (found.published, found.published_time, found.kind, found.rights) == (None, None, "news", "open")
    assert (found.language, found.title) == ("ru", RU)


LINES = st.sampled_from(
    [*FURNITURE, RU, KK, RU_BODY, KK_BODY, "", "Политика", "06.03.2023", "Заказчик: Иванов И.И.", "- "]
)


@given(st.one_of(st.text(st.characters(codec="utf-8"), max_size=300), st.lists(LINES, max_size=12).map("\n".join)))
def test_any_text_has_a_head_whose_spans_are_in_place(text):
    found = find(text)
    spans = [*found.furniture, found.title_span, found.published_span, found.rights_span]
    spans.append(found.disclosure and found.disclosure.span)
    for span in filter(None, spans):
        assert text[span.start : span.end] == span.text
    assert all(before.end <= after.start for before, after in zip(found.furniture, found.furniture[1:], strict=False))
    assert found == find(text)
