"""PAdES baseline B-T: a certification signature that allows no change, with the node's own time stamp."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tongban.trust.signatures import stamp, timestamps
from tongban.trust.signatures.errors import CannotSeal
from tongban.trust.signatures.keyring import Signer

MARGIN = 60  # points from the corner of the page to the seal


class _OwnTime(TimeStamper):  # type: ignore[misc]
    def __init__(self, signer: Signer, at: dt.datetime) -> None:
        super().__init__()
        self._signer, self._at = signer, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return timestamps.answer(req, signer=self._signer, at=self._at)


class _Dated(PdfSigner):  # type: ignore[misc]
    """pyHanko writes the clock's time into the signature dictionary; ours is the time of the act."""

    act: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.act
        return session


def _simple(signer: Signer) -> SimpleSigner:
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(signer.chain[0].public_bytes(Encoding.DER)))
    form = Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    return SimpleSigner(
        signing_cert=x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(signer.key.private_bytes(*form)),
        cert_registry=store,
        embed_roots=False,
    )


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine, also where the calling thread already runs a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def _place(writer: IncrementalPdfFileWriter, box: tuple[int, int, int, int] | None) -> tuple[int, int, int, int]:
    if box is not None:
        return box
    page = writer.prev.find_page_for_modification(-1)[0].get_object()
    while "/MediaBox" not in page:  # a page may leave its size to the pages above it
        page = page["/Parent"]
    left, bottom, right, _ = (int(edge) for edge in page["/MediaBox"])
    x, y = max(left, right - MARGIN - stamp.SIDE), bottom + MARGIN
    return x, y, x + stamp.SIDE, y + stamp.SIDE


def seal(
    pdf: bytes,
    *,
    signer: Signer,
    time_stamper: Signer,
    at: dt.datetime,
    reason: str,
    location: str,
    stamp_text: str,
    box: tuple[int, int, int, int] | None,
) -> bytes:
    meta = PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", reason=reason, location=location, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        field = SigFieldSpec("Seal", on_page=-1, box=_place(writer, box) if stamp_text else None)
        look = stamp.style(stamp_text) if stamp_text else None
        machine = _Dated(
            meta, _simple(signer), timestamper=_OwnTime(time_stamper, at), stamp_style=look, new_field_spec=field
        )
        machine.act = at
        return bytes(_finished(machine.async_sign_pdf(writer)).getvalue())
    except (PdfError, SigningError, KeyError, ValueError) as error:
        raise CannotSeal(f"the PDF cannot be sealed: {error}") from error
