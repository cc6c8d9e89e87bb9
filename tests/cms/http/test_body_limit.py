"""A request that is too large is refused in words, before anything of it is read."""

import pytest


@pytest.mark.parametrize("address", ["/suivi/", "/demarches/reprendre/", "/demarches/essai/commencer/"])
def test_a_body_over_the_limit_is_refused_before_it_is_read(client, db, settings, address):
    settings.GUICHET_MAX_REQUEST_BYTES = 1000

    response = client.post(address, {"reference": "x" * 2000})

    assert response.status_code == 413
    assert "<h1" in response.content.decode()


def test_a_body_within_the_limit_passes(client, db, settings):
    settings.GUICHET_MAX_REQUEST_BYTES = 10_000

    assert client.post("/suivi/", {"reference": "x"}).status_code == 404
