"""A mail server that keeps what it is given, at an address that is known before it is there. It never says goodbye
as it should: a letter that was taken must not be sent again for that."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes
from email.message import Message

from tests.services.kept import free_port


class Letterbox:
    """Not there until `open()`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.letters: list[Message] = []
        self.recipients: list[list[str]] = []
        self.news = threading.Condition()
        self._server: socketserver.ThreadingTCPServer | None = None

    def open(self) -> None:
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def wait_for(self, count: int, seconds: float) -> bool:
        with self.news:
            return self.news.wait_for(lambda: len(self.letters) >= count, seconds)

    def keep(self, recipients: list[str], raw: bytes) -> None:
        with self.news:
            self.recipients.append(recipients)
            self.letters.append(message_from_bytes(raw))
            self.news.notify_all()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                recipients: list[str] = []
                self.say("220 here")
                for line in self.rfile:
                    command = line.decode("ascii", "replace").strip()
                    if command.upper().startswith("RCPT TO:"):
                        recipients.append(command[8:].strip(" <>"))
                    if command.upper() == "DATA":
                        self.say("354 go on")
                        box.keep(recipients, self.letter())
                        recipients = []
                    self.say("250 good")
                    if command.upper() == "QUIT":
                        return

            def letter(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                return b"".join(lines)

            def say(self, line: str) -> None:
                self.wfile.write(line.encode() + b"\r\n")

        return Handler
