"""Keys of rows as strangers send them."""

# What both databases hold.
LARGEST = (1 << 63) - 1


def is_too_large(text: str) -> bool:
    return any(len(part) > 18 and part.lstrip("-").isdecimal() and (len(part) > 40 or abs(int(part)) > LARGEST)
               for part in text.split(","))  # fmt: skip


def is_no_key(value) -> bool:
    """Whether no row of any table can have this key."""
    text = str(value)
    return not (text.isascii() and text.isdecimal()) or is_too_large(text)
