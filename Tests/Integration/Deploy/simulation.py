"""Visitors on a virtual clock, and devices told by hand: no broker, no waiting."""

import json
import sys
import types

sys.path.insert(0, "Deploy/simulation")

import devices  # noqa: E402
import visitors  # noqa: E402

HALL_S = 600


def visit(seed):
    """What the sensors say in ten minutes."""
    said = []
    crowd = visitors.Visitors(lambda topic, payload: said.append((topic, payload)), seed)
    now = 0.0
    while now < HALL_S:
        now += max(0.01, min(crowd.step(now), 1))
        assert all(count >= 0 for count in crowd.inside.values()), f"seed {seed}: fewer than nobody at {now:.1f} s"
    return said


def check_visitors():
    assert visit(1) == visit(1), "one seed gave two crowds"
    assert visit(1) != visit(2), "two seeds gave one crowd"
    for seed in range(20):
        said = visit(seed)
        for topic in ["onirica-presence", "garden-presence", "catwalk-spot"]:
            values = {payload for name, payload in said if name.endswith(topic)}
            assert values == {"true", "false"}, f"seed {seed}: {topic} was only {values}"
        counts = [json.loads(payload) for name, payload in said if name.endswith("onirica-count")]
        assert all(0 <= count <= 60 for count in counts), f"seed {seed}: a count out of range"


def message(device, **desired):
    return types.SimpleNamespace(topic=f"hall/7.1/device/{device}/desired", payload=json.dumps(desired))


def check_devices():
    published = []
    hall = devices.Devices(real={"onirica-screen"})
    hall.client = types.SimpleNamespace(publish=lambda topic, payload, **_: published.append((topic, payload)))
    hall.told(message("wash", rev=7, color="#0a1230", over=8, at="2025-06-10T09:00:00Z"))
    assert published[0] == ("hall/7.1/device/wash/availability", "online"), published
    actual = json.loads(published[1][1])
    assert (actual["rev"], actual["color"], "over" in actual) == (7, "#0a1230", False), actual
    hall.told(message("onirica-screen", rev=8))
    assert len(published) == 2, "the simulation spoke for a real screen"
    hall.told(types.SimpleNamespace(topic="hall/7.1/device/wash/desired", payload=b"\xff{"))
    assert len(published) == 2, "a broken message was answered"
    hall.told(message("voice", rev=9, media="reports/next", playing=True))
    hall.end_media()
    assert json.loads(published[-1][1])["state"] == "playing"
    hall.ends["voice"] = (0, hall.ends["voice"][1])
    hall.end_media()
    assert (json.loads(published[-1][1])["state"], json.loads(published[-1][1])["rev"]) == ("ended", 9)


if __name__ == "__main__":
    check_visitors()
    check_devices()
    print("visitors come by their seed, devices answer what they are told")
