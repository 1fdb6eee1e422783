"""NIK and KK at rest: deterministic ciphertext for those who may reveal, a keyed hash to look up."""

import hashlib
import hmac
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.core.keys import Keys


class Vault:
    """Encrypts and hashes identity numbers with the machine's two keys.

    AES-SIV (RFC 5297) is deterministic, so that a snapshot encrypts to the same bytes again and its
    checksum can be reproduced. `purpose` keeps NIK and KK of equal digits apart.
    """

    def __init__(self, keys: Keys, purpose: str) -> None:
        derived = HKDF(SHA256(), 64, None, f"kantong {purpose}".encode()).derive(keys.encryption)
        self._siv = AESSIV(derived)
        self._hash = hmac.new(keys.hash, purpose.encode(), hashlib.sha256).digest()

    def seal(self, number: str) -> bytes:
        """Return the ciphertext of a number."""
        return self._siv.encrypt(number.encode(), None)

    def reveal(self, sealed: bytes) -> str:
        """Return the number of a ciphertext; raises cryptography.exceptions.InvalidTag for a wrong key."""
        return self._siv.decrypt(sealed, None).decode()

    def digest(self, number: str) -> bytes:
        """Return the keyed hash by which a number is found without being known."""
        return hashlib.blake2b(number.encode(), key=self._hash, digest_size=16).digest()

    def seal_all(self, numbers: Iterable[object]) -> tuple[list[bytes | None], list[bytes | None]]:
        """Return ciphertexts and hashes of a column; missing numbers stay missing."""
        texts = [number if isinstance(number, str) and number else None for number in numbers]
        sealed = [None if text is None else self.seal(text) for text in texts]
        return sealed, [None if text is None else self.digest(text) for text in texts]
