"""A small time-stamp authority (RFC 3161, RFC 5816), called in process."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from tongban.trust.signatures.keyring import Signer

POLICY = "2.25.247106853178526021345208537130386170117"  # this product's own, from a UUID (ITU-T X.667)
DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}


class Response(tsp.TimeStampResp):  # type: ignore[misc]
    """asn1crypto takes the token for mandatory; a rejection has none (RFC 3161, 2.4.2)."""

    _fields = [  # noqa: RUF012 (asn1crypto's way; it completes the list in place)
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def _refused(fault: str, words: str) -> tsp.TimeStampResp:
    status = {"status": "rejection", "status_string": [words], "fail_info": {fault}}
    return Response({"status": status})


def answer(request: tsp.TimeStampReq, *, signer: Signer, at: dt.datetime) -> tsp.TimeStampResp:
    """The response to a request: a token that says `at`, or a rejection that says why."""
    imprint = request["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if DIGESTS.get(algorithm) != len(imprint["hashed_message"].native):
        return _refused("bad_alg", "expected a SHA-256, SHA-384 or SHA-512 digest")
    if request["req_policy"].native not in (None, POLICY):
        return _refused("unaccepted_policy", f"this authority stamps under {POLICY}")
    info = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(63),
        "gen_time": at.astimezone(dt.UTC).replace(microsecond=0),
    }
    if request["nonce"].native is not None:
        info["nonce"] = request["nonce"]
    token = cms.ContentInfo({"content_type": "signed_data", "content": _signed(tsp.TSTInfo(info), signer)})
    return Response({"status": {"status": "granted"}, "time_stamp_token": token})


def _attribute(kind: str, value: core.Asn1Value | str | bytes) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})


def _signed(info: tsp.TSTInfo, signer: Signer) -> cms.SignedData:
    data = info.dump()
    raw = [each.public_bytes(Encoding.DER) for each in (signer.certificate, signer.chain[0])]
    chain = [x509.Certificate.load(each) for each in raw]
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    identity = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(raw[0]).digest()})
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("message_digest", hashlib.sha256(data).digest()),
            _attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [identity]})),
        ]
    )
    signature = signer.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    sid = cms.IssuerAndSerialNumber({"issuer": chain[0].issuer, "serial_number": chain[0].serial_number})
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(data)},
            "certificates": chain,
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
                    "digest_algorithm": digest,
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": signature,
                }
            ],
        }
    )
