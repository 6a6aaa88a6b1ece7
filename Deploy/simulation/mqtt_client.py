"""One way to reach the broker, for the simulation's parts; works with paho-mqtt 1.6 and 2."""

import json

import paho.mqtt.client as mqtt


def connect(port, name, on_message=None, topics=(), will=None, protocol=mqtt.MQTTv5):
    """A connected client on the loopback, subscribed anew whenever the broker comes back.

    will: (topic, payload), retained. The loop runs on a thread of its own.
    """
    versions = getattr(mqtt, "CallbackAPIVersion", None)
    arguments = [versions.VERSION2] if versions else []
    client = mqtt.Client(*arguments, client_id=name, protocol=protocol)

    def subscribe(*_):
        for topic in topics:
            client.subscribe(topic, qos=1)

    client.on_connect = subscribe
    if on_message:
        client.on_message = lambda _client, _state, message: on_message(message)
    if will:
        client.will_set(*will, qos=1, retain=True)
    client.reconnect_delay_set(1, 5)
    client.connect("127.0.0.1", port, keepalive=10)
    client.loop_start()
    return client


def parsed(message):
    """The JSON of a message, or None."""
    try:
        return json.loads(message.payload)
    except ValueError:
        return None
