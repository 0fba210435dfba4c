"""HTTP by hand: one exchange over http.client, one over a bare socket, and a keep-alive line that costs next to nothing."""

import http.client
import json
import socket
from dataclasses import dataclass, field


@dataclass
class Reply:
    """An answer as it came: names of headers in lower case, the body in bytes."""

    status: int
    headers: dict
    body: bytes = b""
    reason: str = field(default="", compare=False)

    @property
    def text(self):
        return self.body.decode("utf-8", errors="replace")

    def json(self):
        return json.loads(self.body)


def exchange(server, method, path, headers=None, body=None, timeout=10):
    """One request on a connection of its own. An answer sent before the whole request was read counts as well."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    if isinstance(body, str):
        body = body.encode()
    try:
        try:
            connection.request(method, path, body=body, headers=headers or {})
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server has answered and closed already: read what it said
        answer = connection.getresponse()
        return Reply(answer.status, _lower(answer.getheaders()), answer.read(), answer.reason)
    finally:
        connection.close()


def bare(server, data, timeout=10, half_close=False):
    """Sends these very bytes and reads one answer; None if the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as line:
        try:
            line.sendall(data)
            if half_close:
                line.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = http.client.HTTPResponse(line)
        try:
            answer.begin()
            return Reply(answer.status, _lower(answer.getheaders()), answer.read(), answer.reason)
        except (http.client.BadStatusLine, ConnectionResetError):
            return None
        finally:
            answer.close()


def _lower(headers):
    return {name.lower(): value for name, value in headers}


class Line:
    """A keep-alive connection for unsigned JSON calls: for loads and histories, where an SDK would be the bottleneck."""

    def __init__(self, server, timeout=10, account=None, region="us-east-1"):
        self.server = server
        self.timeout = timeout
        scope = f"{account}/20260101/{region}/sqs/aws4_request" if account else None
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
        self.extra = f"Authorization: {signed}\r\nX-Amz-Date: 20260101T000000Z\r\n" if scope else ""
        self.socket = None

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def send(self, operation, parameters):
        """Writes the request without waiting for its answer."""
        body = json.dumps(parameters).encode()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.server.port), timeout=self.timeout)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.buffer = b""
        head = (
            f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nContent-Type: application/x-amz-json-1.0\r\n"
            f"X-Amz-Target: AmazonSQS.{operation}\r\nx-amzn-query-mode: true\r\n{self.extra}Content-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)

    def read(self):
        """The next answer: status and decoded JSON. Raises ConnectionError if the server goes away."""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        length = 0
        for name_value in head.split(b"\r\n")[1:]:
            if name_value[:15].lower() == b"content-length:":
                length = int(name_value[15:])
        self.buffer = rest
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(head[9:12]), json.loads(body) if body else {}

    def _more(self):
        received = self.socket.recv(262144)
        if not received:
            raise ConnectionResetError("the server closed the connection")
        self.buffer += received

    def call(self, operation, **parameters):
        """One call; whatever breaks the connection on the way is a ConnectionError, its effect unknown."""
        try:
            self.send(operation, parameters)
            return self.read()
        except OSError as broken:
            self.close()
            raise ConnectionError(str(broken)) from broken

    def must(self, operation, **parameters):
        """A call that has to succeed."""
        status, answer = self.call(operation, **parameters)
        assert status == 200, f"{operation} answered {status}: {answer}"
        return answer
