import hashlib
import shutil
import subprocess

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding

from tongban.trust.signatures import keyring, timestamps

DIGEST = hashlib.sha256(b"data").digest()


def ask(at, **changes):
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": 7, "cert_req": True, **changes})
    return request, timestamps.answer(request, signer=keyring.time_stamper(), at=at)


def test_a_token_says_the_time_the_digest_and_the_nonce(at):
    info = ask(at)[1]["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert (info["gen_time"].native, info["nonce"].native) == (at, 7)
    assert info["message_imprint"]["hashed_message"].native == DIGEST


@pytest.mark.parametrize(
    "change",
    [
        {"message_imprint": {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": DIGEST[:20]}},
        {"message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"short"}},
        {"req_policy": "1.2.3"},
    ],
)
def test_a_request_that_it_cannot_serve_is_rejected(at, change):
    response = ask(at, **change)[1]
    assert response["status"]["status"].native == "rejection"
    assert timestamps.Response.load(response.dump())["status"]["status_string"].native


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl command")
def test_another_program_accepts_the_token(at, tmp_path):
    request, response = ask(at)
    issuing, root = keyring.chain()
    files = {
        "query": request.dump(), "reply": response.dump(), "root": root.public_bytes(Encoding.PEM),
        "issuing": issuing.public_bytes(Encoding.PEM),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = [
        "openssl",
        "ts",
        "-verify",
        "-queryfile",
        "query",
        "-in",
        "reply",
        "-CAfile",
        "root",
        "-untrusted",
        "issuing",
    ]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in found.stdout + found.stderr
