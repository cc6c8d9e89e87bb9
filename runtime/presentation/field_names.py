"""Field name of a question at any depth: its keys and the ids of items, joined by points.

`enfants.k3x.prenom` is the first name in the item `k3x` of the group `enfants`. Suffixes that our pages add to a name
begin with an underscore (`enfants._ids`), which the token of a key never does.
"""

import hashlib
import re

#: Characters of a key that its token keeps; any other is written `~<its code, in hexadecimal>~`.
_KEPT = re.compile(r"[A-Za-z0-9_]")
#: A longer token is replaced by the digest of its key.
MAX_TOKEN = 40
#: No item is added where the names inside it would be longer.
MAX_NAME = 800

#: Names that are not questions', on any of our pages: the key of a foreign schema may be one of them.
_TAKEN = "csrfmiddlewaretoken"


def field_token(key: str) -> str:
    """Return the token of a question's key in field names: whatever they hold, two keys never give the same token.

    >>> field_token("code_postal"), field_token("prix (€)"), field_token("_id"), field_token("")
    ('code_postal', 'prix~20~~28~~20ac~~29~', '~5f~id', '~~e3b0c44298fc1c14')

    A long one is its digest: a part of a multipart body has at most 1,024 bytes of headers (Django), name included.
    """
    is_taken = key.startswith("_") or key == _TAKEN
    if not is_taken and len(key) <= MAX_TOKEN and key.isascii() and key.isidentifier():
        return key  # nearly always: letters, digits and underscores alone
    found = "".join(
        each if _KEPT.match(each) and not (is_taken and place == 0) else _escaped(each)
        for place, each in enumerate(key)
    )
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return found if 0 < len(found) <= MAX_TOKEN else f"~~{digest[:16]}"


def _escaped(character: str) -> str:
    return f"~{ord(character):x}~"


def named(*tokens: str) -> str:
    """Return the name through `tokens`, the outermost first."""
    return ".".join(tokens)


def first_token(name: str) -> str:
    """Return the token of the outermost question of a name."""
    return name.split(".", maxsplit=1)[0]


def html_id(name: str) -> str:
    """Return the HTML id for a field name: no two names share one."""
    return f"q-{name}"
