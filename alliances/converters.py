"""Parts of addresses."""

from django.conf import settings
from django.urls.converters import StringConverter


class LanguageConverter(StringConverter):
    """The code of one of our languages."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


class PictureFileConverter(StringConverter):
    """The name of a file of a picture; nothing that leads elsewhere."""

    regex = r"[0-9a-z]{1,10}\.(?:webp|jpg)"
