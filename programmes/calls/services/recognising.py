"""Which entries of the shared directory the organisations of a proposal could be; somebody who decides says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.organisations.likeness import Entry, Named, likely_entries
from partners.organisations.models import Organisation
from partners.stakeholders.sheets.cleaning import identifying_host
from places.models import Municipality
from programmes.calls.models import Partner, Proposal

# Addresses that everybody can have: they tell nothing of whom somebody works for, even where the provider is an entry.
MAIL_PROVIDERS = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.be", "hotmail.fr", "hotmail.nl", "live.com", "live.be",
    "live.fr", "live.nl", "msn.com", "outlook.com", "outlook.be", "outlook.fr", "yahoo.com", "yahoo.fr", "icloud.com",
    "me.com", "proton.me", "protonmail.com", "proximus.be", "scarlet.be", "pandora.be", "voo.be", "wanadoo.fr",
    "laposte.net", "sfr.fr", "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "hetnet.nl", "telia.com",
})  # fmt: skip


@dataclass(frozen=True)
class Applying:
    """An organisation that applies with who speaks for it; ``key`` tells it apart within the proposal."""

    key: str
    organisation: str
    name: str
    email: str


@dataclass(frozen=True)
class WhichEntry:
    """Which of these entries is it? ``proposed``: the number of the one preselected, None for a new one."""

    applying: Applying
    entries: Sequence[Entry] = field(default_factory=list)
    proposed: int | None = None


def applying_together(proposal: Proposal) -> list[Applying]:
    """The lead, then the partners that said yes."""
    lead = Applying("lead", proposal.organisation, proposal.lead_name, proposal.lead_email)
    partners = proposal.partners.filter(reply=Partner.Reply.YES)
    return [lead, *(Applying(str(one.pk), one.organisation, one.name, one.email) for one in partners)]


def questions(proposal: Proposal) -> list[WhichEntry]:
    """Of each organisation that applies the entries it could be, in three queries however many apply."""
    together = applying_together(proposal)
    places = Municipality.objects.filter(regions=proposal.region_id).values_list("name", "name_fr")
    names = frozenset(name for both in places for name in both if name)
    found = likely_entries([_named(one, names) for one in together])
    proposed = _proposed(found)
    return [
        WhichEntry(one, entries, proposed.get(n)) for n, (one, entries) in enumerate(zip(together, found, strict=True))
    ]


def _named(one: Applying, municipalities: frozenset[str]) -> Named:
    """The municipality is the one that its name tells, else any of the region."""
    domain = one.email.rpartition("@")[2].lower()
    host = "" if domain in MAIL_PROVIDERS else identifying_host(f"https://{domain}")
    words = one.organisation.casefold()
    told = frozenset(name for name in municipalities if name.casefold() in words)
    return Named(one.organisation, host, told or municipalities)


def _proposed(found: Sequence[Sequence[Entry]]) -> dict[int, int]:
    """By place in the list the entry with their host; one that several could be is proposed to the most alike alone."""
    best = [(number, entries[0]) for number, entries in enumerate(found) if entries and entries[0].has_host]
    by_entry: dict[int, int] = {}
    for number, entry in sorted(best, key=lambda pair: (-pair[1].likeness, pair[0])):
        by_entry.setdefault(entry.pk, number)
    return {number: pk for pk, number in by_entry.items()}


def chosen_entries(together: Sequence[Applying], choices: Mapping[str, int]) -> dict[str, Organisation]:
    """The entries that were chosen, by key, held until the end of the transaction.

    Raises ValidationError when one is gone, is chosen twice, or is for somebody who does not apply.
    """
    if not choices.keys() <= {one.key for one in together}:
        raise ValidationError(_("The organisations that apply are others by now. Look at the page again."))
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=choices.values()).order_by("pk")
    there = {row.pk: row for row in rows}
    chosen: dict[str, Organisation] = {}
    for one in together:
        if one.key not in choices:
            continue
        entry = there.get(choices[one.key])
        if entry is None:
            words = _("What you chose for %(organisation)s is not in the directory any more. Choose again.")
            raise ValidationError(words % {"organisation": one.organisation})
        if entry in chosen.values():
            words = _("Two organisations cannot both be “%(entry)s”: choose another one for %(organisation)s.")
            raise ValidationError(words % {"entry": entry, "organisation": one.organisation})
        chosen[one.key] = entry
    return chosen
