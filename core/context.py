"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def site(request: HttpRequest) -> dict[str, object]:
    """The codes of the languages to choose from, and whether this is the demo."""
    return {"site_languages": LANGUAGES, "is_demo": settings.DEMO}
