import BrokerFixture
import Foundation
import SleepLab
import Testing

@Suite("Films by schedulers", .timeLimit(.minutes(3)), .serialized)
struct FilmFarmTests {
  private let folder: TestFolder
  private let deploy = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Deploy/films").path(percentEncoded: false)
  private let options = ["--seconds", "3", "--fps", "10", "--speed", "20", "--size", "64x64", "--every", "0.02"]

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.n2, .n3, .rem])
  }

  /// Runs a script of Deploy with the program under test, and tools of the test's own, before those of the machine.
  private func run(_ script: String, _ film: String) throws {
    let programs = URL(fileURLWithPath: reverieProgram).deletingLastPathComponent().path(percentEncoded: false)
    let path = "PATH=\(folder.path)/bin:\(programs):/usr/bin:/bin"
    try ChildProcess.run(
      ["env", path, "\(deploy)/\(script)", "\(folder.path)/demo.night", "\(folder.path)/\(film)", "10"] + options)
  }

  private func tool(_ name: String, _ text: String) throws {
    let bin = "\(folder.path)/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try Data("#!/bin/bash\n\(text)".utf8).write(to: URL(fileURLWithPath: "\(bin)/\(name)"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(name)")
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  private func whole() throws -> Data {
    let output = "\(folder.path)/whole.y4m"
    try ChildProcess.run([reverieProgram, "render", "\(folder.path)/demo.night"] + options + ["-o", output])
    return try bytes("whole.y4m")
  }

  @Test("the farm's film is the film in one piece, whatever the names of files hold")
  func farm() throws {
    try run("farm", "a film.y4m")
    #expect(try bytes("a film.y4m") == whole())
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/a film.y4m.parts"))
  }

  @Test("jobs for Slurm wait for one another and make the film in one piece")
  func slurm() throws {
    // A queue that runs each job at once, refuses what waits for a job that it has not had, and tells numbers as sbatch does.
    try tool(
      "sbatch",
      """
      set -euo pipefail
      array=0-0
      while [[ $# -gt 0 ]]; do case $1 in
        --array) array=$2; shift 2;; --wrap) job=$2; shift 2;;
        --dependency) [[ -e \(folder.path)/job-${2#afterok:} ]]; shift 2;;
        --parsable|--requeue) shift;; *) shift 2;;
      esac; done
      for SLURM_ARRAY_TASK_ID in $(seq "${array#*-}" -1 "${array%-*}"); do
        export SLURM_ARRAY_TASK_ID; bash -c "$job" >&2
      done
      number=$(ls \(folder.path) | wc -l); touch \(folder.path)/job-$number; echo "$number"
      """)
    try run("slurm", "film.y4m")
    #expect(try bytes("film.y4m") == whole())
  }
}
