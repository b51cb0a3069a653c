"""Rendering a mail from its three templates, in the language of the person who gets it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape

STAND_IN = re.compile("\ue0f0[0-9]+\ue0f1")
GAP = re.compile(r"\n{3,}")  # left by parts of a template that stay empty


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
            text=GAP.sub("\n\n", _render(f"mail/{template}.txt", values, escape=False).strip()) + "\n",
            html=_render(f"mail/{template}.html", values, escape=True),
        )


class MailForMany:
    """One mail to many people, rendered once for each language; only some words differ from person to person.

    ``personal`` names the values of the context that differ. The templates may print them as they are,
    and nothing else with them: no filter, no condition.
    """

    def __init__(self, template: str, context: Mapping[str, Any], personal: Sequence[str]) -> None:
        self.template, self.context = template, context
        # Letters that stand in no text (private use), so that escaping leaves them alone.
        self.stand_ins = {name: f"\ue0f0{number}\ue0f1" for number, name in enumerate(personal)}
        self._rendered: dict[str, RenderedMail] = {}

    def render(self, language: str, **personal: str) -> RenderedMail:
        """The mail to one person: ``personal`` has a value for each name."""
        if language not in self._rendered:
            self._rendered[language] = render_mail(self.template, {**self.context, **self.stand_ins}, language)
        common = self._rendered[language]
        values = {self.stand_ins[name]: value for name, value in personal.items()}
        return RenderedMail(
            subject=" ".join(_filled(common.subject, values).split()),
            text=_filled(common.text, values),
            html=_filled(common.html, {stand_in: escape(value) for stand_in, value in values.items()}),
        )


def _filled(text: str, values: Mapping[str, str]) -> str:
    return STAND_IN.sub(lambda found: values.get(found[0], ""), text)


def _render(name: str, values: Mapping[str, Any], *, escape: bool) -> str:
    # Django's own template below the backend's wrapper: the wrapper escapes whatever the file is.
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    return template.render(Context(values, autoescape=escape))
