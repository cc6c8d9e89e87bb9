"""A body that says it is not UTF-8 is refused in words: what it would decode to may be no text at all."""

import pytest

BODY = b'--x\r\nContent-Disposition: form-data; name="reference"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "idna", "utf-16", "hex", "nope"])
def test_a_body_in_another_charset_is_refused(client, db, charset):
    response = client.generic(
        "POST", "/suivi/", BODY, content_type=f"multipart/form-data; boundary=x; charset={charset}"
    )

    assert response.status_code == 400
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_a_body_that_says_it_is_utf8_is_read(client, db, charset):
    response = client.generic(
        "POST", "/suivi/", BODY, content_type=f"multipart/form-data; boundary=x; charset={charset}"
    )

    assert response.status_code == 404
    assert "\\ud800" in response.content.decode()
