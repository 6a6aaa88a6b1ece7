"""Sends a universe for a test by the module sacn, to its group on loopback alone, until standard input ends.

Arguments: the universe, the priority, then the levels of the first slots. Prints `there` when it sends.
"""
import sys

import sacn

universe, priority, *levels = (int(word) for word in sys.argv[1:])
# A socket that has the address of loopback sends its multicast there, and to no network.
sender = sacn.sACNsender(bind_address="127.0.0.1", bind_port=0, source_name="a desk of others", fps=40)
sender.start()
sender.activate_output(universe)
sender[universe].multicast = True
sender[universe].priority = priority
sender[universe].dmx_data = tuple(levels)
print("there", flush=True)
sys.stdin.read()
sender.deactivate_output(universe)
sender.stop()
