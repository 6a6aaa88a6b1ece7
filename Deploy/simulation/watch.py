#!/usr/bin/env python3
"""Says what happens in the hall as it happens, a line each, and at the end what happened in all.

It listens like any foreign client; the counts come from messages alone, the journal is asked by Deploy/demo.
"""

import argparse
import json
import os
import queue
import signal
import sys
import time
from collections import Counter

from mqtt_client import connect, parsed

BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else (
    "", "", "")


class Watch:
    """What was seen so far."""

    def __init__(self):
        self.scenes, self.phase, self.online = {}, None, None
        self.changes, self.media, self.replies = Counter(), Counter(), Counter()
        self.frame_p99_ms, self.missed, self.fps, self.limited = 0.0, 0, 0.0, 0
        self.sensed = 0

    def line(self, who, text):
        print(f"{DIM}{time.strftime('%H:%M:%S')}{PLAIN} {BOLD}{who:<20}{PLAIN} {text}", flush=True)

    def see(self, message):
        parts = message.topic.split("/")
        if message.topic.startswith(("hall/7.1/sensor/", "zigbee2mqtt/", "building/")):
            self.sensed += 1
            return
        body = parsed(message)
        if not isinstance(body, dict):
            return
        kind = parts[2]
        if kind == "artwork":
            self.artwork(parts[3], body)
        elif kind == "state" and (body.get("phase"), body.get("blackout"), body.get("alarm")) != self.phase:
            self.phase = (body.get("phase"), body.get("blackout"), body.get("alarm"))
            marks = [name for name in ("blackout", "alarm") if body.get(name)]
            self.line("hall", " ".join([str(body.get("phase")), f"(by {body.get('by')})", *marks]))
        elif kind == "controller" and body.get("state") != self.online:
            self.online = body.get("state")
            self.line("regied", f"{self.online}, version {body.get('version')}")
        elif kind == "operator" and parts[4] == "reply":
            self.replies["ok" if body.get("ok") else body.get("error", {}).get("code", "?")] += 1
            said = body.get("effect") if body.get("ok") else body.get("error", {}).get("message")
            self.line(f"operator {parts[3]}", f"{'✓' if body.get('ok') else '✗'} {said}")
        elif kind == "device" and parts[4] == "actual" and "frame_ms" in body:
            self.frames(body)

    def artwork(self, name, body):
        before, now = self.scenes.get(name), (body.get("scene"), body.get("mode"))
        if before == now:
            return
        self.scenes[name] = now
        if before and before[0] != now[0]:
            self.changes[name] += 1
        reason = f"  {DIM}{body['reason']}{PLAIN}" if body.get("reason") else ""
        mode = "" if body.get("mode") == "auto" else f" [{body.get('mode')}]"
        self.line(name, f"{before[0] if before else '·'} → {now[0] or 'none'}{mode}{reason}")

    def frames(self, body):
        self.frame_p99_ms = max(self.frame_p99_ms, body["frame_ms"].get("p99") or 0)
        self.missed, self.fps = body.get("missed", 0), body.get("fps", 0)
        self.limited = body.get("limiter", {}).get("interventions", 0)

    def summary(self, elapsed_s):
        print(f"\n{BOLD}In {elapsed_s / 60:.1f} minutes{PLAIN}")
        for name in sorted(self.scenes):
            print(f"  {name:<20} {self.changes[name]:>4} scene changes, now {self.scenes[name][0]}")
        answers = ", ".join(f"{count} {what}" for what, count in sorted(self.replies.items())) or "none"
        print(f"  readings of sensors  {self.sensed:>4}\n  answers to commands  {answers}")
        if self.fps:
            print(f"  Onirica's screen     {self.fps:.0f} frames/s, p99 at most {self.frame_p99_ms:.1f} ms, "
                  f"{self.missed} missed, limiter intervened {self.limited} times")
        return {"changes": sum(self.changes.values()), "artworks": len(self.scenes), "fps": self.fps}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True, help="the broker's port on 127.0.0.1")
    options.add_argument("--json", help="also writes the sums to this file")
    options = options.parse_args()
    waiting = queue.Queue()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: waiting.put(None))
    connect(options.port, "demo-watch", waiting.put,
            ["hall/7.1/artwork/+/state", "hall/7.1/state", "hall/7.1/controller", "hall/7.1/operator/+/reply/#",
             "hall/7.1/device/+/actual", "hall/7.1/sensor/+", "zigbee2mqtt/+"])
    watch, started = Watch(), time.monotonic()
    while (message := waiting.get()) is not None:
        watch.see(message)
    sums = watch.summary(time.monotonic() - started)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(sums, file)


if __name__ == "__main__":
    main()
