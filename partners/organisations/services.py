"""Finding and adding organisations in the shared directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from partners.organisations.models import Organisation
from partners.organisations.references import foreign_keys

PUBLIC_FACTS = ("sectors", "website", "official_number", "street", "postcode", "municipality", "country")


def is_shared(organisation: Organisation, space_id: int) -> bool:
    """Whether a space other than ``space_id`` uses this organisation: then its facts are not ours alone to change."""
    return bool(shared_among([organisation.pk], space_id))


def shared_among(keys: Iterable[int], space_id: int) -> set[int]:
    """Those of these organisations that a space other than ``space_id`` uses."""
    elsewhere = [
        Exists(relation.related_model._base_manager.filter(organisation=OuterRef("pk")).exclude(space=space_id))
        for relation in Organisation._meta.related_objects
        if relation.name in ("stakeholders", "memberships")
    ]
    used = Organisation.objects.filter(pk__in=set(keys)).filter(elsewhere[0] | elsewhere[1])
    return set(used.values_list("pk", flat=True))


def unused(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of ``organisations`` to which nothing at all refers, in whatever space."""
    for field in foreign_keys().values():
        refers = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
        organisations = organisations.filter(~Exists(refers))
    return organisations


def known_by_number(numbers: Iterable[str]) -> dict[str, Organisation]:
    """The directory's organisations with one of these official numbers, by number."""
    wanted = {number for number in numbers if number}
    return {o.official_number: o for o in Organisation.objects.filter(official_number__in=wanted)}


@transaction.atomic
def organisation_for(name: str, *, website_host: str = "", **facts: Any) -> Organisation:
    """The organisation with the same official number, else a new one.

    Facts of one that is known already are left as they are: others may use it.
    """
    number = facts.get("official_number", "")
    if number:
        organisation, _created = Organisation.objects.get_or_create(
            official_number=number, defaults={"name": name, "website_host": website_host, **facts}
        )
        return organisation
    return Organisation.objects.create(name=name, website_host=website_host, **facts)
