"""A lamp behind Zigbee2MQTT for a test, by paho: answers `set` and `get`, and tells whether its bridge is there.

Argument: the broker's port on 127.0.0.1. Prints `there` when it listens, then each message that it gets.
"""
import json
import sys

import paho.mqtt.client as mqtt

BASE, NAME = "zigbee2mqtt", "hall/lamp 1"
state = {"state": "OFF", "brightness": 254, "color_temp": 370, "color_mode": "color_temp", "linkquality": 87}


def connected(client, *_):
    client.subscribe([(f"{BASE}/{NAME}/set", 1), (f"{BASE}/{NAME}/get", 1)])


def subscribed(client, *_):
    client.publish(f"{BASE}/bridge/state", json.dumps({"state": "online"}), qos=1, retain=True)
    client.publish(f"{BASE}/{NAME}/availability", json.dumps({"state": "online"}), qos=1, retain=True)
    print("there", flush=True)


def took(client, _, message):
    verb = message.topic.rsplit("/", 1)[1]
    print(verb, "retained" if message.retain else "live", message.payload.decode(), flush=True)
    if verb == "set":
        asked = json.loads(message.payload)
        asked.pop("transition", None)
        state.update(asked)
    client.publish(f"{BASE}/{NAME}", json.dumps(state), qos=0)


versions = getattr(mqtt, "CallbackAPIVersion", None)
client = mqtt.Client(*([versions.VERSION2] if versions else []), client_id="zigbee2mqtt")
client.on_connect, client.on_subscribe, client.on_message = connected, subscribed, took
client.will_set(f"{BASE}/bridge/state", json.dumps({"state": "offline"}), qos=1, retain=True)
client.connect("127.0.0.1", int(sys.argv[1]), keepalive=10)
client.loop_forever()
