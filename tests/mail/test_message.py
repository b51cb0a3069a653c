"""core.mail.message: the bytes that go out, read back as a recipient's program would."""

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.mail import calendar, message
from core.mail.models import Attachment, Mail
from tests.mail.factories import event


def mail(**values):
    defaults = {
        "to": "zoe@example.org",
        "subject": "June",
        "text": "Hello",
        "message_id": "<1@schakel.example.org>",
    }
    return Mail(**{**defaults, **values})


def unchanged(text):
    return text


def sent(row, attachments=(), fill=unchanged):
    content = message.OutboxMessage(row, attachments, fill).message(policy=email.policy.SMTP).as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    return email.message_from_bytes(content, policy=email.policy.default)


def test_parts_in_order_and_calendar_last():
    entry = calendar.to_bytes(event())
    got = sent(mail(html="<p>Hé</p>", calendar=entry, calendar_method="REQUEST"))
    assert got.get_content_type() == "multipart/alternative"
    parts = list(got.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert (parts[2].get_param("charset"), parts[2].get_param("method")) == ("utf-8", "REQUEST")
    assert parts[2].get_payload(decode=True) == entry
    assert Calendar.from_ical(parts[2].get_content())["METHOD"] == "REQUEST"
    assert got["Auto-Submitted"] is None


def test_headers():
    row = mail(
        to_name="Zoë", from_name='Alliance "North"', reply_to="north@example.org", subject="Één dag in juni " * 9
    )
    got = sent(row)
    assert (got["From"].addresses[0].display_name, got["From"].addresses[0].addr_spec) == (
        'Alliance "North"',
        "schakel@schakel.example.org",
    )
    assert (got["To"].addresses[0].display_name, got["To"].addresses[0].addr_spec) == ("Zoë", "zoe@example.org")
    assert got["Subject"] == ("Één dag in juni " * 9)
    assert (got["Reply-To"], got["Message-ID"]) == ("north@example.org", "<1@schakel.example.org>")
    assert got["Auto-Submitted"] == "auto-generated"
    assert [name for name in got if got.get_all(name)[1:]] == []


def test_domain_in_other_letters():
    assert sent(mail(to="zoe@café.example"))["To"].addresses[0].domain == "xn--caf-dma.example"


def test_attachment():
    files = [
        Attachment(filename="minutes.pdf", media_type="application/pdf", content=bytes(range(256)) * 9),
        Attachment(filename="Verslag «juni».pdf", media_type="application/pdf", content=b"x"),
    ]
    got = sent(mail(html="<p>"), files)
    assert got.get_content_type() == "multipart/mixed"
    found = list(got.iter_attachments())
    assert [part.get_filename() for part in found] == ["minutes.pdf", "Verslag «juni».pdf"]
    assert found[0].get_content() == bytes(range(256)) * 9


def test_link_in_calendar_is_filled_and_folded_again():
    check = "x" * 22
    entry = calendar.to_bytes(event(description=f"é Answer here: [[link:meeting:12:{check}]] or by mail. é"))
    address = "https://schakel.example.org/l/meeting/12/" + "t" * 43 + "/"
    got = sent(
        mail(calendar=entry, calendar_method="REQUEST"),
        fill=lambda text: text.replace(f"[[link:meeting:12:{check}]]", address),
    )
    content = list(got.iter_parts())[1].get_payload(decode=True)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert Calendar.from_ical(content).events[0]["DESCRIPTION"] == f"é Answer here: {address} or by mail. é"


one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400)


@given(to_name=one_line, subject=one_line, body=text)
def test_any_text_arrives(to_name, subject, body):
    got = sent(mail(to_name=to_name, subject=subject, text=body))
    assert [name for name in got] == [
        "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]  # fmt: skip
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    assert got.get_payload(decode=True).decode() == lines.removesuffix("\n").replace("\n", "\r\n") + "\r\n"
    assert got["To"].addresses[0].addr_spec == "zoe@example.org"
    assert "".join(got["Subject"].split()) == "".join(subject.split())


@pytest.mark.parametrize("text", ["plain", "Één", "=?utf-8?q?evil?=", 'a "b" \\ c', "(comment), <x@y.z>"])
def test_name_and_subject_exactly(text):
    got = sent(mail(to_name=text, subject=text))
    assert (got["To"].addresses[0].display_name, got["Subject"]) == (text, text)


def test_same_as_djangos_own():
    row = mail(
        to_name="Zoë",
        from_name="North",
        html="<p>é</p>",
        calendar=calendar.to_bytes(event()),
        calendar_method="REQUEST",
    )
    files = [Attachment(filename="minutes.pdf", media_type="application/pdf", content=b"%PDF")]
    ours = sent(row, files)
    djangos = message.OutboxMessage(row, files, unchanged).message()
    for header in ("From", "To", "Subject", "Message-ID"):
        assert str(ours[header]) == str(djangos[header])
    assert [part.get_content_type() for part in ours.walk()] == [part.get_content_type() for part in djangos.walk()]
    for mine, theirs in zip(ours.walk(), djangos.walk(), strict=True):
        if mine.get_content_maintype() == "text":
            assert mine.get_content().split() == theirs.get_content().split()
            assert mine.get_param("method") == theirs.get_param("method")
