"""The demo's mailbox: what the SMTP server keeps, and the pages that show it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope
from django.test import Client
from pytest_django import Settings

from demo import mailbox

pytestmark = pytest.mark.urls("tests.demo.urls")


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def arrives(to: str = "yonas.tesfay@example.org", *, html: bool = True, subject: str = "Kom je?") -> mailbox.Kept:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "schakel@example.org", to, subject
    message.set_content("Antwoord: http://localhost:8100/l/answer/5/abc/")
    if html:
        message.add_alternative("<p>Antwoord</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="verslag.pdf")
    envelope = Envelope()
    envelope.rcpt_tos, envelope.original_content = [to], message.as_bytes()
    # In a thread of its own: where browser tests ran before, this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, mailbox.Handler().handle_DATA(None, None, envelope)).result()  # type: ignore[arg-type]
    return next(mailbox.kept())


def test_mail_is_kept_as_it_came() -> None:
    mail = arrives()
    assert (mail.subject, mail.to, mail.sender) == ("Kom je?", "yonas.tesfay@example.org", "schakel@example.org")
    assert mail.plain.strip() == "Antwoord: http://localhost:8100/l/answer/5/abc/"
    assert mail.parts() == ["verslag.pdf"]


def test_newest_mail_is_first_and_mails_can_be_chosen_by_recipient() -> None:
    arrives("first@example.org")
    arrives("second@example.org")
    assert [mail.to for mail in mailbox.kept()] == ["second@example.org", "first@example.org"]
    assert [mail.to for mail in mailbox.kept(to="FIRST")] == ["first@example.org"]
    assert len(list(mailbox.kept(limit=1))) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "1", "12345678901234567", "", "1234567890123456x"])
def test_only_a_mail_of_the_mailbox_is_found(name: str) -> None:
    assert mailbox.find(name) is None


@pytest.mark.django_db
def test_pages_show_the_mail_and_its_links(client: Client) -> None:
    mail = arrives()
    assert f"/demo/mailbox/{mail.name}/" in client.get("/demo/mailbox/").content.decode()
    page = client.get(f"/demo/mailbox/{mail.name}/").content.decode()
    assert 'href="http://localhost:8100/l/answer/5/abc/"' in page


@pytest.mark.django_db
def test_html_of_a_mail_runs_nothing(client: Client) -> None:
    mail = arrives()
    response = client.get(f"/demo/mailbox/{mail.name}/html/")
    assert response.content.strip() == b"<p>Antwoord</p>"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


@pytest.mark.django_db
def test_mail_that_is_not_there_is_not_found(client: Client) -> None:
    mail = arrives(html=False)
    assert client.get(f"/demo/mailbox/{mail.name}/html/").status_code == 404
    assert client.get("/demo/mailbox/12345678901234567/").status_code == 404
    assert client.get("/demo/mailbox/?to=nobody").status_code == 200
