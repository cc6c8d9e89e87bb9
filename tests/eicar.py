"""The EICAR test file, which every antivirus finds and which harms nothing (eicar.org, 2003).

Never in one piece in this repository, compiled files included: antivirus programs would take it away.
"""

PARTS = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$", b"EICAR-STANDARD", b"-ANTIVIRUS-", b"TEST-FILE!$H+H*")


def eicar():
    """Return the 68 bytes of the test file."""
    return b"".join(PARTS)
