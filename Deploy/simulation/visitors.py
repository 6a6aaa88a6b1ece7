#!/usr/bin/env python3
"""Visitors who do not exist: they come, stay and leave by chance from a seed, and the hall's sensors see them.

A zone is a place before an artwork. Visitors arrive as a Poisson process and stay for exponential times, so a zone is
now empty, now crowded. Sensors publish what changes, and their value again every 20 s, as real ones do.
"""

import argparse
import heapq
import itertools
import json
import math
import random
import signal
import threading
import time

from mqtt_client import connect

HEARTBEAT_S = 20

# zone: mean seconds between arrivals, mean seconds of a stay, largest party
ZONES = {
    "forest": (18, 14, 2), "surnature": (22, 14, 2), "garden": (14, 22, 4), "capsule": (12, 8, 1),
    "onirica": (9, 24, 5), "catwalk-spot": (11, 8, 1), "vendetta": (9, 20, 4), "ifm": (16, 25, 2), "fia": (18, 25, 2),
}


class Visitors:
    """The zones, who is in them, and what is due next."""

    def __init__(self, publish, seed):
        self.publish, self.chance = publish, random.Random(seed)
        self.inside = {zone: 0 for zone in ZONES}
        self.last = {}
        self.due, self.order = [], itertools.count()
        self.lamp_until = 0.0
        for zone, (gap, _, _) in ZONES.items():
            self.plan(self.chance.expovariate(1 / gap), "arrive", zone, 0)
        self.plan(HEARTBEAT_S, "heartbeat", None, 0)
        self.plan(0.5, "light", None, 0)

    def plan(self, at, what, zone, party):
        heapq.heappush(self.due, (at, next(self.order), what, zone, party))

    def step(self, now):
        """Does all that is due; gives the seconds until there is more."""
        while self.due and self.due[0][0] <= now:
            at, _, what, zone, party = heapq.heappop(self.due)
            getattr(self, what)(at, zone, party)
        return self.due[0][0] - now if self.due else 1

    def arrive(self, at, zone, _):
        gap, stay, largest = ZONES[zone]
        party = self.chance.randint(1, largest)
        self.inside[zone] += party
        self.plan(at + self.chance.expovariate(1 / stay), "leave", zone, party)
        self.plan(at + self.chance.expovariate(1 / gap), "arrive", zone, 0)
        self.see()

    def leave(self, _at, zone, party):
        self.inside[zone] -= party
        self.see()

    def heartbeat(self, at, _zone, _party):
        self.last.clear()
        self.see()
        self.plan(at + HEARTBEAT_S, "heartbeat", None, 0)

    def light(self, at, _zone, _party):
        """Daylight on the canvases, and now and then a photographer's lamp."""
        if self.chance.random() < 0.02:
            self.lamp_until = at + 20
        lamp = 60 if at < self.lamp_until else 0
        self.sense("hall/7.1/sensor/canvas-lux", round(28 + 6 * math.sin(at / 40) + lamp + self.chance.gauss(0, 0.5), 1))
        self.plan(at + 5, "light", None, 0)

    def see(self):
        """What the sensors say of who is where."""
        inside = self.inside
        for zone, sensor in [("forest", "forest-near"), ("surnature", "surnature-near"), ("garden", "garden-presence"),
                             ("onirica", "onirica-presence"), ("catwalk-spot", "catwalk-spot"),
                             ("ifm", "ifm-presence"), ("fia", "fia-presence")]:
            self.sense(f"hall/7.1/sensor/{sensor}", inside[zone] > 0)
        for zone in ["garden", "onirica", "vendetta"]:
            self.sense(f"hall/7.1/sensor/{zone}-count", min(60, inside[zone]))
        self.sense("hall/7.1/sensor/hall-count", sum(inside.values()))
        self.sense("zigbee2mqtt/capsule", {"occupancy": inside["capsule"] > 0, "battery": 91})

    def sense(self, topic, value):
        if self.last.get(topic) != value:
            self.last[topic] = value
            self.publish(topic, json.dumps(value))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True, help="the broker's port on 127.0.0.1")
    options.add_argument("--seed", type=int, default=71, help="the same seed, the same visitors")
    options = options.parse_args()
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: over.set())
    client = connect(options.port, "demo-visitors")
    client.publish("building/fire", "CLOSED", qos=1, retain=True)
    visitors = Visitors(lambda topic, payload: client.publish(topic, payload, qos=1), options.seed)
    started = time.monotonic()
    wait = 0.0
    while not over.wait(max(0.01, min(wait, 1))):
        wait = visitors.step(time.monotonic() - started)
    client.disconnect()


if __name__ == "__main__":
    main()
