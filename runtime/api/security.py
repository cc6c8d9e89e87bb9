"""What the document of the API says about who may call."""

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
