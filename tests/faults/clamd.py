"""A clamd of a test's own: one signature, that of the EICAR test file, and no update from anywhere."""

import subprocess
from pathlib import Path

from django.test import override_settings

from runtime.files.antivirus import is_answering
from tests.eicar import eicar
from tests.faults.cluster import free_port
from tests.faults.server import wait_until

SIGNATURE = "Guichet.Test.Eicar"
#: Larger files are refused by the daemon, which hangs up on them.
MAX_STREAM_BYTES = 2_000_000
CONFIGURATION = """
DatabaseDirectory {folder}/signatures
TCPSocket {port}
TCPAddr 127.0.0.1
LogFile {folder}/log
Foreground yes
AlertEncrypted yes
AlertExceedsMax yes
StreamMaxLength {most}
MaxScanSize 20M
MaxFileSize 20M
MaxRecursion 8
MaxFiles 2000
"""


class Clamd:
    """A daemon on a free port of 127.0.0.1, which can be stopped and started again."""

    def __init__(self, folder):
        self.folder, self.port, self.process = Path(folder), free_port(), None
        self.address, self.url = ("127.0.0.1", self.port), f"tcp://127.0.0.1:{self.port}"
        signatures = self.folder / "signatures"
        signatures.mkdir()
        (signatures / "test.ndb").write_text(f"{SIGNATURE}:0:*:{eicar().hex()}\n")
        filled = CONFIGURATION.format(folder=folder, port=self.port, most=MAX_STREAM_BYTES)
        (self.folder / "clamd.conf").write_text(filled)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        """Start the daemon and return once it answers."""
        command = [program(), f"--config-file={self.folder / 'clamd.conf'}"]
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        with override_settings(GUICHET_CLAMD=self.address):
            wait_until(is_answering, what=(self.folder / "output").read_text)

    def stop(self):
        """Stop the daemon at once, as a crash would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def program():
    """Return the path of clamd, where Debian puts it, else the one that PATH knows."""
    usual = Path("/usr/sbin/clamd")
    return str(usual) if usual.exists() else "clamd"
