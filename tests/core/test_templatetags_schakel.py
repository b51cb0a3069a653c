"""Icons, states and the other small things of ``core/templatetags/schakel.py``."""

import pytest
from django import forms
from django.template import Context, Template

from core.templatetags import schakel


class ChoiceForm(forms.Form):
    name = forms.CharField(label="Name", widget=forms.TextInput(attrs={"placeholder": "Name"}))
    role = forms.ChoiceField(label="Role", choices=[("a", "A")], widget=forms.RadioSelect)


def rendered(source: str, **context: object) -> str:
    return Template("{% load schakel %}" + source).render(Context(context))


def test_icon_is_hidden_from_screen_readers_without_a_label():
    html = schakel.icon("people")
    assert 'aria-hidden="true"' in html
    assert "<path" in html


def test_icon_with_a_label_has_a_name():
    assert 'role="img" aria-label="&lt;Members&gt;"' in schakel.icon("people", "<Members>")


@pytest.mark.parametrize("name", ["no-such-icon", "../../package", "people.svg", ""])
def test_icon_of_another_name_is_an_error(name):
    with pytest.raises(LookupError):
        schakel.icon(name)


def test_state_has_colour_icon_and_escaped_word():
    html = schakel.state("late", "<b>3 days")
    assert html.startswith('<span class="state state-late"><svg')
    assert html.endswith("<span>&lt;b&gt;3 days</span></span>")


def test_state_of_another_kind_is_an_error():
    with pytest.raises(KeyError):
        schakel.state("purple", "word")


@pytest.mark.parametrize(("total", "largest"), [(0, "1"), (8, "8"), (12000, "12000")])
def test_progress_has_plain_numbers_and_no_empty_range(total, largest):
    assert f'<progress value="0" max="{largest}" aria-label="Sectors">' in schakel.progress(0, total, "Sectors")


@pytest.mark.parametrize(
    ("query", "address", "order"),
    [
        ("", "?sort=name", ""),
        ("sort=name&page=3&q=a", "?sort=-name&amp;q=a", 'aria-sort="ascending"'),
        ("sort=-name", "?sort=name", 'aria-sort="descending"'),
        ("sort=other", "?sort=name", ""),
    ],
)
def test_sort_heading_turns_the_order_and_goes_to_the_first_page(query, address, order):
    html = rendered('{% sort_heading query "name" "Name" %}', query=query)
    assert f'href="{address}"' in html
    assert ("aria-sort" in html) is bool(order)
    assert order in html


def test_nearby_pages_leave_gaps():
    assert schakel.nearby_pages(50, 100) == [1, None, 49, 50, 51, None, 100]
    assert schakel.at_page("sort=name&page=2&q=a%26b", 51) == "sort=name&page=51&q=a%26b"


def test_has_errors_only_for_a_form_that_was_sent():
    assert [schakel.has_errors(form) for form in (None, ChoiceForm(), ChoiceForm({}))] == [False, False, True]
    assert schakel.has_errors(ChoiceForm({"name": "n", "role": "a"})) is False


def test_first_input_of_a_group_is_its_first_choice():
    form = ChoiceForm()
    assert [schakel.first_input(form["name"]), schakel.first_input(form["role"])] == ["id_name", "id_role_0"]


def test_without_placeholders():
    assert "placeholder" not in str(schakel.without_placeholders(ChoiceForm())["name"])


def test_own_name():
    assert [schakel.own_name(code) for code in ("nl", "en", "fr")] == ["Nederlands", "English", "Français"]


def test_error_summary_links_to_the_fields():
    html = rendered('{% include "includes/error_summary.html" %}', form=ChoiceForm({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_role_0"' in html
    assert rendered('{% include "includes/error_summary.html" %}', form=ChoiceForm()).strip() == ""


def test_form_says_optional_and_ties_errors_to_the_field():
    form = ChoiceForm({})
    form.fields["role"].required = False
    html = rendered("{% load crispy_forms_filters %}{{ form|crispy }}", form=form)
    assert html.count('class="optional"') == 1
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert "style=" not in html
