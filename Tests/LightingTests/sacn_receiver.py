"""Receives sACN for a test by the module sacn, on loopback alone: prints `there`, then a line of JSON for each thing heard.

Arguments: the UDP port, the universe, and the synchronisation address, whose groups are joined beside that of discovery.
"""
import json
import sys

from sacn.messages.data_packet import DataPacket, calculate_multicast_addr
from sacn.messages.sync_packet import SyncPacket
from sacn.messages.universe_discovery import UniverseDiscoveryPacket
from sacn.receiving.receiver_handler import ReceiverHandler, ReceiverHandlerListener

DISCOVERY = 64214
port, universe, synchronization = (int(word) for word in sys.argv[1:])


def tell(**heard):
    print(json.dumps(heard), flush=True)


class Listener(ReceiverHandlerListener):
    def on_availability_change(self, universe, changed):
        tell(universe=universe, availability=changed)

    def on_dmx_data_change(self, packet):
        tell(
            universe=packet.universe, levels=packet.dmxData[:8], priority=packet.priority, source=packet.sourceName,
            synchronization=packet.syncAddr)


class Receiver(ReceiverHandler):
    """The module's receiver passes over synchronisation and discovery, but it has readers for both."""

    def on_data(self, data, current_time):
        for read, found in (
            (SyncPacket.make_sync_packet, lambda packet: tell(beat=packet.syncAddr, sequence=packet.sequence)),
            (
                UniverseDiscoveryPacket.make_universe_discovery_packet,
                lambda packet: tell(universes=packet.universes, source=packet.sourceName)),
            (
                DataPacket.make_data_packet,
                lambda packet: packet.option_StreamTerminated and tell(universe=packet.universe, ended=True)),
        ):
            try:
                found(read(data))
            except TypeError:
                pass
        super().on_data(data, current_time)


receiver = Receiver("127.0.0.1", port, Listener())
for number in (universe, synchronization, DISCOVERY):
    receiver.socket.join_multicast(calculate_multicast_addr(number))
receiver.socket.start()
tell(there=True)
sys.stdin.read()
receiver.socket.stop()
