"""The guarded way out against a real server."""

import http.server
import threading

import pytest

from tongban.kernel.fetch import api, places


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/secret")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = b"x" * 5_000 if self.path == "/large" else self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Silent."""


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def post(address: str, path: str = "/", **more) -> api.Answer:
    return api.fetch(address + path, allowed=[address], method="POST", body=b"{}", **more)


def test_an_address_on_the_list_is_asked(address: str):
    answer = post(address)
    assert (answer.status, answer.body.decode()) == (200, address.removeprefix("http://"))


def test_no_redirect_is_followed(address: str):
    assert post(address, "/away").status == 302


def test_a_large_answer_is_not_read(address: str):
    with pytest.raises(api.Unreachable, match="larger"):
        post(address, "/large", most_bytes=4_000)


def test_an_address_that_is_on_no_list_is_not_asked(address: str):
    with pytest.raises(api.NotAllowed, match="on no list"):
        api.fetch(address + "/x", allowed=["https://partner.example"])


@pytest.mark.parametrize(
    "wrong",
    ["file:///etc/passwd", "gopher://x", "http://partner.example", "https://", "https://a@b.example", "https://b.example/#x",
     "https://x\\y.example", "https://[::1", "https://b.example:99999", "https://b example", ""],
)  # fmt: skip
def test_what_is_no_address_of_another_machine_is_refused(wrong: str):
    with pytest.raises(api.NotAllowed):
        api.checked(wrong)


@pytest.mark.parametrize("inside", ["127.0.0.1", "::1", "169.254.169.254", "::", "224.0.0.1"])
def test_a_name_that_stands_for_this_machine_or_a_cloud_s_secrets_is_not_asked(monkeypatch, inside: str):
    monkeypatch.setattr(places.socket, "getaddrinfo", lambda *_args, **_more: [(2, 1, 6, "", (inside, 443))])
    with pytest.raises(api.NotAllowed, match="not asked"):
        api.fetch("https://partner.example/", allowed=["https://partner.example"])


def test_nobody_there_is_said_so():
    with pytest.raises(api.Unreachable):
        api.fetch("http://127.0.0.1:1/", allowed=["http://127.0.0.1:1"])
