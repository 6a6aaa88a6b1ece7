"""Runs Deploy/mosquitto as shipped, paths and ports apart, and asks of it what the contract says."""

import os
import queue
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import paho.mqtt.client as mqtt

PATIENCE_S = 10
ALL = "everything"  # a user of this test alone, who reads and writes all


def free_port():
    return int(subprocess.run(["Deploy/free-port"], check=True, capture_output=True, text=True).stdout)


class Broker:
    """A mosquitto with the shipped drop-in, certificates and users, in a folder of its own."""

    def __init__(self, users):
        self.folder = tempfile.mkdtemp(prefix="regie-broker-")
        os.chmod(self.folder, 0o755)
        self.port, self.tls_port = free_port(), free_port()
        own = os.path.join(self.folder, "regie")
        subprocess.run(["Deploy/mosquitto/make-certificates", own, "--name", "hall.example"], check=True)
        subprocess.run(
            ["Deploy/mosquitto/add-user", *users, "--passwords", f"{own}/passwords",
             "--credentials", f"{self.folder}/credentials"], check=True)
        shutil.copy("Deploy/mosquitto/acl", f"{own}/acl")
        os.chmod(own, 0o755)
        with open(f"{own}/acl", "a") as access:
            access.write(f"\nuser {ALL}\ntopic readwrite #\n")
        os.chmod(f"{own}/acl", 0o644)
        with open("Deploy/mosquitto/regie.conf") as shipped:
            text = shipped.read()
        for old, new in [("/etc/mosquitto/regie", own), ("listener 8883", f"listener {self.tls_port} 127.0.0.1"),
                         ("listener 1883 127.0.0.1", f"listener {self.port} 127.0.0.1")]:
            assert old in text, f"the drop-in has no '{old}' any more"
            text = text.replace(old, new)
        configuration = f"{self.folder}/mosquitto.conf"
        with open(configuration, "w") as target:
            target.write(text)
        self.log = open(f"{self.folder}/log", "w+")
        program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        self.process = subprocess.Popen([program, "-c", configuration], stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                for port in (self.tls_port, self.port):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.log.seek(0)
                    raise SystemExit(f"mosquitto did not start:\n{self.log.read()}")
                time.sleep(0.02)

    def password(self, user):
        with open(f"{self.folder}/credentials/{user}-password") as file:
            return file.read()

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Client:
    """One MQTT 5 connection, whose answers are waited for."""

    def __init__(self, broker, user, password=None, tls=False, authority=None):
        version2 = getattr(mqtt, "CallbackAPIVersion", None)
        arguments = [version2.VERSION2] if version2 else []
        self.inner = mqtt.Client(*arguments, protocol=mqtt.MQTTv5)
        self.connected, self.acknowledged, self.subscribed = queue.Queue(), queue.Queue(), queue.Queue()
        self.messages = queue.Queue()
        self.gone = queue.Queue()
        self.inner.on_connect = lambda c, u, f, reason, p=None: self.connected.put(str(reason))
        self.inner.on_disconnect = lambda *a: self.gone.put(a)
        self.inner.on_subscribe = lambda *a: self.subscribed.put(a)
        self.inner.on_message = lambda c, u, message: self.messages.put(message)
        if user:
            self.inner.username_pw_set(user, password if password is not None else broker.password(user))
        if tls:
            self.inner.tls_set(ca_certs=authority or f"{broker.folder}/regie/ca.crt")
        self.inner.connect("127.0.0.1", broker.tls_port if tls else broker.port, keepalive=30)
        self.inner.loop_start()
        self.answer = self.connected.get(timeout=PATIENCE_S)

    def allowed(self):
        return self.answer == "Success"

    def publish(self, topic, payload="1", retain=False):
        """Sends at QoS 1; gives what can be waited for."""
        return self.inner.publish(topic, payload, qos=1, retain=retain)

    def subscribe(self, topic):
        self.inner.subscribe(topic, qos=1)
        self.subscribed.get(timeout=PATIENCE_S)

    def close(self):
        self.inner.disconnect()
        self.inner.loop_stop()


# user, topic, may write, may read
TABLE = [
    ("desk", "hall/7.1/operator/desk/command", True, True),
    ("desk", "hall/7.1/operator/lead/command", False, False),
    ("desk", "hall/7.1/operator/desk/reply", False, True),
    ("desk", "hall/7.1/operator/lead/reply", False, False),
    ("desk", "hall/7.1/artwork/onirica/state", False, True),
    ("desk", "hall/7.1/controller", False, True),
    ("desk", "hall/7.1/schedule/day-1", False, True),
    ("desk", "hall/7.1/sensor/fire-contact", False, False),
    ("desk", "hall/7.1/device/onirica-screen/desired", False, True),
    ("desk", "hall/7.1/device/onirica-screen/actual", False, True),
    ("regied", "hall/7.1/controller", True, True),
    ("regied", "hall/7.1/state", True, True),
    ("regied", "hall/7.1/artwork/onirica/state", True, True),
    ("regied", "hall/7.1/device/wash/desired", True, True),
    ("regied", "hall/7.1/device/wash/actual", True, True),
    ("regied", "hall/7.1/device/wash/rpc", False, True),
    ("regied", "zigbee2mqtt/desk/set", True, True),
    ("regied", "cmnd/plug/Backlog", True, False),
    ("regied", "tele/plug/LWT", False, True),
    ("desk", "zigbee2mqtt/desk/set", False, False),
    ("regied", "hall/7.1/operator/desk/command", True, True),
    ("regied", "hall/7.1/operator/desk/reply", True, True),
    ("regied", "hall/7.1/operator/desk/replies/7", True, True),
    ("regied", "hall/7.1/event", True, True),
    ("regied", "hall/7.1/sensor/onirica-presence", False, True),
    ("regied", "hall/7.1/schedule/day-1", False, True),
    ("regied", "building/fire", False, True),
    ("regied", "elsewhere", False, False),
    ("sensors", "hall/7.1/sensor/onirica-presence", True, False),
    ("sensors", "hall/7.1/device/wash/actual", False, True),
    ("sensors", "hall/7.1/schedule/day-1", False, True),
    ("onirica-screen", "hall/7.1/device/onirica-screen/actual", True, True),
    ("onirica-screen", "hall/7.1/device/onirica-screen/availability", True, True),
    ("onirica-screen", "hall/7.1/device/onirica-screen/desired", False, True),
    ("onirica-screen", "hall/7.1/device/onirica-screen/rpc", True, False),
    ("onirica-screen", "hall/7.1/device/wash/actual", False, True),
    ("onirica-screen", "hall/7.1/sensor/onirica-screen", True, False),
    ("devices", "hall/7.1/device/wash/actual", True, True),
    ("devices", "hall/7.1/device/wash/desired", False, True),
    ("programme", "hall/7.1/schedule/day-1", True, True),
    ("programme", "hall/7.1/state", False, True),
]


def arrivals(client, count_of_ends):
    """The topics and payloads that came before the marks that end them."""
    came = []
    while count_of_ends:
        message = client.messages.get(timeout=PATIENCE_S)
        if message.payload == b"end":
            count_of_ends -= 1
        else:
            came.append((message.topic, message.payload.decode()))
    return came


def check_access(broker, users):
    """Every row of the table, written by its user and seen (or not) by a user who reads all."""
    faults = []
    witness = Client(broker, ALL)
    witness.subscribe("#")
    clients = {user: Client(broker, user) for user in users if user != ALL}
    for user, topic, may_write, may_read in TABLE:
        client = clients[user]
        client.publish(topic, f"by {user}").wait_for_publish(PATIENCE_S)
        witness.publish("end", "end").wait_for_publish(PATIENCE_S)
        wrote = (topic, f"by {user}") in arrivals(witness, 1)
        if wrote != may_write:
            faults.append(f"{user} {'could' if wrote else 'could not'} write {topic}")
        reader = Client(broker, user)
        reader.subscribe(topic)
        marker = f"hall/7.1/operator/{user}/reply"
        reader.subscribe(marker)
        witness.publish(topic, "to be read").wait_for_publish(PATIENCE_S)
        witness.publish(marker, "end").wait_for_publish(PATIENCE_S)
        read = (topic, "to be read") in arrivals(reader, 1)
        while not witness.messages.empty():
            witness.messages.get()
        reader.close()
        if read != may_read:
            faults.append(f"{user} {'could' if read else 'could not'} read {topic}")
    for client in [witness, *clients.values()]:
        client.close()
    return faults


def check_doors(broker):
    """Who gets in at all."""
    faults = []
    for user, password, tls in [(None, None, False), ("desk", "wrong", False), ("nobody", "x", False),
                                ("desk", "wrong", True)]:
        client = Client(broker, user, password, tls=tls)
        if client.allowed():
            faults.append(f"{user} with {password} got in")
        client.close()
    client = Client(broker, "desk", tls=True)
    if not client.allowed():
        faults.append(f"desk did not get in over TLS: {client.answer}")
    client.close()
    other = f"{broker.folder}/other"
    subprocess.run(["Deploy/mosquitto/make-certificates", other], check=True, stdout=subprocess.DEVNULL)
    try:
        Client(broker, "desk", tls=True, authority=f"{other}/ca.crt")
        faults.append("a broker of another authority was trusted")
    except ssl.SSLError:
        pass
    return faults


def check_limits(broker):
    """100 KiB arrive, so that Régie can refuse them with an answer; 200 KiB do not."""
    witness = Client(broker, ALL)
    witness.subscribe("hall/7.1/operator/desk/command")
    desk = Client(broker, "desk")
    desk.publish("hall/7.1/operator/desk/command", "x" * 100 * 1024).wait_for_publish(PATIENCE_S)
    faults = []
    if len(witness.messages.get(timeout=PATIENCE_S).payload) != 100 * 1024:
        faults.append("100 KiB were cut")
    try:
        desk.publish("hall/7.1/operator/desk/command", "x" * 200 * 1024)
    except ValueError:
        pass  # the client itself keeps to the limit that the broker announced
    other = Client(broker, "lead")
    other.publish("hall/7.1/operator/lead/command", "1").wait_for_publish(PATIENCE_S)
    witness.subscribe("end")
    witness.publish("end", "end").wait_for_publish(PATIENCE_S)
    if any(len(payload) > 131072 for _, payload in arrivals(witness, 1)):
        faults.append("200 KiB arrived")
    for client in [witness, desk, other]:
        client.close()
    return faults


def main():
    users = ["regied", "desk", "lead", "sensors", "devices", "programme", "onirica-screen", ALL]
    broker = Broker(users)
    try:
        faults = check_doors(broker) + check_access(broker, users) + check_limits(broker)
    finally:
        broker.close()
    for fault in faults:
        print(f"- {fault}")
    if faults:
        sys.exit(1)
    print(f"the broker keeps its doors, {len(TABLE)} rows of access and its limits")


if __name__ == "__main__":
    main()
