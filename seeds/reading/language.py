"""Which language a sentence is in: Kazakh and Russian in Cyrillic, English, or another one.

By letters, function words and endings; no model. Names in quotes are left out, because Russian news quotes Kazakh
names and the other way round. Kazakh in Latin letters counts as another language: the recognisers can't read it.
"""

import re

LANGUAGES = ("kk", "ru", "en", "")

_QUOTED = re.compile(r"«[^«»\n]{0,200}»|“[^“”\n]{0,200}”|\"[^\"\n]{0,200}\"")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_KAZAKH = re.compile(r"[әғқңөұүһі]")
# Letters that every longer Kazakh sentence has and Kyrgyz does not.
_KAZAKH_ONLY = re.compile(r"[әғқұһі]")
_RUSSIAN = re.compile(r"[ъщёэц]")
_FOREIGN = re.compile(r"[ґєїўјљњђћџѓќѕҷҳӣӯҗҙҫҡҥӑӗҕԥҭ]")
_PIECE = re.compile(r"[^\n.!?…]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_KK_WORDS = _set(
    "және мен пен бен бұл үшін туралы бойынша болып деп бар осы сол ол ал тағы емес бір екі үш көп кейін дейін арқылы "
    "ретінде бірақ сондай сондықтан соң жылы жылдың жыл дейді деді айтты болды болған болады еді екен керек қажет "
    "барлық бүгін биыл былтыр кезде кезінде аясында жаңа бас қарай сәйкес дейтін оның олардың біз сіз өз әр әрбір ең "
    "өте жоқ тиіс туыс жөнінде жөніндегі тарапынан бойы ғана гөрі сияқты секілді мұндай орай хабарлайды жазады"
)
_RU_WORDS = _set(
    "и в на с по не что как для из к от при за о об также это его ее их который которые которая был была было были "
    "будет будут или если но у же году года лет со ко во так все более после через между под над без про чтобы где "
    "когда он она они мы вы я ему им нас вас этого этой этих того тем чем уже еще ещё лишь только может можно нужно "
    "сегодня сообщает сообщил отметил передает"
)
_EN_WORDS = _set(
    "the of and to in for is that was with on by at has as from are were be been this which it its will have had not "
    "his her their he she they or an"
)
_KK_ENDING = re.compile(
    r"\w{3}(?:(?:лар|лер|дар|дер|тар|тер)(?:ы|ын|ында|ынан|ына|ының|да|де|дан|ден|мен|га|ге)?|сы|сын|сында|сының|"
    r"сына|сынан|сымен|ады|еді|йды|ған|ген|кен|атын|етін|ның|дың|тың|дағы|дегі|тағы|тегі|нан|нен|дан|ден|тан|тен|"
    r"ып|іп|лды|ілді|лған|лген|лық|дық|тық|ндағы)$"
)
_RU_ENDING = re.compile(
    r"\w{2}(?:тся|ться|лся|лась|лись|ого|его|ому|ему|ых|их|ый|ий|ой|ая|яя|ое|ее|ые|ие|ами|ями|ость|ости|ии|ель|ение|ения|"
    r"ению|ание|ания|ании|ции|ция|цию|ает|яет|ует|ают|яют|уют|ую|юю|ил|ал|ел|ол|ла|ли|ть|ах|ях|ам|ям|ств[ауо]?|стве)$"
)


def of(text: str, default: str = "") -> str:
    """The language of a sentence; ``default`` when it has nothing to tell by ("Алматы", "15.03.2022")."""
    found = _decide(text)
    if found == "kk" and default == "ru":
        low = text.casefold()
        if not _KAZAKH.search(low) and not any(word in _KK_WORDS for word in _WORD.findall(low)):
            return default  # "Аким принял граждан": an ending alone tells little
    return default if found is None else found


def shares(text: str) -> dict[str, float]:
    """The share of letters by language, summing to 1; empty for a text without letters."""
    letters: dict[str, int] = {}
    undecided = 0
    for piece in _PIECE.finditer(text):
        weight = sum(map(str.isalpha, piece[0]))
        if not weight:
            continue
        found = _decide(piece[0][:2000])
        if found is None:
            undecided += weight
        else:
            letters[found] = letters.get(found, 0) + weight
    total = sum(letters.values())
    if not total:
        return {"": 1.0} if undecided else {}
    return {code: letters[code] / total for code in sorted(letters, key=lambda code: (-letters[code], code))}


def _decide(text: str) -> str | None:
    words = _WORD.findall(_QUOTED.sub(" ", text)) or _WORD.findall(text)
    cyrillic = [word for word in words if _CYRILLIC.search(word.casefold())]
    if cyrillic and len(cyrillic) * 2 >= len(words):
        shouting = all(word.isupper() for word in cyrillic)
        return _cyrillic([(word.casefold(), word[0].isupper() and not shouting) for word in cyrillic])
    latin = [word.casefold() for word in words if _LATIN.search(word.casefold())]
    if latin and len(latin) * 2 > len(words):
        known = sum(word in _EN_WORDS for word in latin)
        if known * 7 >= len(latin) and known and not any(map(_not_ascii, latin)):
            return "en"
        return "" if len(latin) >= 4 else None
    return "" if len(words) >= 3 else None


def _not_ascii(word: str) -> bool:
    return not word.replace("’", "'").isascii()


def _cyrillic(words: list[tuple[str, bool]]) -> str | None:
    joined = " ".join(word for word, _ in words)
    if len(_FOREIGN.findall(joined)) * 60 > len(joined):
        return ""
    plain = _evidence([word for word, capital in words if not capital])
    names = _evidence([word for word, capital in words if capital])
    # Names keep their own letters in the other language, so they decide only when nothing else does.
    weight = 0.2 if plain[0] != plain[1] else 1.0
    kazakh, russian = plain[0] + weight * names[0], plain[1] + weight * names[1]
    if kazakh == russian:
        return None  # "45 адам сотталды" in a Kazakh text
    if kazakh > russian:
        if plain[1] and kazakh < 3 and len(joined) > 36 and not _KAZAKH.search(joined):
            return "ru"  # "граждан" alone looks Kazakh
        if len(joined) > 60 and not _KAZAKH_ONLY.search(joined):
            return "ru" if russian and not _KAZAKH.search(joined) else ""
        return "kk"
    return "ru"


def _evidence(words: list[str]) -> tuple[float, float]:
    kazakh = russian = 0.0
    for word in words:
        if word in _KK_WORDS:
            kazakh += 2
        elif word in _RU_WORDS:
            russian += 2
        elif _KAZAKH.search(word):
            kazakh += 2
        else:
            if _RUSSIAN.search(word):
                russian += 0.5
            if _KK_ENDING.search(word):
                kazakh += 1
            elif _RU_ENDING.search(word):
                russian += 1
    return kazakh, russian
