"""The floor of a page: a bare Django view that reads 50 joined rows and renders a plain template of N bytes.

``/rows?space=ID&bytes=N``, and of saving: ``/save`` writes one row. No session, no user, no forms, no translation, no middleware; the same
interpreter, server, database and connection settings as the product.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import environment

settings.configure(
    SECRET_KEY="floor" * 10,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": environment.database(os.environ["DATABASE_URL"])},
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"rows": ""})])
                ]
            },
        }
    ],
    USE_I18N=False,
)
django.setup()

from django.db import models  # noqa: E402 - models need the settings
from django.template import engines  # noqa: E402


class Organisation(models.Model):
    """The columns of the product's table that the rows show."""

    municipality = models.CharField()
    sectors = models.CharField()

    class Meta:
        app_label, managed, db_table = "floor", False, "organisations_organisation"


class Stakeholder(models.Model):
    space_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.CharField()
    contact_person = models.CharField()
    email = models.CharField()
    influence = models.CharField()

    class Meta:
        app_label, managed, db_table = "floor", False, "stakeholders_stakeholder"


class MinutesRow(models.Model):
    comment = models.TextField()

    class Meta:
        app_label, managed, db_table = "floor", False, "meetings_minutesrow"


PAGE = engines["django"].from_string("""<!doctype html>
<title>Rows</title>
<table>
{% for row in rows %}<tr><th>{{ row.name }}</th><td>{{ row.organisation.municipality }}</td><td>{{ row.contact_person }}</td>\
<td>{{ row.email }}</td><td>{{ row.influence }}</td></tr>
{% endfor %}</table>
<p>{{ filler }}</p>
""")
_fillers: dict[int, str] = {}


def rows(request: HttpRequest) -> HttpResponse:
    """50 joined rows of a space in the register's order, in a page of exactly the bytes asked for."""
    size = int(request.GET["bytes"])
    found = Stakeholder.objects.filter(space_id=request.GET["space"]).select_related("organisation").order_by("id")[:50]
    html = PAGE.render({"rows": found, "filler": _fillers.get(size, "")})
    if size not in _fillers:
        _fillers[size] = "x" * (size - len(html.encode()))
        return rows(request)
    content = html.encode()
    return HttpResponse(content, headers={"Content-Length": len(content)})


def save(request: HttpRequest) -> HttpResponse:
    """Writes one row, and says so."""
    MinutesRow.objects.filter(pk=request.POST["row"]).update(comment=request.POST["comment"])
    return HttpResponse("saved", headers={"Content-Length": 5})


urlpatterns = [
    path("rows", rows),
    path("save", save),
    path("ready", lambda request: HttpResponse("ok", headers={"Content-Length": 2})),
]
application = get_wsgi_application()
