"""Input that can't be read: the exception inside the readers."""


class BadInput(Exception):
    """Why a file or a part of it can't be read. ``code`` is stable, ``reason`` says what to do about it."""

    def __init__(self, code: str, reason: str, place: str = ""):
        super().__init__(reason)
        self.code, self.reason, self.place = code, reason, place
