"""A part of a page that is rendered once and then kept."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from itertools import count
from threading import Lock
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

register = template.Library()

# How many characters each process keeps; then what was kept first goes.
LIMIT = 20_000_000
# Each place in a template has a number of its own; an id() may come back once its template is gone.
_numbers = count()
# Stands where the token of forms comes.
TOKEN = secrets.token_urlsafe(32)


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """``{% keep name=space.name row=row %}…{% endkeep %}``: rendered once a language, time zone and these values.

    What stands between sees nothing but the values named, so that the same values always give the same text:
    the head of every page, or the row of a table for as long as nothing in it changes. Values are texts,
    numbers, dates, and tuples of these, or things that say by what they are ``kept_by``. A model instance is
    refused: it stays equal when its name changes.
    A form's token is put in anew each time. A block cannot be kept.
    """
    _tag, *bits = token.split_contents()
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("keep takes name=value only.")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("A block cannot stand in what is kept: a child may fill it.")
    return KeepNode(nodelist, given)


class KeepNode(template.Node):
    """See ``keep``."""

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.number = next(_numbers)
        self.names, self.expressions = tuple(given), tuple(given.values())

    def render(self, context: Context) -> SafeString:
        values = [expression.resolve(context) for expression in self.expressions]
        key = (self.number, get_language(), get_current_timezone(), context.autoescape, *map(_steady, values))
        text = kept.get(key)
        if text is None:
            named = dict(zip(self.names, values, strict=True))
            text = kept.put(key, self.nodelist.render(context.new({**named, "csrf_token": TOKEN})))
        if TOKEN in text:
            return mark_safe(text.replace(TOKEN, str(context["csrf_token"])))  # noqa: S308 - as safe as it was
        return text


class Kept:
    """Texts by what they were made of, of all templates in this process."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.texts: dict[tuple[Hashable, ...], SafeString] = {}
        self.lock = Lock()
        self.get = self.texts.get

    def put(self, key: tuple[Hashable, ...], text: SafeString) -> SafeString:
        """Keep ``text``, and drop the oldest when it gets too much."""
        with self.lock:
            if key not in self.texts:
                self.texts[key] = text
                self.size += len(text)
            while self.size > self.limit:
                self.size -= len(self.texts.pop(next(iter(self.texts))))
        return text


kept = Kept(LIMIT)


def _steady(value: Any) -> Hashable:
    """What stands for ``value`` in the key: it cannot change behind our back. Raises TypeError otherwise."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Model):
        raise TypeError(f"keep: name what is shown of a {type(value).__name__}, not the whole.")
    return getattr(value, "kept_by", value)
