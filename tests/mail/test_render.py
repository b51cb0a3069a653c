"""core.mail.render, with templates of its own."""

import pytest
from django.template import engines

from core.mail.render import MailForMany, render_mail

TEMPLATES = {
    "mail/june.subject.txt": "{% load i18n %}{% translate 'Dutch' %}:\n  {{ name }}\n",
    "mail/june.txt": "{{ name }} & {{ site_url }}\n",
    "mail/june.html": "<title>{{ subject }}</title><p>{{ name }}</p>",
}


@pytest.fixture
def templates(monkeypatch):
    from django.template import TemplateDoesNotExist
    from django.template.backends.django import Template

    from core.mail import render

    def get(name):
        if name not in TEMPLATES:
            raise TemplateDoesNotExist(name)
        return Template(engines["django"].engine.from_string(TEMPLATES[name]), engines["django"])

    monkeypatch.setattr(render, "get_template", get)


def test_markup_is_escaped_in_html_alone_and_the_subject_is_one_line(templates, settings):
    mail = render_mail("june", {"name": "<b>Tom & 'Zoë'\r\nBcc: x</b>"}, "en")
    assert mail.subject == "Dutch: <b>Tom & 'Zoë' Bcc: x</b>"
    assert mail.text == f"<b>Tom & 'Zoë'\r\nBcc: x</b> & {settings.SITE_URL}\n"
    assert mail.html.endswith("<p>&lt;b&gt;Tom &amp; &#x27;Zoë&#x27;\r\nBcc: x&lt;/b&gt;</p>")
    assert mail.html.startswith("<title>Dutch: &lt;b&gt;")


@pytest.mark.parametrize(("language", "word"), [("en", "Dutch"), ("nl", "Nederlands"), ("fr", "Néerlandais")])
def test_language_of_the_recipient(templates, language, word):
    assert render_mail("june", {"name": "x"}, language).subject.lower() == f"{word}: x".lower()


def test_mail_for_many_is_the_same_as_one_by_one() -> None:
    context = {"meeting": None, "action_label": "Antwoord"}
    many = MailForMany("meeting_invitation", context, ("person_name", "action_url"))
    for name in ("Annelies", "<b>Jos & Ria</b>"):
        personal = {"person_name": name, "action_url": f"[[link:answer:{len(name)}]]"}
        for language in ("nl", "fr"):
            alone = render_mail("meeting_invitation", {**context, **personal}, language)
            assert many.render(language, **personal) == alone
