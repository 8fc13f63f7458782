"""Judges the signatures of a PDF. Runs in the worker process: knows no Django, may fail or be stopped at any point."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor, derive_quals_from_cert
from pyhanko_certvalidator.registry import SimpleTrustManager

SEALS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=True)


@dataclasses.dataclass(frozen=True)
class Finding:
    """Reason codes (see verdicts), who sealed if a trusted certificate says it, and the time stamp's time."""

    codes: list[str]
    signer: str = ""
    at: str = ""


@dataclasses.dataclass(frozen=True)
class Anchors:
    """What the node trusts: roots and the authorities below them (DER), at a moment."""

    roots: list[bytes]
    others: list[bytes] = dataclasses.field(default_factory=list)
    moment: dt.datetime | None = None

    def context(self) -> ValidationContext:
        anchors = [_anchor(x509.Certificate.load(each)) for each in self.roots]
        return ValidationContext(
            trust_manager=SimpleTrustManager.build(trust_roots=anchors),
            other_certs=[x509.Certificate.load(each) for each in self.others],
            moment=self.moment,
            allow_fetching=False,
        )


def _anchor(root: x509.Certificate) -> CertTrustAnchor:
    """The constraints written in a root count only when asked for; without its second path length pyHanko stumbles."""
    written = derive_quals_from_cert(root)
    return CertTrustAnchor(root, dataclasses.replace(written, max_aa_path_length=written.max_path_length))


def judge(pdf: bytes, anchors: Anchors) -> Finding:
    """All signatures of the file together. Anything unforeseen raises: the caller must take that for `failed`."""
    if b"%PDF-" not in pdf[:1024]:
        return Finding(["not_pdf"])
    try:
        signatures = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
        if not signatures:
            return Finding(["no_seal"])
        statuses = [(each, _status(each, anchors)) for each in signatures]
    except PdfError:
        return Finding(["unreadable"])
    codes = list(dict.fromkeys(code for each, status in statuses for code in _faults(each, status)))
    seal, status = statuses[-1]
    stamped = status.timestamp_validity
    return Finding(
        codes or ["sealed", "stamped"],
        seal.signer_cert.subject.native.get("common_name", "") if status.trusted else "",
        stamped.timestamp.isoformat() if stamped and not codes else "",
    )


def _status(signature: EmbeddedPdfSignature, anchors: Anchors) -> PdfSignatureStatus:
    return validate_pdf_signature(
        signature, anchors.context(), ts_validation_context=anchors.context(), key_usage_settings=SEALS
    )


def _faults(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Iterator[str]:
    if not (status.intact and status.valid):
        yield "changed"
        return
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not whole:
        yield "added"
    if not status.trusted:
        late = "OUT_OF_BOUNDS" in str(status.trust_problem_indic) or "EXPIRED" in str(status.trust_problem_indic)
        yield "out_of_term" if late else "unknown_signer"
    elif signature.docmdp_level != MDPPerm.NO_CHANGES:
        yield "not_certified"
    elif not (status.timestamp_validity and status.timestamp_validity.trusted):
        yield "no_time"
    elif whole and not status.bottom_line:  # whatever else there may be
        yield "changed"
