"""What families tell of themselves: the rent they pay, what they earn, a child's weight; nobody's public figure."""

import re

_MOST = 10_000_000  # tenge; more is a firm's or a budget's
_OWN_UNITS = frozenset(["livestock", "g", "kg", "m2", "flat"])

# Household words of somebody who speaks of himself: "күйеуім", "несиеміз", "снимали квартиру".
_OWN = {
    "kk": re.compile(
        r"(?<!\w)(?:(?:балалар|күйеу|жолдас|ұл|қыз|ана|әке|жалақы|айлығ|зейнетақы|табыс|несие|қарыз)[ыі]?м(?:[ыі]з)?\w*|"
        r"өз[ыі]м[ыі]з\w*|біздің отбасы\w*|отбасымыз\w*|маған|жалда(?:п|ды[қм]|йм[ыі][зн]|йтын\w*)|пәтерақы\w*)(?!\w)",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:снима(?:ем|ю|ли|л|ла)|за (?:аренду|квартиру|комнату|съ[её]м)|муж(?:а|у|ем)?|жен(?:а|ы|у|ой)|"
        r"мо[йяюеи]\w{0,2} (?:\w+ )?(?:зарплат|пенси|дет|сын|доч)\w+|у меня|у нас|мне|"
        r"(?:старш|младш|средн)\w{2} (?:сын|дочь)\w*|глава семь?[еи]\w*)(?!\w)",
        re.I,
    ),
}
# Somebody without a name in the first place of a sentence: "жительница Семея перевела мошенникам …".
_SOMEBODY = {
    "kk": re.compile(
        r"\W*(?:[\w-]+\s){0,4}(?:тұрғыны|зейнеткер|келіншек|әйел|ер адам|студент|азамат)\s(?!\d|мен\s)", re.I
    ),
    "ru": re.compile(
        r"\W*(?:[\w-]+\s){0,2}(?:жительница|житель|пенсионер(?:ка)?|женщина|мужчина|мать|студент(?:ка)?|семья)\s", re.I
    ),
}
_ON_AVERAGE = re.compile(r"(?<!\w)(?:в среднем|кажд\w+|люб\w+|один|орта есеппен|әр(?:бір)?|бір)(?!\w)", re.I)
# Somebody without a post in the third person: "– дейді көпбалалы ана", "вспоминает женщина".
_TELLER = {
    "kk": re.compile(
        r"(?:дейді|деді|айтты|еске алады)\s+(?:[\w-]+\s+){0,3}"
        r"(?:ана|әке|әже|ата|апа|апай|келіншек|жігіт|тұрғын|әйел|қария)(?:сы)?(?!\w)",
        re.I,
    ),
    "ru": re.compile(
        r"(?:говорит|рассказывает|рассказала|вспоминает|делится|призна[её]тся|сказала)\s+(?:[\w-]+\s+){0,2}"
        r"(?:мама|мать|женщина|мужчина|отец|бабушка|девушка|жительница|житель|пенсионер(?:ка)?)(?!\w)",
        re.I,
    ),
}
_PRONOUN = {"kk": re.compile(r"\W*ол\s", re.I), "ru": re.compile(r"\W*(?:она?|[^.]{0,40}, она?)\s", re.I)}
# What one person does with money, a flat or a cow of his own.
_DOES = {
    "kk": re.compile(
        r"(?<!\w)(?:төле\w+|таб(?:ады|атын\w*|ам\w*)|тап(?:ты|қан)|сатып ал\w+|ал(?:ды|ады|ыпты|ған|дым|дық|амын|амыз)|"
        r"несие\w*|қарыз\w*|жалда\w+|пәтерақы\w*|жалақы\w*|айлығ\w+|ту(?:ды|ған|ылды)|керек|кетті|аудар(?:ды|ған|ыпты)|айырылды|айырылған|жұмса\w+|сат(?:ады|ты|амыз)|жетпе\w+)(?!\w)",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:перев(?:ел[аи]?|одил[аи]?)|потерял[аи]?|лишил[аи]?с[ья]|работает|учится|плат(?:ит|им|или|ила|ил|ят|ить)|зарабатыва\w+|взял[аи]?|купил[аи]?|"
        r"приобр[её]л[аи]?|получ(?:ил[аи]?|ает|аем|аю)|"
        r"отда(?:вали|ём|ем|[её]т|ли|л|ла)|снима\w+|потратил\w*|накопил\w*|хвата\w+|родил\w+|весил\w*|продал[аи]?|"
        r"выручил\w*|обош[её]л\w*|жив[её]м|нужно)(?!\w)",
        re.I,
    ),
}


def may_be(kind: str, unit: str, value) -> bool:
    """Whether a family can have so much of it."""
    return (kind == "money" and value < _MOST) or unit in _OWN_UNITS


def is_private(text: str, after: str, private: bool, earlier: bool, language: str) -> bool:
    """Whether a sentence, with what stands after it, tells what a family has or pays.

    ``private``: the people it names have no public post, ``earlier``: so have those before it.
    """
    if not _DOES[language].search(text):
        return False
    goes_on = earlier and (_PRONOUN[language].match(text) or text.lstrip()[:1] in "«–—-")
    somebody = _SOMEBODY[language].match(text) and not _ON_AVERAGE.search(text)
    return bool(private or goes_on or somebody or _OWN[language].search(text) or _TELLER[language].search(text + after))
