"""A relay box that talks text over TCP, for a test: a process of its own, to be killed and started again.

Arguments: the port on 127.0.0.1, and whether its relay is on at first (0 or 1). Prints `there`, then each command that it gets.
`R?` is answered `R=0` or `R=1`; `R 0` and `R 1` are taken with `OK`; anything else is `ERR`.
"""
import socket
import sys

port, state = int(sys.argv[1]), sys.argv[2]
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(8)
print("there", flush=True)
while True:
    line, _ = listener.accept()
    with line, line.makefile("rw", newline="\n") as talk:
        for command in talk:
            command = command.strip()
            print(command, flush=True)
            if command == "R?":
                answer = f"R={state}"
            elif command in ("R 0", "R 1"):
                state, answer = command[-1], "OK"
            else:
                answer = "ERR"
            talk.write(answer + "\n")
            talk.flush()
