"""Where and when something was measured."""
import datetime
import os
import pathlib
import platform
import subprocess
import sys


def processor():
    """The processor's name, as the kernel gives it."""
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def versions(python):
    """The peers' versions; "" for what is not there."""
    script = ("import platform;print(platform.python_version())\n"
              "for name in ('torch', 'numpy'):\n"
              "    try: print(__import__(name).__version__)\n"
              "    except ImportError: print()\n")
    lines = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True).stdout.split("\n")
    return dict(zip(("python", "torch", "numpy"), lines))


def summary(code, native, python=sys.executable, note=""):
    """The report's `measured`. `code`: what was measured; `native`: whether it was compiled for this processor."""
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    return {"date": today, "processor": processor(), "cores": os.cpu_count(),
            "native": native, "code": code, **versions(python), "load": round(os.getloadavg()[0], 2), "note": note}
