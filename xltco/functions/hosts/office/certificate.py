"""A certificate for this machine alone, because Excel loads add-ins only over HTTPS.

It signs itself and may sign nothing else: who trusts it trusts the key that lies beside it to be `localhost`, not to
vouch for any other site, as the key of a local certificate authority could.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from xltco.errors import OutputError, XltcoError
from xltco.files import write_atomically

# Apple refuses server certificates that hold longer than 825 days, also those that a user trusts.
_DAYS = 820
_RENEWED_BEFORE = datetime.timedelta(days=30)
_ADDRESSES = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Certificate:
    """Where certificate and key lie; `is_new` when they were made just now and nobody trusts them yet."""

    cert: Path
    key: Path
    is_new: bool = False


def local_certificate(folder: Path) -> Certificate:
    """The certificate kept in that folder; made, with its key, where there is none or it is about to end."""
    found = Certificate(folder / "localhost.crt", folder / "localhost.key")
    if _is_good(found):
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OutputError(f"{folder}: can't be made ({error.strerror or error})") from None
    key = ec.generate_private_key(ec.SECP256R1())
    _write_secret(
        found.key,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    write_atomically(found.cert, _signed(key).public_bytes(serialization.Encoding.PEM))
    return Certificate(found.cert, found.key, is_new=True)


def given_certificate(cert: Path, key: Path) -> Certificate:
    """A certificate that the user has; XltcoError when it is none, or not of that key."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key, password=_no_password)
    except ssl.SSLError as error:
        reason = error.reason or "not PEM"
        raise XltcoError(f"{cert} and {key}: no certificate in PEM form with its key ({reason})") from None
    except OSError as error:
        missing = next((path for path in (cert, key) if not path.is_file()), cert)
        raise XltcoError(f"{missing}: can't be read ({error.strerror or error})") from None
    return Certificate(cert, key)


def _no_password() -> str:
    raise XltcoError("the key has a password; give one without, for example `openssl pkey -in KEY -out OPEN.key`")


def _is_good(found: Certificate) -> bool:
    if not (found.cert.is_file() and found.key.is_file()):
        return False
    try:
        given_certificate(found.cert, found.key)
        ends = x509.load_pem_x509_certificate(found.cert.read_bytes()).not_valid_after_utc
    except (XltcoError, ValueError, OSError):
        return False
    return ends - datetime.datetime.now(datetime.UTC) > _RENEWED_BEFORE


def _signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost (xltco)")])
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in _ADDRESSES]
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # An hour ago, for clocks that differ.
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _write_secret(path: Path, content: bytes) -> None:
    """For the owner's eyes only, from the first moment."""
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror or error})") from None
