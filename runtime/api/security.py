"""Security schemes in the OpenAPI document: the key of a submission, or the token of a program."""

SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of a request, or the token of a program.",
    }
}

#: Only with a key or a token.
BEARER = {"security": [{"bearer": []}]}
#: With or without one.
ANYBODY = {"security": [{}, {"bearer": []}]}
