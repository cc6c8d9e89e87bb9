"""How the key of a question stands in an address (`question/a.b`) and in the name that rules read (`a.b`)."""

from typing import Final

_ESCAPED: Final = (("~", "~0"), ("/", "~1"), (".", "~2"))


def token(key: str) -> str:
    """Return a property name fit to be joined to others by dots; names like our own stay as they are.

    >>> token("date_naissance"), token("a.b/c"), token("@today")
    ('date_naissance', 'a~2b~1c', '~3today')
    """
    if key.isidentifier():  # most are, and hold nothing to escape
        return key
    for character, escape in _ESCAPED:
        key = key.replace(character, escape)
    return f"~3{key[1:]}" if key.startswith("@") else key


def key_of(part: str) -> str:
    """Return the property name of a token.

    >>> key_of(token("@a~1.b"))
    '@a~1.b'
    """
    key = f"@{part[2:]}" if part.startswith("~3") else part
    for character, escape in reversed(_ESCAPED):
        key = key.replace(escape, character)
    return key
