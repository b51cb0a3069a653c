"""A real IMAP server of the test's own: Debian's Dovecot on a free port of the loopback, with one mailbox.

It runs as whoever runs the test; for root, who may not serve mail, as the users that its package makes.
"""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from imap_tools import MailBoxUnencrypted

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
mail_uid = {internal}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={internal} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
USER, PASSWORD = "answers", "a secret + word"


class ImapServer:
    """Context manager. ``url`` is what ``INBOUND_IMAP_URL`` is set to."""

    def __init__(self) -> None:
        # Not below the folders of pytest: others may not look into those, and the names of sockets have to be short.
        self.folder = Path(tempfile.mkdtemp(prefix="imap"))
        self.folder.chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"imap://{USER}:a%20secret%20%2B%20word@127.0.0.1:{self.port}/INBOX"

    def __enter__(self) -> Self:
        for name in ("run", "state", "home", "mail"):
            (self.folder / name).mkdir()
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        config = self.folder / "dovecot.conf"
        me = getpass.getuser()
        internal, login = ("dovecot", "dovenull") if os.geteuid() == 0 else (me, me)
        group = grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name
        facts = {"folder": self.folder, "port": self.port, "group": group}
        config.write_text(CONFIG.format(internal=internal, login=login, **facts))
        for name in ("home", "mail"):
            shutil.chown(self.folder / name, internal)
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen([program, "-F", "-c", str(config)])
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        ends = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                if self._process.poll() is not None or time.monotonic() > ends:
                    log = self.folder / "dovecot.log"
                    raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start.") from None
                time.sleep(0.05)
            else:
                return

    def put(self, *messages: bytes) -> None:
        """Deliver messages to the mailbox."""
        with MailBoxUnencrypted("127.0.0.1", port=self.port).login(USER, PASSWORD) as box:
            for message in messages:
                box.append(message, "INBOX")

    def folders(self) -> dict[str, int]:
        """How many messages lie in each folder."""
        with MailBoxUnencrypted("127.0.0.1", port=self.port).login(USER, PASSWORD) as box:
            return {one.name: box.folder.status(one.name)["MESSAGES"] for one in box.folder.list()}
