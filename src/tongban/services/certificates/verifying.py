"""Verification by anybody: by number and code, or by the PDF itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

from tongban.kernel.declarations.api import Text
from tongban.services.certificates import content, numbers, showing
from tongban.services.certificates.models import Certificate as Stored
from tongban.services.certificates.rows import Row
from tongban.services.certificates.values import spoken
from tongban.trust.authority import api as authority
from tongban.trust.privacy import api as privacy
from tongban.trust.signatures import api as signatures

MISTYPED = Text("编号有误，请核对后重新输入。", "The number is mistyped. Compare it and type it again.")
UNKNOWN = Text(
    "没有与此编号和核验码相符的证照，请核对。", "No certificate has this number and code. Compare them with the paper."
)
NOT_OURS = Text(
    "印章真实，但这不是本平台签发的证照。", "The seal is genuine, but the file is not a certificate issued here."
)
ERASED = Text("证照内容已依法删除，无法核验。", "Its content was erased by law and can no longer be checked.")
NOTHING = Text("")
STATUS = {
    "valid": Text("证照有效。", "The certificate is valid."),
    "not_yet": Text("证照尚未生效。", "The certificate is not in force yet."),
    "expired": Text("证照已过有效期。", "The certificate has expired."),
    "replaced": Text("证照已换发，请以新证为准。", "The certificate was replaced by a newer one."),
    "revoked": Text("证照已被撤销。", "The certificate was revoked."),
}


@dataclass(frozen=True)
class Verdict:
    """What can be said of a certificate that was shown. Empty fields are unknown or not for strangers.

    `holder` is masked for a person; `rows` are the public ones. `state` is the certificate's status as of now.
    """

    status: Literal["valid", "not_valid", "could_not_check"]
    reasons: tuple[Text, ...]
    at: dt.datetime
    number: str = ""
    state: showing.Status | Literal[""] = ""
    title: Text = NOTHING
    issuer: Text = NOTHING
    holder: str = ""
    issued_at: dt.datetime | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    rows: tuple[Row, ...] = ()
    signer: str = ""


def masked(name: str) -> str:
    """A person's name with all but its first character hidden."""
    return name[:1] + "＊" * max(len(name) - 1, 0)


def _found(number: str) -> Stored | None:
    return Stored.objects.select_related("revocation", "replaced_by", "replaces").filter(number=number).first()


def by_number(*, number: str, code: str, by: authority.Subject, at: dt.datetime) -> Verdict:
    wanted = "".join(number.split()).upper()
    row = _found(wanted) if wanted.isascii() and wanted.isalnum() else None
    given = numbers.read_code(code)
    if row is None and not numbers.well_formed(wanted):
        return Verdict("not_valid", (MISTYPED,), at)
    if row is None or (given and not hmac.compare_digest(given.encode(), row.code.encode())):
        return Verdict("not_valid", (UNKNOWN,), at)
    return _judged(row, at, by, open_=bool(given))


def by_pdf(*, pdf: bytes, by: authority.Subject, at: dt.datetime) -> Verdict:
    seal = signatures.verify_pdf(pdf=pdf, at=at)
    if seal.status != "valid":
        return Verdict(seal.status, seal.reasons, at, signer=seal.signer)
    row = Stored.objects.filter(file=hashlib.sha256(pdf).hexdigest()).values_list("number", flat=True).first()
    stored = _found(row) if row else None
    if stored is None:
        return Verdict("not_valid", (NOT_OURS,), at, signer=seal.signer)
    found = _judged(stored, at, by, open_=True)
    return Verdict(**{**found.__dict__, "reasons": (*found.reasons, *seal.reasons), "signer": seal.signer})


def _judged(row: Stored, at: dt.datetime, by: authority.Subject, *, open_: bool) -> Verdict:
    """The verdict on a stored certificate; whoever shows number and code, or the file, may see its public rows."""
    try:
        with privacy.access(purpose="certificates.verify", case=row.case, by=by, at=at):
            said = content.read(row)
    except (privacy.Erased, privacy.CannotDecrypt):
        return Verdict("could_not_check", (ERASED,), at, number=row.number)
    envelope = signatures.RecordSignature.from_envelope(row.signature)
    proof = signatures.verify_record(record=content.record(row, said), signature=envelope)
    if proof.status != "valid":
        return Verdict(proof.status, proof.reasons, at, number=row.number, signer=proof.signer)
    state = showing.status_of(row, at)
    return Verdict(
        "valid" if state == "valid" else "not_valid",
        (STATUS[state], *_since(row, state)),
        at,
        number=row.number,
        state=state,
        title=showing.template_of(row.document, row.version).document.title,
        issuer=showing.issuer_of(row.unit),
        holder=(masked(said.holder) if row.personal else said.holder) if open_ else "",
        issued_at=row.issued_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        rows=tuple(one for one in said.rows if one.public) if open_ else (),
        signer=proof.signer,
    )


def _since(row: Stored, state: str) -> tuple[Text, ...]:
    revocation, replacement = showing.revocation_of(row), showing.replacement_of(row)
    if state == "revoked" and revocation is not None:
        day = spoken(revocation.at)
        return (Text(f"撤销日期：{day.zh}。", f"Revoked on {day.en}."),)
    if state == "replaced" and replacement is not None:
        return (Text(f"新证编号：{replacement.number}。", f"The new one has the number {replacement.number}."),)
    return ()
