import CLinux
import Dispatch
import Foundation
import Glibc
import Lighting
import SACN
import Sequencer
import Show

// Drives universes full of moving lights and prints what that costs: lights-bench [UNIVERSES] [SECONDS] [ADDRESS].
// Deploy/benchmarks/lights runs it; by default everything goes to a port of this machine where nobody listens.

let arguments = CommandLine.arguments.dropFirst().map { $0 }
let count = arguments.first.flatMap { Int($0) } ?? 64
let seconds = arguments.dropFirst().first.flatMap { Int64($0) } ?? 20
let address = arguments.dropFirst(2).first ?? "127.0.0.1:55680"

var hall = Hall(name: "bench", topics: "hall/bench")
for number in 1...count {
  hall.universes[number] = LightUniverse(number: number, lineProtocol: .sacn, address: address)
  for fixture in 0..<170 {
    let id = DeviceID("u\(number)-\(fixture)")
    hall.devices[id] = Device(id: id, kind: .light, model: "rgb", universe: number, slot: fixture * 3 + 1)
  }
}

func processorSeconds() -> Double {
  var usage = rusage()
  getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
  let (user, system) = (usage.ru_utime, usage.ru_stime)
  return Double(user.tv_sec + system.tv_sec) + Double(user.tv_usec + system.tv_usec) / 1e6
}

let pause = DispatchSemaphore(value: 0)
let start = linux_boot_nanoseconds()
let family = try SACNFamily(component: ComponentID(of: "bench"))
let driver = LightingDriver(families: [family]) {
  ShowInstant(milliseconds: (linux_boot_nanoseconds() - start) / 1_000_000)
}
driver.begin { _, _ in }
let devices = driver.follow(hall)

/// What every light does from now on: a fade over the whole time, or nothing.
func measure(_ name: String, _ fade: Fade, rev: Int64) {
  for device in devices {
    driver.desire(
      DesiredState(
        rev: rev, at: .zero,
        properties: [.color: fade, .level: Fade(to: .plain(.number(1)), at: .zero)]), of: device)
  }
  _ = pause.wait(timeout: .now() + 2)
  let before = (processorSeconds(), linux_boot_nanoseconds())
  _ = pause.wait(timeout: .now() + .seconds(Int(seconds)))
  let wall = Double(linux_boot_nanoseconds() - before.1) / 1e9
  let share = (processorSeconds() - before.0) / wall * 100
  let jitter = driver.jitter
  print(
    "\(name): \(count) universes, \(devices.count) lights, \(String(format: "%.1f", share)) % of one core, frames late by "
      + "p50 \(jitter.quantileMicroseconds(0.5)) µs, p99 \(jitter.quantileMicroseconds(0.99)) µs, "
      + "worst \(jitter.worstMicroseconds) µs since the start")
}

measure(
  "every light moves",
  Fade(
    from: .plain(.text("#000000")), to: .plain(.text("#ffffff")), at: .zero,
    over: .milliseconds(seconds * 1000 + 60_000)), rev: 1)
measure("every light rests", Fade(to: .plain(.text("#102030")), at: .zero), rev: 2)
driver.end()
