"""The Kazakh ablative of units and numbers, which "more than" asks for."""

_VOWELS = "аәеёиоөуұүыіэюя"
_BACK = "аоұуыюя"
_NASAL = "мнң"
_VOICELESS = "бвгдкқпстфхцчшщ"
# Possessives take -н- before the case.
_POSSESSIVE = ("орны", "доллары", "отбасы")
_ONES = ("", "ден", "ден", "тен", "тен", "тен", "дан", "ден", "ден", "дан")  # бірден … тоғыздан
_TENS = ("", "нан", "дан", "дан", "тан", "ден", "тан", "тен", "нен", "нан")  # оннан … тоқсаннан


def ablative(noun: str) -> str:
    """A noun in the ablative: "отбасынан", "баладан", "көліктен"."""
    vowels = [letter for letter in noun.lower() if letter in _VOWELS]
    if not vowels or not noun[-1].isalpha():
        return f"{noun}-дан"  # "%" is read "пайыз"
    vowel = "а" if vowels[-1] in _BACK and not noun.endswith("ь") else "е"
    last = noun[-1].lower()
    consonant = "н" if last in _NASAL or noun.endswith(_POSSESSIVE) else "т" if last in _VOICELESS else "д"
    return f"{noun}{'-' if noun.isupper() else ''}{consonant}{vowel}н"


def ablative_of_number(number: int) -> str:
    """The ending of the word on which a whole number ends: "нан" for 84 000 (мыңнан)."""
    if number % 10:
        return _ONES[number % 10]
    if number % 100:
        return _TENS[number // 10 % 10]
    if number % 1_000 or not number:
        return "ден"  # жүзден, нөлден
    return "тан" if number % 1_000_000_000 == 0 else "нан"  # миллиардтан; мыңнан, миллионнан
