#!/usr/bin/env python3
"""Devices that do not exist: each answers its desired state with the state it has, as the contract asks.

Lights, players and displays take what they are told; a player's medium ends after its length. The screen of Onirica
is not among them: that one is real.
"""

import argparse
import json
import signal
import threading
import time

from mqtt_client import connect, parsed

MEDIUM_S = 20  # how long a medium lasts here


class Devices:
    """What each device was told last, and which media are due to end."""

    def __init__(self, real):
        self.real, self.ends, self.online = real, {}, set()
        self.lock = threading.Lock()
        self.client = None

    def told(self, message):
        device = message.topic.split("/")[-2]
        desired = parsed(message)
        if device in self.real or not isinstance(desired, dict):
            return
        if device not in self.online:
            self.online.add(device)
            self.publish(device, "availability", "online")
        playing = bool(desired.get("playing")) and bool(desired.get("media"))
        with self.lock:
            if playing and not desired.get("loop"):
                self.ends[device] = (time.monotonic() + MEDIUM_S, desired)
            else:
                self.ends.pop(device, None)
        self.answer(device, desired, "playing" if playing else "idle")

    def answer(self, device, desired, state):
        actual = {key: value for key, value in desired.items() if key not in ("at", "over", "curve", "from")}
        self.publish(device, "actual", json.dumps({**actual, "state": state, "warnings": []}))

    def end_media(self):
        now = time.monotonic()
        with self.lock:
            over = [(device, desired) for device, (end, desired) in self.ends.items() if end <= now]
            for device, _ in over:
                del self.ends[device]
        for device, desired in over:
            self.answer(device, desired, "ended")

    def publish(self, device, what, payload):
        return self.client.publish(f"hall/7.1/device/{device}/{what}", payload, qos=1, retain=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True, help="the broker's port on 127.0.0.1")
    options.add_argument("--real", action="append", default=[], help="a device that speaks for itself; may be repeated")
    options = options.parse_args()
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: over.set())
    devices = Devices(set(options.real))
    devices.client = connect(options.port, "demo-devices", devices.told, ["hall/7.1/device/+/desired"])
    while not over.wait(0.2):
        devices.end_media()
    for device in devices.online:
        devices.publish(device, "availability", "offline").wait_for_publish(2)
    devices.client.disconnect()


if __name__ == "__main__":
    main()
