"""Addresses between the pages for everybody."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def public_url(context: Any, url_name: str, **names: str) -> str:
    """The address of another public page of the same alliance, in the language that this address asks for."""
    if language := context.get("language_of_address"):
        names["language"] = language
    return reverse(url_name, kwargs={"slug": context["facts"].slug, **names})
