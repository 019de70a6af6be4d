"""Numbers that prove themselves: the eleven-test of a BSN and the check digits of an IBAN."""

from __future__ import annotations

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes_eleven_test(digits: str) -> bool:
    """The eleven-test of a BSN: 9a+8b+7c+6d+5e+4f+3g+2h−i is a multiple of 11, and not all digits are zero."""
    padded = digits.zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, padded, strict=True))
    return total % 11 == 0 and int(padded) > 0


def has_right_check_digits(iban: str) -> bool:
    """ISO 13616 / ISO 7064 MOD 97-10: with the first four characters at the end and A=10, the rest by 97 is 1."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
