"""Put our home page in the place of the sample page that Wagtail's own migrations create."""

from django.db import migrations

SAMPLE_PAGE_TYPE = ("wagtailcore", "page")


def put_home_page(apps, schema_editor):
    """Turn Wagtail's sample page, where the default site points, into a home page; elsewhere change nothing."""
    Site = apps.get_model("wagtailcore", "Site")
    for site in Site.objects.filter(is_default_site=True).select_related("root_page__content_type"):
        page = site.root_page
        if (page.content_type.app_label, page.content_type.model) == SAMPLE_PAGE_TYPE and page.depth == 2:
            become_home_page(apps, page)


def become_home_page(apps, page):
    """Keep the row of the page, so that the site and the tree stay as they are, and add ours to it."""
    HomePage = apps.get_model("cms", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    page.content_type = ContentType.objects.get_or_create(app_label="cms", model="homepage")[0]
    page.title = page.draft_title = "Guichet"
    page.slug, page.url_path = "home", "/home/"
    page.save_base(raw=True)  # what a page does when it is saved would ask for the row below
    home = HomePage(page_ptr=page)
    home.__dict__.update({key: value for key, value in page.__dict__.items() if key != "_state"})
    home.save_base(raw=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(put_home_page, migrations.RunPython.noop, elidable=False)]
