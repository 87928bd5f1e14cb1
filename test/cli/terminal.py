"""For tests: runs a program at a real terminal (a pty), answers what it asks, and says what became of the terminal.

Reads {"argv", "env", "cwd", "steps": [{"expect", "send"}], "signal"} as JSON from stdin. What a step expects has to come on
the screen before it is answered. Writes {"screen", "stdout", "code", "restored"} as JSON. Only stdout is no terminal.
"""

import fcntl
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time

PATIENCE = 60

spec = json.load(sys.stdin)
master, slave = pty.openpty()
before = termios.tcgetattr(slave)


def own_terminal():
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


child = subprocess.Popen(
    spec["argv"],
    cwd=spec["cwd"],
    env=spec["env"],
    stdin=slave,
    stdout=subprocess.PIPE if spec.get("piped", True) else slave,
    stderr=slave,
    preexec_fn=own_terminal,
)

screen = b""
stdout = b""
until = time.monotonic() + PATIENCE


def read_some():
    global screen, stdout
    sources = [master] + ([child.stdout] if child.stdout else [])
    for source in select.select(sources, [], [], 0.05)[0]:
        if source is master:
            screen += os.read(master, 65536)
        else:
            stdout += os.read(child.stdout.fileno(), 65536)


seen = 0
for step in spec["steps"]:
    expected = step["expect"].encode()
    while expected not in screen[seen:] and child.poll() is None and time.monotonic() < until:
        read_some()
    at = screen.find(expected, seen)
    if at == -1:
        break
    seen = at + len(expected)
    # A person takes a moment, in which the terminal is made ready.
    time.sleep(0.2)
    os.write(master, step["send"].encode())

while child.poll() is None and time.monotonic() < until:
    read_some()
if child.poll() is None:
    child.kill()
child.wait()
for _ in range(5):
    read_some()

after = termios.tcgetattr(slave)
json.dump(
    {
        "screen": screen.decode("utf8", "replace"),
        "stdout": stdout.decode("utf8", "replace"),
        "code": child.returncode,
        "restored": after[:4] == before[:4],
    },
    sys.stdout,
)
