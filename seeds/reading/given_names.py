"""Given names of seeds/data/given_names.yaml: is a word one, and a man's or a woman's?"""

from functools import lru_cache
from pathlib import Path

import yaml

from kb.core.text import name_key

FILE = Path(__file__).resolve().parent.parent / "data" / "given_names.yaml"


def _key(word: str) -> str:
    return name_key(word).replace("ь", "")


@lru_cache(maxsize=1)
def _genders() -> dict[str, str]:
    """Genders by folded key and by exact spelling."""
    with FILE.open(encoding="utf-8") as file:
        data = yaml.safe_load(file)
    genders: dict[str, str] = {}
    for letter, group in (("m", data["male"]), ("f", data["female"])):
        for names in group.values():
            for name in names.split():
                key = _key(name)
                genders[key] = "mf" if genders.get(key, letter) != letter else letter
                genders[name] = genders[key]
    return genders


def spelled(word: str) -> bool:
    """Does ``word`` stand in the list exactly so? "Игорь" does, "Игор" is only like it."""
    return word in _genders()


@lru_cache(maxsize=16384)
def gender(word: str) -> str:
    """ "m", "f" or "mf" for a listed given name in the nominative, whatever its spelling; "" for another word."""
    return _genders().get(_key(word), "") if 2 <= len(word) <= 40 else ""
