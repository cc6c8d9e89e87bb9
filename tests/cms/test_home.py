"""The first home page takes the place of Wagtail's sample page, and only of that."""

import importlib

import pytest
from django.apps import apps
from wagtail.models import Page, Site

from cms.models import HomePage

migration = importlib.import_module("cms.migrations.0002_first_home_page")


@pytest.mark.django_db
def test_the_default_site_opens_on_a_home_page(site):
    assert isinstance(site.root_page.specific, HomePage)
    assert Page.objects.filter(depth__gte=2).count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_a_site_that_has_its_own_page_keeps_it(site):
    site.root_page.specific.title = "Ma ville"
    site.root_page.specific.save()

    migration.put_home_page(apps, None)

    assert HomePage.objects.get().title == site.root_page.specific.title


@pytest.mark.django_db
def test_a_sample_page_becomes_the_home_page(site):
    HomePage.objects.all().delete()
    sample = Page.objects.get(depth=1).add_child(
        instance=Page(title="Welcome to your new Wagtail site!", slug="sample")
    )
    site = Site.objects.create(hostname="localhost", root_page=sample, is_default_site=True)

    migration.put_home_page(apps, None)

    site = Site.objects.get(pk=site.pk)
    assert isinstance(site.root_page.specific, HomePage)
    assert site.root_page.specific.title == "Guichet"
    assert site.root_page.specific.url_path == "/home/"


@pytest.mark.django_db
def test_the_home_page_answers_without_any_procedure(client):
    assert "<h1>" in client.get("/").text
