"""Parts of a page that are rendered once and kept."""

import datetime as dt

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from core.templatetags.keep import Kept
from spaces.models import Space


def test_the_same_values_give_the_same_text_and_other_values_another() -> None:
    page = Template("{% load keep %}{% keep name=space.name %}<b>{{ name }}</b>{{ space }}{% endkeep %}")
    names = ("Kempen", "<i>", "Kempen")
    assert [page.render(Context({"space": {"name": name}})) for name in names] == [
        "<b>Kempen</b>",
        "<b>&lt;i&gt;</b>",
        "<b>Kempen</b>",
    ]


def test_it_is_rendered_once(monkeypatch) -> None:
    page = Template("{% load keep schakel %}{% keep name=name %}{% icon name %}{% endkeep %}")
    first = page.render(Context({"name": "house"}))
    monkeypatch.setattr("core.templatetags.schakel._drawn", lambda *given: "drawn again")
    assert (page.render(Context({"name": "house"})), page.render(Context({"name": "grid"}))) == (first, "drawn again")


def test_each_language_has_its_own() -> None:
    page = Template(
        "{% load keep i18n %}{% keep %}{% translate 'Yes' %}{% endkeep %}|{% keep word=word %}{{ word }}{% endkeep %}"
    )
    word = gettext_lazy("Yes")
    for language, text in (("nl", "Ja|Ja"), ("fr", "Oui|Oui"), ("nl", "Ja|Ja")):
        with translation.override(language):
            assert page.render(Context({"word": word})) == text


def test_each_time_zone_has_its_own() -> None:
    page = Template("{% load keep %}{% keep at=at %}{{ at|date:'H:i' }}{% endkeep %}")
    at = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    hours = []
    for zone in ("Europe/Brussels", "Europe/Helsinki"):
        with timezone.override(zone):
            hours.append(page.render(Context({"at": at})))
    assert hours == ["13:00", "14:00"]


def test_a_form_gets_the_token_of_who_looks(rf) -> None:
    page = Template("{% load keep %}{% keep %}<form>{% csrf_token %}</form>{% endkeep %}")
    tokens = {page.render(RequestContext(rf.get("/"))) for _time in range(2)}
    assert len(tokens) == 2
    assert all('name="csrfmiddlewaretoken" value="' in text for text in tokens)


def test_what_may_change_unseen_is_refused() -> None:
    page = Template("{% load keep %}{% keep space=space %}{{ space.name }}{% endkeep %}")
    with pytest.raises(TypeError):
        page.render(Context({"space": Space(pk=1, name="Kempen")}))
    with pytest.raises(TypeError):
        page.render(Context({"space": ["a list"]}))


@pytest.mark.parametrize(
    "body", ["{% keep space %}{% endkeep %}", "{% keep %}{% block a %}{% endblock %}{% endkeep %}"]
)
def test_what_cannot_be_kept_is_said_when_the_template_is_read(body: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load keep %}" + body)


def test_the_oldest_goes_when_it_gets_too_much() -> None:
    kept = Kept(10)
    for key in "abc":
        kept.put((key,), key * 4)
    assert (kept.get(("a",)), kept.get(("b",)), kept.get(("c",)), kept.size) == (None, "bbbb", "cccc", 8)


def test_a_thing_may_say_what_it_is_kept_by() -> None:
    class Question:
        def __init__(self, words: str, answer: str) -> None:
            self.kept_by, self.answer = words, answer

    page = Template("{% load keep %}{% keep asked=asked %}{{ asked.answer }}{% endkeep %}")
    answers = [page.render(Context({"asked": Question(*given)})) for given in (("a", "1"), ("a", "2"), ("b", "3"))]
    assert answers == ["1", "1", "3"]
