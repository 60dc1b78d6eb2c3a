"""Lines of a page that are the site's and not the article's, told by what a line is made of.

A line is furniture when nothing is left of it after counters, telephones, addresses, links, prices and clocks, or when
it is one of the phrases that sites put around articles. Nothing here knows a particular site.
"""

import re
from dataclasses import dataclass

from kb.core.text import name_key
from seeds.reading import dates

# How far from the top or the bottom a dateline or a section label may stand, in lines that have text.
TOP, BOTTOM = 12, 6

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"[-–—•*·▪■►●◦>|\s]+")
_ALNUM = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]+")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,500}|"
    r"(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,3}(?:kz|ru|com|org|net|info|gov)(?:/\S{0,300})?(?!\w)",
    re.I,
)
_PHONE = re.compile(r"(?:\+?[78][\s(.-]{0,3})?\(?\d{3,5}\)?(?:[\s.-]{0,3}\d{2,4}){2,4}(?!\d)|\+\d[\d\s()-]{8,20}")
_PRICE = re.compile(
    r"(?:[$€₽¥£₸]|\b(?:USD|EUR|RUB|CNY|KZT|GBP|RUR)\b)[\s/:=]{0,3}\d[\d.,]*|\d[\d.,]*\s?(?:[$€₽¥£]|\b(?:USD|EUR|RUB|CNY)\b)"
)
_DEGREES = re.compile(r"[+\-–−]?\d{0,2}(?:\s?\.{2,3}\s?[+\-–−]?\d{1,2})?\s?°\s?[CС]?|°[CС]")
# What a line on the weather gives, without a degree sign.
_MEASURED = re.compile(
    r"[+−]\d|\d\s?(?:м/с|мм(?!\w))|(?<!\w)(?:ветер|жел|давление|қысым|влажность|ылғалдылық)(?!\w)", re.I
)
_CLOCK = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
_COUNTED = (
    r"просмотр\w*|прочт\w*|прочит\w*|показ\w{0,4}|коммент\w*|репост\w*|лайк\w*|views?|comments?|shares?|likes?|"
    r"оқылды|оқылым\w*|қаралды|қаралым\w*|көрілді|көрілім\w*|көрді|пікір\w*|бөлісті|рет|просм"
)
_COUNTER = re.compile(
    rf"(?:(?:{_COUNTED})\s*[:\-–—]?\s*(?:рет\s*)?\d[\d\s.,\u00a0]*[kктмң]{{0,2}}(?!\w)|"
    rf"\d[\d\s.,\u00a0]*[kк]?\s*(?:(?:рет|раз)\s+)?(?:{_COUNTED})(?!\w))",
    re.I,
)
_DATE_LABEL = re.compile(
    r"(?:дата(?: публикации| и время)?|материал опубликован|последнее обновление|соңғы жаңарту|"
    r"хабарлама|мақала|новость|статья|қосылған|енгізілген|жүктелген|добавлен[оаы]|дата добавления|"
    r"опубликован[оаы]?|публикация|обновлен[оаы]?|размещено|добавлено|создано|время|"
    r"жарияланған(?: күні| уақыты)?|жарияланды|жариялау күні|жаңартылды|жаңартылған|салынды|күні|уақыты|published|"
    r"posted|updated|вчера|сегодня|бүгін|кеше|сағат|(?:часов|часа|час|минут|минуты) назад|(?:күн|сағат|минут) бұрын)"
    r"(?!\w)[\s:,]*",
    re.I,
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|"
    r"сенбі|жексенбі|пн|вт|ср|чт|пт|сб|вс)(?!\w)",
    re.I,
)
_LABEL = re.compile(
    r"(?<!\w)(?:тел(?:ефон)?\w{0,3}|факс|моб|e-?mail|почта|эл\.?\s?адрес|сайт|whatsapp|ватсап|call[- ]?cent(?:er|re)|"
    r"редакция|реклама|жарнама|байланыс|контакты(?: для сми)?|"
    r"источник|дереккөз|ссылка|сілтеме|түпнұсқа|қабылдау|приемная|адрес|мекенжай\w*)(?!\w)",
    re.I,
)
_SOCIAL = re.compile(
    r"(?:facebook|twitter|telegram|instagram|whatsapp|vk|vkontakte|вконтакте|одноклассники|ok|youtube|tiktok|viber|"
    r"linkedin|threads|x|фейсбук|инстаграм|телеграмм?|ватсап|тикток|ютуб|твиттер|messenger|mail|pinterest|rss|email|print|"
    r"печать|copy|link)\Z",
    re.I,
)

_LANGUAGE = re.compile(r"(?:қаз|каз|рус|eng|kaz|rus|қазақша|русский|english|kz|ru|en|kk|qz|qaz)\Z", re.I)

# Whole lines (folded, without punctuation), or the beginnings of short ones.
_PHRASES = """
хабарлар желісі; ең көп оқылған; ең көп оқылғандар; обзор прессы; баспасөзге шолу; поделиться новостью; жаңалықпен
бөлісу; последние события; соңғы оқиғалар; лента; таспа; популярные новости; танымал жаңалықтар; самые читаемые;
бүгінгі жаңалықтар; новости партнеров; новости партнёров; партнерские новости; серіктестер жаңалықтары; әріптестер
жаңалықтары; читайте также; читать также; читайте по теме; смотрите также; по теме; материалы по теме; похожие
новости; похожие материалы; похожие статьи; другие новости; еще новости; последние новости; главные новости;
популярное; самое читаемое; топ новостей; свежие новости; лента новостей; новости по теме; вам может быть интересно;
рекомендуем; рекомендуемые; интересное; тағы оқыңыз; тағы да оқыңыз; оқи отырыңыз; оқи отырыңыздар; ұқсас жаңалықтар;
ұқсас материалдар; соңғы жаңалықтар; басқа жаңалықтар; өзге жаңалықтар; тақырып бойынша; осы тақырыпта; танымал; көп
оқылғандар; жаңалықтар таспасы; айдар жаңалықтары; тағы қараңыз; сондай ақ оқыңыз; сізге ұнауы мүмкін; қызықты;
поделиться; поделитесь; расскажите друзьям; бөлісу; бөлісіңіз; достарыңызбен бөлісіңіз; share; share this;
подписывайтесь; подпишитесь; подписаться; следите за нами; следите за новостями; наш канал; читайте нас; будьте в
курсе; жазылу; жазылыңыз; хабарламаларға жазылу; бізге жазылыңыз; парақшамызға жазылыңыз; бізді оқыңыз; біздің
telegram; авторларды қолдау орталығы; центр поддержки авторов; жарнама; реклама; на правах рекламы; промо; сообщить об
ошибке; нашли ошибку; нашли опечатку; заметили ошибку; выделите ошибку; если вы обнаружили ошибку; увидели ошибку;
қате таптыңыз ба; қатені байқасаңыз; мәтіннен қате тапсаңыз; сообщить новость; прислать новость; предложить новость;
жаңалық жіберу; жаңалық ұсыну; комментарии; комментарий; оставить комментарий; добавить комментарий; написать
комментарий; комментировать; обсудить; пікірлер; пікір қалдыру; пікір қосу; пікір жазу; түсініктеме; түсініктемелер;
пікір білдіру; мы используем cookie; этот сайт использует; сайт использует файлы cookie; файлы cookie; принять cookie;
біз cookie; бұл сайт cookie; cookie файлдар; все права защищены; барлық құқықтар қорғалған; барлық құқық қорғалған;
при использовании материалов; использование материалов; материалды пайдаланған; материалдарды пайдалану; сайт
материалдарын пайдалан; all rights reserved; политика конфиденциальности; пользовательское соглашение; құпиялылық
саясаты; пайдаланушы келісімі; правила сайта; главная; на главную; басты бет; басты; меню; мәзір; поиск; іздеу; войти;
вход; кіру; регистрация; тіркелу; выход; шығу; версия для слабовидящих; версия для печати; печать; распечатать; басып
шығару; нашар көретіндерге арналған нұсқа; нашар көретіндер үшін; о нас; контакты; обратная связь; байланыс;
байланыстар; біз туралы; редакция туралы; карта сайта; сайт картасы; вверх; наверх; жоғарыға; назад; артқа; далее;
вперед; келесі; алдыңғы; предыдущая; следующая; читать далее; подробнее; толығырақ; толық оқу; барлығы; все новости;
барлық жаңалықтар; предыдущая статья; следующая статья; предыдущая новость; следующая новость; алдыңғы мақала; келесі
мақала; алдыңғы жаңалық; келесі жаңалық; архив; мұрағат; мультимедиа; слушать; тыңдау; слушать новость; озвучить;
мәтінді тыңдау; аудио; қаріп; шрифт; размер шрифта; қаріп өлшемі; скачать; жүктеу; жүктеп алу; скачать приложение;
скопировать ссылку; сілтемені көшіру; ссылка скопирована; сохранить; сақтау; в избранное; поставить оценку; оцените;
оценить; рейтинг; бағалау; бағалаңыз; ваша оценка; сіздің бағаңыз; нравится; ұнайды; ұнады; погода; ауа райы; курс
валют; курсы валют; валюта бағамы; валюта бағамдары; қазақша; русский; қаз; рус; eng; english; қаз рус; kz ru en; kz
ru; kk ru en; рус қаз; инфографика; фото; видео; фоторепортаж; фотогалерея; видеосюжет; бейне; сурет; суреттер;
фотолар; время чтения; оқу уақыты
"""
_PREFIXES = """
мекенжай; мекенжайымыз; мекенжайы; адрес; наш адрес; контакты; контакты для сми; байланыс телефоны; телефоны; телефон;
фото; фотография; фото из; фото автора; скриншот; снимок; кадр; сурет; суретті; суретке түсірген; коллаж; иллюстрация;
иллюстративное фото; photo; фотосы; теги; тег; тегтер; тэги; метки; ключевые слова; кілт сөздер; кілтсөздер; tags;
хэштеги; рубрика; рубрики; айдар; айдары; бөлім; раздел; категория; санат; категории; источник фото; сурет көзі; фото
көзі; источник изображения; читайте также; читайте ещё; читать также; смотрите также; тағы оқыңыз; сондай ақ оқыңыз;
оқи отырыңыз; оқыңыз; ветер; влажность; давление; осадки; температура; жел; ылғалдылық; ылғалдығы; қысым; желдің
жылдамдығы; подписывайтесь на; подпишитесь на; подписывайся; следите за нами; читайте нас; біздің telegram; telegram
каналымызға; инстаграм парақшамызға; парақшамызға жазыл; арнамызға жазыл; каналымызға жазыл; жаңалықтарды бірінші;
если вы нашли ошибку; если вы заметили; если вы обнаружили; нашли ошибку; қате тапсаңыз; мәтіннен қате; мы используем;
этот сайт использует; сайт использует; оставаясь на сайте; продолжая использовать; біз cookie; бұл сайт; материалды
көшіріп басқан; использование материалов; при использовании материалов; при копировании материалов; перепечатка
материалов; материалдарды пайдалану; сайт материалдарын; материалды пайдалану; ваш комментарий; пікіріңізді; ваш
браузер; включите javascript; для просмотра; просмотров; просмотры; количество просмотров; қаралды; қаралым саны;
қаралым; оқылды; көрілім
"""
# After these the page goes on with links to other articles.
_TAIL = """
новости партнеров; новости партнёров; партнерские новости; серіктестер жаңалықтары; читайте также; похожие новости;
похожие материалы; похожие статьи; другие новости; еще новости; последние новости; главные новости; популярное; самое
читаемое; лента новостей; новости по теме; материалы по теме; рекомендуем; вам может быть интересно; тағы оқыңыз;
ұқсас жаңалықтар; ұқсас материалдар; соңғы жаңалықтар; басқа жаңалықтар; өзге жаңалықтар; көп оқылғандар; комментарии;
пікірлер; оқи отырыңыз
"""
_SECTIONS = """
политика; саясат; общество; қоғам; экономика; экономика и бизнес; бизнес; культура; мәдениет; спорт; новости;
жаңалықтар; жаңалық; новость; происшествия; оқиға; оқиғалар; в мире; әлем; мир; әлемде; в казахстане; қазақстан;
казахстан; регионы; өңірлер; өңір; аймақ; аймақтар; аймақтар жаңалықтары; новости регионов; өңір жаңалықтары;
официально; ресми; президент; правительство; үкімет; парламент; мәжіліс; мажилис; сенат; выборы; сайлау; сайлау 2023;
выборы 2023; образование; білім; наука; ғылым; білім және ғылым; здоровье; денсаулық; медицина; здравоохранение;
социум; әлеумет; социальная сфера; әлеуметтік сала; право; құқық; закон; заң; интервью; сұхбат; мнение; пікір;
аналитика; сараптама; талдау; репортаж; статьи; мақала; мақалалар; пресс релиз; пресс релизы; баспасөз хабарламасы;
события; события дня; главное; басты жаңалық; басты жаңалықтар; важное; маңызды; актуально; өзекті; тема дня; семья;
отбасы; дети; молодежь; жастар; село; ауыл; ауыл шаруашылығы; сельское хозяйство; апк; технологии; технология;
руханият; рухани жаңғыру; тарих; история; туризм; экология; қаржы; финансы; криминал; армия; партия; партия
жаңалықтары; новости партии; жизнь партии; партия өмірі; филиалдар жаңалықтары; новости филиалов; жобалар; проекты;
город; қала; политика и власть; власть; билік; мемлекет; пресс служба; баспасөз қызметі; сми о нас; бақ
"""


def _keys(phrases: str) -> frozenset[str]:
    return frozenset(name_key(phrase) for phrase in " ".join(phrases.split()).split(";") if phrase.strip())


_PHRASE_KEYS = _keys(_PHRASES)
_PREFIX_KEYS = tuple(sorted(_keys(_PREFIXES)))
_TAIL_KEYS = _keys(_TAIL)
# Before a colon on the line of an advertisement or a ticker: "Курсы валют: USD …", "Материалы партнёров: …".
_LABEL_KEYS = _TAIL_KEYS | _keys(
    """курс валют; курсы валют; курсы; валюта бағамы; валюта бағамдары; бағам; погода; ауа райы; материалы партнеров;
    партнерские материалы; спецпроект партнера; серіктестер материалдары; әріптестер материалдары; реклама; жарнама;
    на правах рекламы; жарнама құқығында; промо; вакансии; бос орындар; объявления; хабарландырулар; гороскоп"""
)
_SECTION_KEYS = _keys(_SECTIONS)
# Beginnings of long notices; the short ones need a colon or stand in a short line.
_LONG_PREFIX_KEYS = tuple(sorted(key for key in _PREFIX_KEYS if " " in key))

TEXT, FURNITURE, DATELINE, SECTION, AUTHOR = "text", "furniture", "dateline", "section", "author"


@dataclass(slots=True)
class Line:
    """A line that has text, stripped, with what it was found to be."""

    start: int
    end: int
    text: str
    kind: str = TEXT
    bullet: bool = False
    date: dates.DateSpan | None = None  # of a dateline, offsets in the document


def lines(text: str) -> list[Line]:
    """The lines of ``text`` that have a visible character, each with its kind."""
    found = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip(" \t\u00a0\u200b\ufeff\u202f\u2009\u00ad")
        if stripped:
            start = match.start() + match[0].index(stripped)
            found.append(Line(start, start + len(stripped), stripped))
    for number, line in enumerate(found):
        edge = number < TOP or number >= len(found) - BOTTOM
        _classify(line, edge)
    _bulleted(found)
    _tail(found)
    return found


def section(text: str) -> bool:
    """Whether ``text`` is a label that sites give to a section."""
    return name_key(text) in _SECTION_KEYS


def _classify(line: Line, edge: bool) -> None:
    text = line.text
    bullet = _BULLET.match(text)
    line.bullet = bool(bullet)
    if len(text) > 300:
        return
    bare = text[bullet.end() :] if bullet else text
    if not _ALNUM.search(bare):
        line.kind = FURNITURE
        return
    key = re.sub(r"(?: \d+)+\Z", "", name_key(bare[:200]))
    if key in _PHRASE_KEYS or _starts(key, bare) or (edge and _beside_the_article(bare)):
        line.kind = FURNITURE
    elif edge and key in _SECTION_KEYS:
        line.kind = SECTION
    elif len(text) <= 160 and edge and (date := _dateline(text)):
        line.kind = DATELINE
        line.date = dates.DateSpan(
            line.start + date.start, line.start + date.end, date.text, date.first, date.last, date.time
        )
    elif _nothing_left(bare):
        line.kind = FURNITURE


def _starts(key: str, bare: str) -> bool:
    """A label of furniture with its value: "Фото: …", "Теги: …", "Подписывайтесь на наш канал"."""
    for prefix in _PREFIX_KEYS:
        if key.startswith(prefix) and (len(key) == len(prefix) or key[len(prefix)] == " "):
            if " " in prefix and len(bare) < 250 and prefix in _LONG_PREFIX_KEYS:
                return True
            if len(bare) < 160 and bare[len(prefix) :].lstrip()[:1] in tuple(":©|/–—-"):
                return True
    return bare.startswith("©") and len(bare) < 200


def _labelled(bare: str) -> bool:
    label, colon, rest = bare.partition(":")
    return bool(colon) and len(label) < 40 and not rest.rstrip().endswith(".") and name_key(label) in _LABEL_KEYS


def _menu(bare: str) -> bool:
    """A site's sections and buttons one beside the other: "Город | Власть | Бизнес", "Іздеу   Сұрақ қою   101"."""
    cells = re.split(r"\s{0,3}[|•·]\s{0,3}|\s{2,8}", bare)
    if len(cells) < 3 or any(len(cell.split()) > 3 or cell.endswith((".", ",")) for cell in cells):
        return False
    known = sum(name_key(cell) in _SECTION_KEYS or name_key(cell) in _PHRASE_KEYS for cell in cells)
    return known * 3 >= len(cells)


def _weather(bare: str) -> bool:
    if len(bare) >= 80 or bare.endswith((".", "!", "?")):
        return False
    return "°" in bare or len(_MEASURED.findall(bare)) > 1


def _ticker(bare: str) -> bool:
    """Prices of currencies: "Курс НБ РК: $ 512.3 € 541.7"."""
    return len(_PRICE.findall(bare)) > 1 and len(_LETTERS.findall(_PRICE.sub(" ", bare))) < 5


def _beside_the_article(bare: str) -> bool:
    # A line of cells that holds the article's day is its dateline.
    return (_labelled(bare) or _menu(bare) or _weather(bare) or _ticker(bare)) and not _dateline(bare)


def _stripped(text: str) -> str:
    for pattern in (_EMAIL, _LINK, _COUNTER, _PRICE, _DEGREES, _PHONE, _CLOCK, _LABEL):
        text = pattern.sub(" ", text)
    return text


def _nothing_left(text: str) -> bool:
    if len(text) > 200:
        return False
    if re.fullmatch(r"[\d\s.,:/()+%-]{1,40}", text):
        return True
    rest = _DATE_LABEL.sub(" ", _stripped(text))
    words = _LETTERS.findall(rest)
    if words and (all(map(_SOCIAL.match, words)) or all(map(_LANGUAGE.match, words))):
        return True
    if text.startswith("#") and all(word.startswith("#") for word in text.split()):
        return True
    if re.search(r"\s[»>/›→]\s", text) and name_key(text).startswith(("главная", "басты", "home")):
        return True
    return not words and rest.strip(" \t.,:;|/()-–—") != text.strip() and len(re.findall(r"\d", rest)) <= 8


def _dateline(text: str) -> dates.DateSpan | None:
    """The date of a line that is little more than a date: with a clock, a counter, a town, a weekday."""
    found = [date for date in dates.find(text) if len(date.first) == 3 and date.last is None]
    if not found:
        return None
    date = found[0]
    rest = text
    for other in reversed(found):
        rest = rest[: other.start] + " " + rest[other.end :]
    rest = _WEEKDAY.sub(" ", _DATE_LABEL.sub(" ", _stripped(rest)))
    if _cells(text, date):
        return date
    words = [word for word in _LETTERS.findall(rest) if not _SOCIAL.match(word)]
    if len(words) > 5 or sum(map(len, words)) > 40:
        return None
    before = _WEEKDAY.sub(" ", _DATE_LABEL.sub(" ", _stripped(text[: date.start])))
    if section(before):
        return date
    if _LETTERS.search(before) and before.rstrip()[-1] not in ",.|•·:/–—-":
        return None
    # More than a town, an author or a section beside the date is a heading or a sentence.
    if words and (text.rstrip().endswith((".", "!", "?")) or not words[0][0].isupper() or date.start > 45):
        return None
    newspaper = len(words) <= 3 and before.rstrip().endswith(",")  # "Дала үні, 12 маусым 2021 жыл"
    if not newspaper and any(word[0].islower() and len(word) > 4 for word in words):
        return None
    return date


_CELL = re.compile(r"\s{0,3}[|•·]\s{0,3}")


def _cells(text: str, date: dates.DateSpan) -> bool:
    """Whether the line is short labels between bars, one of them a date: "6 марта 2023 | Автор: … | 0 комментариев"."""
    cells = _CELL.split(text)
    if len(cells) < 2:
        cells = re.split(r"\s[-–—]\s", text)
        cells = cells if len(cells) > 2 else [text]
    if len(cells) < 2 or text.rstrip().endswith((".", "!", "?")) or any(len(cell.split()) > 5 for cell in cells):
        return False
    own = next((cell for cell in cells if date.text in cell), "")
    rest = _WEEKDAY.sub(" ", _DATE_LABEL.sub(" ", _stripped(own.replace(date.text, " "))))
    return bool(own) and not _LETTERS.search(rest)


def _bulleted(found: list[Line]) -> None:
    """A short label in a list whose other items are a date and a counter belongs to that list."""
    run: list[Line] = []
    for line in [*found, Line(0, 0, "")]:
        if line.bullet and len(line.text) < 60:
            run.append(line)
            continue
        if any(other.kind in (DATELINE, FURNITURE) for other in run) and any(o.kind == DATELINE for o in run):
            for other in run:
                if other.kind == TEXT and len(other.text.split()) <= 4:
                    other.kind = FURNITURE
        run = []


def _tail(found: list[Line]) -> None:
    """Headlines of other articles after "Новости партнеров" and the like."""
    after = False
    for number, line in enumerate(found):
        if line.kind == FURNITURE and name_key(line.text.rstrip(":")) in _TAIL_KEYS:
            after = number >= len(found) // 3
        elif after and line.kind == TEXT:
            if len(line.text) > 160 or line.text[-1] in ".:;" or line.text[0] in "–—-":
                after = False
            else:
                line.kind = FURNITURE
