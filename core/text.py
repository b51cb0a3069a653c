"""Text: what nobody sees in it, sorting names the way people do, and Markdown written by people."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import nh3
from django.conf import settings
from django.db.models import Choices, Func, TextField
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Characters that hide or turn the text around them, or look like nothing: with them two different names
# look the same, and "exe.pdf" reads as "fdp.exe". The two joiners stay where Persian or Hindi needs them.
HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?:^|(?<=[\\x00-\u024f]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\\x00-\u024f]|$)"
)


def without_hidden(text: str) -> str:
    """``text`` without the characters that nobody sees. For names and titles; long texts keep theirs."""
    return text if text.isascii() else HIDDEN.sub("", text)


def lines_of(text: str) -> tuple[str, ...]:
    """One thing on each line, as people write a list: a sign of a list before it and empty lines are left out."""
    lines = (line.strip(" \t-*•") for line in text.splitlines())
    return tuple(line for line in lines if line)


class SortKey(Func):
    """A name without case and accents, to sort by: "Élise" beside "elise", before "Zeeman".

    Every collation of our databases sorts by code point, so a list of names is ordered by
    ``.order_by(SortKey("name"), "name")`` and its table has an index on the same:
    ``Index(SortKey("name"), "name", name=…)``. That app's first migration depends on
    ``("core", "0001_extensions")``, which makes the function.
    """

    function = "schakel_sort"
    arity = 1

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, output_field=TextField(), **extra)


# No raw HTML and no pictures: a picture would tell its server who reads the page.
_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
)

_ALLOWED: dict[str, Any] = {
    "tags": {
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "s",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    },
    "attributes": {"a": {"href", "title"}, "ol": {"start"}},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": "noopener nofollow",
}


def markdown_to_html(text: str) -> SafeString:
    """Markdown as a person typed it, as HTML that is safe on our pages and in our documents.

    Headings begin at the third level, because they stand below a heading of ours. HTML in the text
    shows as text; links other than http, https and mailto lose their address. No CSS classes, styles,
    pictures or identifiers come through.
    """
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(nh3.clean(html, **_ALLOWED))  # noqa: S308 - nh3 has just made it safe


class Block(NamedTuple):
    """A piece of a Markdown text that stands by itself: ``kind`` is "heading", "point" or "paragraph"."""

    kind: str
    words: str


def markdown_blocks(text: str) -> list[Block]:
    """The headings, points and paragraphs of a Markdown text in plain words, the address of a link behind it."""
    blocks: list[Block] = []
    kind, lists = "paragraph", 0
    for token in _markdown.parse(text):
        lists += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type in ("heading_open", "paragraph_open"):
            kind = "heading" if token.type == "heading_open" else "point" if lists else "paragraph"
        elif token.type == "inline":
            blocks.append(Block(kind, _plain_words(token.children or [])))
        elif token.type in ("fence", "code_block"):
            blocks.append(Block("paragraph", token.content))
    return blocks


def _plain_words(tokens: Iterable[Token]) -> str:
    parts, addresses = [], []
    for token in tokens:
        if token.type == "link_open":
            addresses.append(str(token.attrGet("href")))
        elif token.type == "link_close":
            parts.append(f" ({addresses.pop()})")
        else:
            parts.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(parts)


@cache
def values_by_label(choices: type[Choices]) -> dict[str, str]:
    """The labels of ``choices`` in each of our languages, in small letters, with the value each stands for.

    So that a sheet which we wrote in one language is understood by somebody who reads another.
    """
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(choice.label).casefold(): choice.value for choice in choices}
    return found
