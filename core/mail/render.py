"""Rendering a mail from its three templates, in the language of the person who gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """What :func:`core.mail.outbox.queue` takes."""

    subject: str
    text: str
    html: str


def render_mail(template: str, context: Mapping[str, Any], language: str) -> RenderedMail:
    """Render ``mail/<template>.subject.txt``, ``.txt`` and ``.html`` with ``context``.

    The templates also get ``site_url`` and ``subject``. Markup in what people wrote is escaped in
    the HTML and left as it is in the text; a subject becomes one line.
    """
    with translation.override(language):
        values = {"site_url": settings.SITE_URL, **context}
        subject = " ".join(_render(f"mail/{template}.subject.txt", values, escape=False).split())
        values["subject"] = subject
        return RenderedMail(
            subject=subject,
            text=_render(f"mail/{template}.txt", values, escape=False).strip() + "\n",
            html=_render(f"mail/{template}.html", values, escape=True),
        )


def _render(name: str, values: Mapping[str, Any], *, escape: bool) -> str:
    # Django's own template below the backend's wrapper: the wrapper escapes whatever the file is.
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    return template.render(Context(values, autoescape=escape))
