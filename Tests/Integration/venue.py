"""Devices of a venue as processes of their own, so that they can be killed: each on loopback, each prints `there`.

venue.py projector PORT FILE    PJLink class 1; FILE keeps what it is over its death, as a lamp is not put out by its network
venue.py box PORT               text over TCP: PWR ON, PWR OFF, PWR?; off when it begins, as after a power cut
venue.py lamp PORT              a lamp behind Zigbee2MQTT at the broker on PORT; off when it begins
"""
import json
import os
import socket
import sys


def lines(connection, end):
    rest = b""
    while True:
        try:
            more = connection.recv(4096)
        except OSError:
            return
        if not more:
            return
        rest += more
        while end in rest:
            line, rest = rest.split(end, 1)
            yield line.decode()


def listener(port):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    made.listen(8)
    print("there", flush=True)
    return made


def projector(port, path):
    state = {"POWR": "0", "INPT": "31", "AVMT": "30", "ERST": "000000", "LAMP": "100 0", "CLSS": "1"}
    if os.path.exists(path):
        with open(path) as kept:
            state["POWR"] = kept.read()
    server = listener(port)
    while True:
        connection, _ = server.accept()
        connection.sendall(b"PJLINK 0\r")
        for line in lines(connection, b"\r"):
            name, value = line[2:6], line[7:]
            if name not in state:
                answer = "ERR1"
            elif value == "?":
                answer = state[name]
            else:
                state[name] = value
                answer = "OK"
                with open(path, "w") as kept:
                    kept.write(state["POWR"])
            connection.sendall(f"%1{name}={answer}\r".encode())


def box(port):
    power = "OFF"
    server = listener(port)
    while True:
        connection, _ = server.accept()
        for line in lines(connection, b"\r"):
            if line in ("PWR ON", "PWR OFF"):
                power = line[4:]
                connection.sendall(b"OK\r")
            else:
                connection.sendall(f"PWR={power}\r".encode() if line == "PWR?" else b"ERR\r")


def lamp(port):
    import paho.mqtt.client as mqtt

    base, name = "zigbee2mqtt", "glow"
    state = {"state": "OFF", "brightness": 254}

    def connected(client, *_):
        client.subscribe([(f"{base}/{name}/set", 1), (f"{base}/{name}/get", 1)])

    def subscribed(client, *_):
        client.publish(f"{base}/bridge/state", json.dumps({"state": "online"}), qos=1, retain=True)
        client.publish(f"{base}/{name}/availability", json.dumps({"state": "online"}), qos=1, retain=True)
        print("there", flush=True)

    def took(client, _, message):
        if message.topic.endswith("/set"):
            asked = json.loads(message.payload)
            asked.pop("transition", None)
            state.update(asked)
        client.publish(f"{base}/{name}", json.dumps(state), qos=0)

    versions = getattr(mqtt, "CallbackAPIVersion", None)
    client = mqtt.Client(*([versions.VERSION2] if versions else []), client_id="zigbee2mqtt")
    client.on_connect, client.on_subscribe, client.on_message = connected, subscribed, took
    client.will_set(f"{base}/bridge/state", json.dumps({"state": "offline"}), qos=1, retain=True)
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", port, keepalive=10)
    client.loop_forever(retry_first_connection=True)


kind, port = sys.argv[1], int(sys.argv[2])
if kind == "projector":
    projector(port, sys.argv[3])
elif kind == "box":
    box(port)
else:
    lamp(port)
