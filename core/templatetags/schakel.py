"""Presentation: icons, states, progress and the small things every page needs."""

import re
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

register = template.Library()

ICON_NAME = re.compile(r"[a-z0-9-]+")
STATE_ICONS = {
    "ok": "check-circle-fill",
    "risk": "exclamation-triangle-fill",
    "late": "exclamation-octagon-fill",
    "wait": "hourglass-split",
    "quiet": "circle",
}


@cache
def _icon_shapes(name: str) -> str:
    """What stands between the svg tags of the icon ``name``, read once per process.

    Raises LookupError for a name that the icon set does not have: better a failing test than a gap.
    """
    path = settings.ICONS_DIR / f"{name}.svg"
    if not ICON_NAME.fullmatch(name) or not path.exists():
        raise LookupError(f"There is no icon named {name!r}.")
    drawing = path.read_text(encoding="utf-8")
    return drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """The icon ``name`` drawn in the page, in the colour of the text around it.

    Hidden from screen readers unless ``label`` says in words what it stands for.
    """
    return _drawn(name, str(label), css)


@lru_cache(maxsize=1000, typed=True)  # text that is safe and text that is not are never the same
def _drawn(name: str, label: str, css: str) -> SafeString:
    return format_html(
        '<svg class="icon{}" width="1em" height="1em" viewBox="0 0 16 16" fill="currentColor" {}>{}</svg>',
        f" {css}" if css else "",
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        mark_safe(_icon_shapes(name)),  # noqa: S308 - the file comes from the icon package, not from a person
    )


@register.simple_tag
def state(kind: str, words: str) -> SafeString:
    """A badge for how something stands: colour, icon and word together, never colour alone.

    ``kind`` is ok, risk, late, wait or quiet. Raises KeyError for another one.
    """
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', kind, icon(STATE_ICONS[kind]), words)


@register.simple_tag
def progress(value: int, total: int, label: str) -> SafeString:
    """A bar of ``value`` out of ``total``, with ``label`` as its name and the figures beside it."""
    return format_html(
        '<span class="progress-line"><progress value="{}" max="{}" aria-label="{}"></progress>'
        '<span class="figures">{}</span></span>',
        str(value),
        str(max(total, 1)),
        label,
        _("%(value)d of %(total)d") % {"value": value, "total": total},
    )


@register.simple_tag
def sort_heading(query: str, key: str, words: str, css: str = "") -> SafeString:
    """A column heading that sorts: a link to the list of ``query`` (``request.GET.urlencode``) by ``key``, or by
    ``-key`` when it already is."""
    asked = QueryDict(query, mutable=True)
    now = asked.get("sort", "")
    asked["sort"] = f"-{key}" if now == key else key
    asked.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    arrow = {"ascending": "arrow-up-short", "descending": "arrow-down-short"}.get(order, "chevron-expand")
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="?{}">{} {}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        asked.urlencode(),
        words,
        icon(arrow),
    )


@register.filter
def breakable(email: str) -> SafeString:
    """An e-mail address that may go on in the next line after its @."""
    mailbox, at, host = email.rpartition("@")
    return format_html("{}{}<wbr>{}", mailbox, at, host)


@register.filter
def nearby_pages(number: int, pages: int) -> list[int | None]:
    """The numbers of ``pages`` pages to show around this one; a gap is None."""
    near = Paginator(range(pages), 1).get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [one if isinstance(one, int) else None for one in near]


@register.filter
def at_page(query: str, number: int) -> str:
    """The query string ``query`` for the page with this number."""
    asked = QueryDict(query, mutable=True)
    asked["page"] = str(number)
    return asked.urlencode()


@register.filter
def has_errors(form: BaseForm | None) -> bool:
    """Whether the form was sent and something in it needs another look."""
    return bool(form and form.is_bound and form.errors)


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the first thing to type in or choose from, for a link to the field."""
    if field.id_for_label:
        return field.id_for_label
    return f"{field.auto_id}_0"


@register.filter
def filters_used(form: BaseForm) -> int:
    """How many filters of a list's form narrow it, the search (``q``) not counted."""
    return sum(field.name in form.changed_data for field in form.visible_fields() if field.name != "q")


@register.filter
def without_placeholders[F: BaseForm](form: F) -> F:
    """The same form without grey texts in its fields: they vanish on typing, the label stays."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.simple_tag
def choose(field: BoundField) -> SafeString:
    """The ``select`` of a filter, sent as soon as something is chosen.

    Written here because the widget's own template takes two more templates for each option.
    """
    options = tuple((str(value), str(label)) for value, label in field.field.choices)  # type: ignore[attr-defined]
    return _select(field.html_name, field.id_for_label, options, str(field.value() or ""))


@lru_cache(maxsize=1000)
def _select(name: str, html_id: str, options: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    drawn = ((value, mark_safe(" selected") if value == chosen else "", label) for value, label in options)
    return format_html(
        '<select class="form-select" name="{}" id="{}" data-submits="1">{}</select>',
        name,
        html_id,
        format_html_join("", '<option value="{}"{}>{}</option>', drawn),
    )


@register.filter
@cache
def own_name(code: str) -> str:
    """A language's name in that language ("Nederlands")."""
    return str(get_language_info(code)["name_local"]).capitalize()
