"""The rows of the register's table.

Fifty rows of six cells are most of the page. A template takes ten times as long over them as
``format_html_join``, so they are written here: the words and addresses they share are worked out once.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import addresses
from core.templatetags.schakel import state
from partners.organisations.wording import sector_words
from partners.stakeholders.models import Stakeholder
from spaces.models import Space

register = template.Library()

ROW = """<tr>
<th scope="row" data-label="{name_label}"><a href="{address}">{name}</a></th>
<td data-label="{sector_label}">{sectors}</td>
<td data-label="{place_label}">{place}</td>
<td data-label="{contact_label}">{contact}</td>
<td data-label="{influence_label}">{influence}</td>
<td data-label="{member_label}">{member}</td>
</tr>"""
NOTHING = "–"


@register.simple_tag
def stakeholder_rows(rows: Iterable[Stakeholder], space: Space) -> SafeString:
    """The table's rows for ``rows``, which know their organisation and ``is_member``."""
    shared = _shared_words()
    address = addresses.for_rows("stakeholders:change", space.slug)
    cells = _Cells(space)
    return format_html_join(
        "\n",
        ROW,
        (
            {
                **shared,
                "address": address(row.pk),
                "name": row.name,
                "sectors": cells.sectors(row),
                "place": (row.organisation and row.organisation.municipality) or NOTHING,
                "contact": cells.contact(row),
                "influence": cells.influence[row.influence],
                "member": cells.member(row),
            }
            for row in rows
        ),
    )


def _shared_words() -> dict[str, str]:
    return {
        "name_label": _("Name"),
        "sector_label": _("Sector"),
        "place_label": _("Municipality"),
        "contact_label": _("Contact"),
        "influence_label": _("Influence"),
        "member_label": _("Member"),
    }


class _Cells:
    """The cells that take more than a word."""

    def __init__(self, space: Space) -> None:
        self.make_member = addresses.for_rows("stakeholders:make_member", space.slug)
        self.make_member_words = _("Make member")
        self.is_member = state("ok", _("member"))
        self.sector_words = sector_words()
        self.influence: dict[Any, str] = {
            value: format_html('<span class="muted">{}</span>', label) if value == "unknown" else str(label)
            for value, label in Stakeholder.Influence.choices
        }

    def sectors(self, row: Stakeholder) -> str:
        found = row.organisation.sectors if row.organisation else []
        shown = [self.sector_words[one] for one in found if one in self.sector_words]
        return mark_safe(" ".join(shown) or NOTHING)  # noqa: S308 - made of what format_html gave

    def contact(self, row: Stakeholder) -> str:
        if not row.email:
            return row.contact_person or NOTHING
        between = mark_safe("<br>") if row.contact_person else ""
        mailbox, _at, host = row.email.partition("@")
        return format_html(
            '<div>{}{}<a class="muted" href="mailto:{}">{}@<wbr>{}</a></div>',
            row.contact_person,
            between,
            row.email,
            mailbox,
            host,
        )

    def member(self, row: Stakeholder) -> str:
        if row.is_member:  # type: ignore[attr-defined]
            return self.is_member
        if row.organisation is None:
            return NOTHING
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            self.make_member(row.pk),
            self.make_member_words,
            row.name,
        )
