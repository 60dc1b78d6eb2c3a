"""Input that can't be read: the exception inside the readers, and its words."""


class Words(str):
    """English words, whose pattern and values are kept apart so that others can say them in another language."""

    pattern: str
    values: dict

    def __new__(cls, pattern: str, **values):
        words = super().__new__(cls, pattern % values if values else pattern)
        words.pattern, words.values = pattern, values
        return words


def apart(words: str) -> dict:
    """The pattern and the values of words, as JSON keeps them; those of values that are words too."""
    if not isinstance(words, Words):
        return {"text": str(words), "values": {}}
    values = {name: apart(value) if isinstance(value, Words) else value for name, value in words.values.items()}
    return {"text": words.pattern, "values": values}


class BadInput(Exception):
    """Why a file or a part of it can't be read. ``code`` is stable, ``reason`` says what to do about it."""

    def __init__(self, code: str, reason: str, place: str = ""):
        super().__init__(reason)
        self.code, self.reason, self.place = code, reason, place
