"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The languages to choose from and whether this is the demo."""
    return {"site_languages": settings.LANGUAGES, "is_demo": settings.DEMO}
