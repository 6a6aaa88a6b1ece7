/// Shows faults and timeline of a show in a browser, anew whenever one of its files is saved.
struct ShowWatch {
  let folder: String
  let options: RehearsalOptions
  let script: String?
  let port: Int

  func run() async throws {}
}
