import pytest
from django.db import connection, models
from django.db.models import Value
from django.test.utils import isolate_apps

from core.text import SortKey, markdown_to_html, without_hidden

NAMES = ["Zeeman", "de Vries", "Élise", "Ørsted", "élise", "Aalst", "'t Hart", "Ünal"]


@pytest.mark.django_db
def test_sort_key_sorts_like_people_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(%s::text[]) AS name ORDER BY schakel_sort(name), name", [NAMES])
        assert [name for (name,) in cursor] == [
            "'t Hart", "Aalst", "de Vries", "Élise", "élise", "Ørsted", "Ünal", "Zeeman",
        ]  # fmt: skip


@pytest.mark.django_db
@isolate_apps("core.frozen")
def test_sort_key_is_used_from_an_index_on_it() -> None:
    class Person(models.Model):  # noqa: DJ008
        name = models.CharField(max_length=100)

        class Meta:
            app_label = "frozen"
            managed = False
            db_table = "people_to_sort"

    index = models.Index(SortKey("name"), "name", name="people_to_sort_name")
    with connection.schema_editor(atomic=False) as editor, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people_to_sort (id bigserial PRIMARY KEY, name text NOT NULL)")
        editor.add_index(Person, index)
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = Person.objects.order_by(SortKey("name"), "name").explain()
    assert "people_to_sort_name" in plan
    assert "Sort" not in plan


@pytest.mark.django_db
def test_sort_key_of_nothing_is_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT schakel_sort(NULL), schakel_sort('')")
        assert cursor.fetchone() == (None, "")
    assert SortKey(Value("x")).output_field.get_internal_type() == "TextField"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one *two* **three** ~~four~~", "<p>one <em>two</em> <strong>three</strong> <s>four</s></p>\n"),
        ("line\nline", "<p>line<br>\nline</p>\n"),
        ("# Title\n\n## Under", "<h3>Title</h3>\n<h4>Under</h4>\n"),
        ("###### Deep", "<h6>Deep</h6>\n"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
        (
            "|a|b|\n|-|-|\n|1|2|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        (
            "[a](https://example.org 't')",
            '<p><a href="https://example.org" title="t" rel="noopener nofollow">a</a></p>\n',
        ),
        ("<me@example.org>", '<p><a href="mailto:me@example.org" rel="noopener nofollow">me@example.org</a></p>\n'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("", ""),
    ],
)
def test_markdown_to_html(text: str, html: str) -> None:
    assert markdown_to_html(text) == html
    assert hasattr(markdown_to_html(text), "__html__")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![alt](https://example.org/spy.png)",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](ftp://example.org)",
        '[a](https://example.org "onmouseover=alert(1) style=x")',
        "<a href='https://example.org' style='x' onclick='y'>a</a>",
        "```css\nbody { background: url(http://example.org) }\n```",
        "<style>@import 'http://example.org'</style>",
        "<iframe src=https://example.org></iframe><object data=x></object><link rel=attachment href=file:///etc/passwd>",
    ],
)
def test_markdown_lets_nothing_dangerous_through(text: str) -> None:
    html = markdown_to_html(text)
    without_text = "".join(part.partition(">")[0] + ">" for part in html.split("<")[1:])
    for danger in (
        "script",
        "img",
        "style=",
        "onclick=",
        " on",
        "javascript:",
        "data:",
        "file:",
        "ftp:",
        "class=",
        "iframe",
    ):
        assert danger not in without_text.replace('title="onmouseover=alert(1) style=x"', "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Els Peeters", "Els Peeters"),
        ("\u202eEls\u202c Pee\u200bters\u200e", "Els Peeters"),
        ("El\u00ads\ufeff \u2067P\u2069eeters\U000e0041", "Els Peeters"),
        ("E\u200dl\u200cs \u200dPeeters\u200c", "Els Peeters"),
        ("\u3164\u200b\u2060\u115f", ""),
        ("Élise Ørsted", "Élise Ørsted"),
        ("محمد علی", "محمد علی"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs the joiner
        ("क्\u200dष", "क्\u200dष"),
    ],
)
def test_what_nobody_sees_is_taken_out_of_a_name(typed: str, kept: str) -> None:
    assert without_hidden(typed) == kept
