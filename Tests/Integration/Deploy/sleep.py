"""Deploy/sleep as shipped: what a PC of the hall says and does by what the hall wants of it, whatever is killed meanwhile."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import paho.mqtt.client as mqtt

PATIENCE_S = 20
BASE = "hall/t/device/tower"
faults = []


def free_port():
    return int(subprocess.run(["Deploy/free-port"], check=True, capture_output=True, text=True).stdout)


def start_broker(port, folder):
    program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    configuration = os.path.join(folder, "mosquitto.conf")
    with open(configuration, "w") as text:
        text.write(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    return subprocess.Popen([program, "-c", configuration], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Hall:
    """Who publishes what the PC is to be, and hears what it says."""

    def __init__(self, port):
        self.heard = queue.Queue()
        versions = getattr(mqtt, "CallbackAPIVersion", None)
        arguments = [versions.VERSION2] if versions else []
        self.client = mqtt.Client(*arguments, protocol=mqtt.MQTTv5)
        self.client.on_connect = lambda *_: self.client.subscribe(f"{BASE}/#", qos=1)
        self.client.on_message = lambda _c, _u, m: self.heard.put((m.topic[len(BASE) + 1:], m.payload.decode()))
        self.client.reconnect_delay_set(1, 1)
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.client.connect("127.0.0.1", port, keepalive=10)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
        self.client.loop_start()

    def wants(self, rev, power):
        payload = '{"at":null,"curve":"linear","over":0,"power":%s,"rev":%d}' % ("true" if power else "false", rev)
        self.client.publish(f"{BASE}/desired", payload, qos=1, retain=True)

    def hears(self, what, topic, text):
        """Waits until the PC says something."""
        deadline = time.monotonic() + PATIENCE_S
        said = []
        while time.monotonic() < deadline:
            try:
                message = self.heard.get(timeout=1)
            except queue.Empty:
                continue
            said.append(message)
            if message[0] == topic and text in message[1]:
                return
        faults.append(f"{what}: {topic} with {text} did not come, but {said}")


def start_pc(port, run):
    environment = dict(os.environ, REGIE_SLEEP_PORT=str(port), REGIE_SLEEP_TOPICS="hall/t", RUNTIME_DIRECTORY=run)
    return subprocess.Popen(["Deploy/sleep/regie-sleep", "tower"], env=environment, start_new_session=True,
                            stdout=subprocess.DEVNULL)


def child_listening(pc):
    """The process id of the PC's listener on the broker."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = subprocess.run(["pgrep", "-s", str(pc.pid), "-x", "mosquitto_sub"], capture_output=True, text=True).stdout
        if found.split():
            return int(found.split()[0])
    raise SystemExit("the PC does not listen")


def waits_for(path):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if os.path.exists(path):
            return True
    return False


def play(folder):
    port, run = free_port(), os.path.join(folder, "run")
    os.mkdir(run)
    broker = start_broker(port, folder)
    hall = Hall(port)
    hall.wants(3, False)
    pc = start_pc(port, run)
    off = os.path.join(run, "off")
    try:
        hall.hears("at its start", "availability", "online")
        hall.hears("started by hand", "actual", "by hand")
        hall.wants(4, False)
        hall.hears("told again", "actual", "by hand")
        if os.path.exists(off):
            faults.append("a PC that was started by hand goes off")
        hall.wants(5, True)
        hall.hears("wanted", "actual", '"rev":5,"state":"on"')
        os.kill(child_listening(pc), signal.SIGKILL)
        hall.hears("its line was cut", "availability", "offline")
        hall.hears("its line is back", "availability", "online")
        broker.kill()
        broker.wait()
        broker = start_broker(port, folder)
        hall.wants(6, True)
        hall.hears("the broker forgot everything", "availability", "online")
        hall.hears("the broker forgot everything", "actual", '"rev":6,"state":"on"')
        if os.path.exists(off):
            faults.append("it goes off while it is wanted")
        hall.wants(7, False)
        hall.hears("at night", "actual", '"rev":7,"state":"cooling"')
        if not waits_for(off):
            faults.append("it does not ask for the night")
        pc.send_signal(signal.SIGTERM)
        hall.hears("at its end", "availability", "offline")
        if pc.wait(timeout=PATIENCE_S) != 0:
            faults.append(f"it ended with {pc.returncode}")
    finally:
        for process in [broker]:
            process.kill()
            process.wait()
        try:
            os.killpg(pc.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        hall.client.loop_stop()


def said(words):
    return subprocess.run(words, capture_output=True, text=True)


def check_units(folder):
    shutil.copy("Deploy/sleep/regie-sleep", folder)
    for name in ["regie-sleep@.service", "regie-sleep.path", "regie-sleep-off.service"]:
        with open(f"Deploy/systemd/{name}") as shipped, open(os.path.join(folder, name), "w") as target:
            target.write(shipped.read().replace("/usr/bin/regie-sleep", f"{folder}/regie-sleep"))
    units = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith((".service", ".path"))]
    verified = said(["systemd-analyze", "verify", "--man=no", *units])
    words = [line for line in (verified.stdout + verified.stderr).splitlines()
             if folder in line or "regie-sleep" in line]
    faults.extend(f"systemd-analyze verify: {line}" for line in words)
    for name, threshold in [("regie-sleep@.service", "12"), ("regie-sleep-off.service", "20")]:
        answer = said(["systemd-analyze", "security", "--offline=true", f"--threshold={threshold}", "--no-pager",
                       f"Deploy/systemd/{name}"])
        if answer.returncode != 0:
            faults.append(f"{name} is exposed: {answer.stdout.strip().splitlines()[-1:]}")


def check_installation(folder):
    root, secret = os.path.join(folder, "root"), os.path.join(folder, "secret")
    with open(secret, "w") as file:
        file.write("word")
    install = ["Deploy/sleep/install", "--root", root]
    if said(install + ["tower", "--broker", "10.0.0.2", "--password", secret]).returncode != 0:
        faults.append("it is not installed into a folder")
    for path in ["usr/local/bin/regie-sleep", "etc/systemd/system/regie-sleep@.service",
                 "etc/systemd/system/regie-sleep.path", "etc/systemd/system/regie-sleep-off.service",
                 "usr/local/lib/sysusers.d/regie-sleep.conf", "etc/regie/sleep.env"]:
        if not os.path.exists(os.path.join(root, path)):
            faults.append(f"{path} is missing")
    if os.stat(os.path.join(root, "etc/regie/credentials/tower-password")).st_mode & 0o077:
        faults.append("the password can be read by others")
    for bad in [[], ["tower"], ["a b", "--broker", "x"], ["tower", "--broker", "x", "--port", "y"],
                ["tower", "--broker", "x", "--password", "/nowhere"], ["tower", "two", "--broker", "x"]]:
        if said(install + bad).returncode == 0:
            faults.append(f"Deploy/sleep/install {' '.join(bad)} was taken")
    if said(install + ["--uninstall"]).returncode != 0 or os.path.exists(os.path.join(root, "etc/regie/sleep.env")):
        faults.append("it is not taken away")


def main():
    for check in [play, check_units, check_installation]:
        with tempfile.TemporaryDirectory(prefix="regie-sleep-") as folder:
            check(folder)
    for fault in faults:
        print(f"- {fault}")
    if faults:
        sys.exit(1)
    print("a PC says that it is there, goes off when it was wanted, and stays on for whoever started it by hand")


if __name__ == "__main__":
    main()
