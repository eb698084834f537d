"""Make .venv ready: `python3 .ci/prepare.py [app|test]`, with any Python 3 and nothing installed.

mediapipe 0.10.21 has wheels for Python 3.10 to 3.12 on 64-bit Windows, macOS and Intel/AMD Linux.  One of those Pythons
is looked for on this machine; where there is none, `uv` is installed into a folder of its own and finds or fetches one.
Standard library only, and old syntax, since it is run by whatever Python is there.
"""

import glob
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
TOOL = os.path.join(ROOT, ".venv-tool")  # holds uv where no fitting Python is installed
GOOD = ((3, 11), (3, 12), (3, 10))  # in this order: most of the trying was done with 3.11
GET_PIP = "https://bootstrap.pypa.io/get-pip.py"  # pip's own way for a Python without ensurepip
LIBRARIES = "libgl1 libegl1 libgles2 libglib2.0-0"  # what OpenCV and MediaPipe load on a bare Debian or Ubuntu


def say(text):
    print("prepare: " + text, flush=True)


def run(*call):
    subprocess.check_call(list(call), cwd=ROOT)


def inside(folder, name="python"):
    """A program of a virtual environment."""
    return os.path.join(folder, "Scripts", name + ".exe") if os.name == "nt" else os.path.join(folder, "bin", name)


def answer(call):
    """What a short Python program prints, or None when it cannot be run."""
    try:
        return subprocess.check_output(call, stderr=subprocess.DEVNULL, universal_newlines=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def version_of(call):
    text = answer(call + ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return tuple(int(part) for part in text.split(".")) if text else None


def candidates():
    """Ways to call a Python that may be 3.10 to 3.12, the likely ones first."""
    yield [sys.executable]
    for major, minor in GOOD:
        name = "python%d.%d" % (major, minor)
        yield [name]
        if os.name == "nt":
            yield ["py", "-%d.%d" % (major, minor)]
        # pyenv's Pythons that are installed and not switched on
        pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
        for path in sorted(glob.glob(os.path.join(pyenv, "versions", "%d.%d.*" % (major, minor), "bin", name))):
            yield [path]
    yield ["/usr/bin/python3"]


def fitting_python():
    """How to call a Python 3.10 to 3.12 of this machine that can make an environment; None without one."""
    without_pip = None
    for call in candidates():
        # asked for its version, too: a pyenv shim may exist for a Python that is not there
        if version_of(call) in GOOD and answer(call + ["-c", "import venv"]) is not None:
            if answer(call + ["-c", "import ensurepip"]) is not None:
                return call
            without_pip = without_pip or call
    return without_pip


def environment(python, folder):
    """A new virtual environment with pip in it, also from a Python that Debian has stripped of ensurepip."""
    if answer(python + ["-c", "import ensurepip"]) is not None:
        run(*(python + ["-m", "venv", "--clear", folder]))
    else:
        run(*(python + ["-m", "venv", "--clear", "--without-pip", folder]))
        add_pip(python, folder)


def add_pip(python, folder):
    """Put pip into an environment that has none: with its own ensurepip, with another pip, or as pip's makers say."""
    inner = inside(folder)
    if answer([inner, "-m", "ensurepip"]) is not None:
        return
    if answer(python + ["-m", "pip", "--python", inner, "install", "-q", "pip"]) is not None:
        return
    with tempfile.TemporaryDirectory() as scratch:
        script = os.path.join(scratch, "get-pip.py")
        with urllib.request.urlopen(GET_PIP, timeout=60) as page, open(script, "wb") as file:
            file.write(page.read())
        run(inner, script, "-q")


def uv():
    """The path of uv, installed into TOOL when it is not there."""
    found = shutil.which("uv")
    if found:
        return found
    if not os.path.exists(inside(TOOL, "uv")):
        say("no Python 3.10 to 3.12 here; fetching uv, which brings one")
        environment([sys.executable], TOOL)
        run(inside(TOOL), "-m", "pip", "install", "-q", "uv")
    return inside(TOOL, "uv")


def make_venv():
    """A .venv with pip; one that is there and fits is kept."""
    if version_of([inside(VENV)]) in GOOD and answer([inside(VENV), "-m", "pip", "--version"]):
        return
    python = fitting_python()
    if python:
        say("making .venv with " + " ".join(python))
        environment(python, VENV)
    else:
        run(uv(), "venv", "-q", "--clear", "--python", "3.11", VENV)
        add_pip([sys.executable], VENV)  # pip, not uv, installs: it knows this machine's own settings


def install(what):
    target = ".[test]" if what == "test" else "."
    say("installing " + target + " (a few minutes the first time)")
    pip = (inside(VENV), "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*(pip + ("-c", "constraints.txt", "-e", target)))


def check():
    """Import the two parts that need libraries of the system, and say which when they are not there."""
    call = [inside(VENV), "-c", "import cv2, mediapipe"]
    done = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        say("OpenCV or MediaPipe does not start: " + (lines[-1] if lines else "no message"))
        if sys.platform.startswith("linux"):
            say("on Debian or Ubuntu: sudo apt-get install " + LIBRARIES)
        elif os.name == "nt":
            say("install the Microsoft Visual C++ Redistributable (x64) and try again")
        sys.exit(1)


def main():
    what = sys.argv[1] if len(sys.argv) > 1 else "app"
    if sys.platform.startswith("linux") and platform.machine() != "x86_64":
        say("MediaPipe 0.10.21 exists for Linux on x86_64 only, this is " + platform.machine() + "; try a PC or a Mac")
        sys.exit(1)
    try:
        make_venv()
        install(what)
    except subprocess.CalledProcessError as fault:
        say("this failed: " + " ".join(str(part) for part in fault.cmd))
        sys.exit(1)
    except OSError as fault:
        say("could not make the environment: " + str(fault))
        if sys.platform.startswith("linux"):
            say("on Debian or Ubuntu: sudo apt-get install python3-venv")
        sys.exit(1)
    check()


if __name__ == "__main__":
    main()
