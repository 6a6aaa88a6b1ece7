"""A server of HTTP for a test: prints its port, then a line of JSON for each request. `/slow` never answers; `/status/N`
answers N. `/digest` wants the name `wall` and the password `hunter2` by digest access (RFC 7616, MD5 and qop auth).
With a certificate and a key it speaks TLS."""
import hashlib
import http.server
import json
import os
import re
import ssl
import sys
import threading
import time


def hashed(*parts):
    return hashlib.md5(":".join(parts).encode()).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def is_known(self):
        words = dict(re.findall(r'(\w+)="?([^",]*)"?', self.headers.get("Authorization") or ""))
        if words.get("nonce") != "dcd98b":
            return False
        way = hashed(self.command, self.path)
        expected = hashed(
            hashed("wall", "boxes", "hunter2"), "dcd98b", words["nc"], words["cnonce"], "auth", way)
        return words["response"] == expected and words["username"] == "wall"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        told = {
            "method": self.command, "path": self.path, "body": body, "type": self.headers.get("Content-Type"),
            "authorization": self.headers.get("Authorization"),
        }
        print(json.dumps(told, sort_keys=True), flush=True)
        if self.path == "/slow":
            threading.Event().wait()
        status = int(self.path.split("/")[-1]) if self.path.startswith("/status/") else 200
        challenge = None
        if self.path.startswith("/digest") and not self.is_known():
            status, challenge = 401, 'Digest realm="boxes", nonce="dcd98b", qop="auth", algorithm=MD5'
        # 204 has no body; one that came all the same would be taken for the next answer.
        body = b"" if status == 204 else b"ok"
        self.send_response(status)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        if body:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def log_message(self, *words):
        pass


def end_with_the_test():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


threading.Thread(target=end_with_the_test, daemon=True).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
