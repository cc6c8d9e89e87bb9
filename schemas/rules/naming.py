"""Keys of questions as tokens of addresses (`question/a.b`) and of the names that rules read (`a.b`)."""

from typing import Final

_ESCAPED: Final = (("~", "~0"), ("/", "~1"), (".", "~2"))


def address_token(key: str) -> str:
    """Return a property name escaped so that dots can join it to others; plain names stay as they are.

    >>> address_token("date_naissance"), address_token("a.b/c"), address_token("@today")
    ('date_naissance', 'a~2b~1c', '~3today')
    """
    if key.isidentifier():  # most are, and have nothing to escape
        return key
    for character, escape in _ESCAPED:
        key = key.replace(character, escape)
    return f"~3{key[1:]}" if key.startswith("@") else key


def key_in_address(part: str) -> str:
    """Return the property name of a token.

    >>> key_in_address(address_token("@a~1.b"))
    '@a~1.b'
    """
    key = f"@{part[2:]}" if part.startswith("~3") else part
    for character, escape in reversed(_ESCAPED):
        key = key.replace(escape, character)
    return key


def outer_key(name: str) -> str:
    """Return the key of the outermost question of a name that rules read.

    >>> outer_key("enfants[].age"), outer_key("a~2b.c"), outer_key("total")
    ('enfants', 'a.b', 'total')
    """
    return key_in_address(name.partition("[]")[0].partition(".")[0])
