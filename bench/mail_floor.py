"""The floor of mail: one process that builds the same message for each recipient and sends it over one connection.

``python -m bench.mail_floor PORT COUNT < message``: the sample message comes in, and for each recipient
the same texts, HTML and calendar go out, with name and address of that recipient in them.
"""

import smtplib
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid


def main(port: int, count: int) -> None:
    sample = message_from_bytes(sys.stdin.buffer.read(), policy=SMTP)
    text, html, calendar = (part.get_content() for part in sample.walk() if not part.is_multipart())
    address = sample["To"].addresses[0].addr_spec
    print("ready", flush=True)
    sys.stdin.close()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            to = f"floor{number}@example.org"
            message = EmailMessage(policy=SMTP)
            message["Message-ID"] = make_msgid(domain="example.org")
            message["Date"] = formatdate()
            message["From"], message["To"], message["Subject"] = str(sample["From"]), to, str(sample["Subject"])
            message.set_content(text.replace(address, to))
            message.add_alternative(html.replace(address, to), subtype="html")
            message.add_alternative(calendar.replace(address, to), subtype="calendar", params={"method": "REQUEST"})
            server.sendmail("schakel@example.org", [to], message.as_bytes())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
