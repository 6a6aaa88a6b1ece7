// A library to be preloaded (LD_PRELOAD) into a program whose wall clock a test sets while it runs. There is nothing to
// call: the test writes by how many nanoseconds the clock is ahead, as 8 bytes of this machine, into the file that the
// environment names by CLOCK_SHIM. Other clocks stay the machine's, and so do timers.
//
// libfaketime cannot serve: it also moves the absolute deadlines of timers on CLOCK_BOOTTIME, which the daemon's loop
// sleeps by, and it adds a variable to the environment, by whose place Swift finds a program's arguments.
