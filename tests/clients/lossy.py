"""A network that loses answers: a proxy before the server which, when told, swallows the answer to one call."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LossyProxy:
    """Passes every request on; `lose(operation)` cuts the line instead of the next answer to this one."""

    def __init__(self, server):
        self.server = server
        self.to_lose = {}
        self.lost = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers["X-Amz-Target"].rpartition(".")[2]
                onward = http.client.HTTPConnection("127.0.0.1", proxy.server.port, timeout=30)
                onward.request("POST", self.path, body=body, headers=dict(self.headers))
                answer = onward.getresponse()
                said = answer.read()
                onward.close()
                then = proxy.to_lose.pop(operation, None)
                if then is not None:
                    proxy.lost.append(operation)
                    then()
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)

    def lose(self, operation, then=lambda: None):
        """Loses the next answer to this operation; `then` is done before the caller learns that it has none."""
        self.to_lose[operation] = then

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)
