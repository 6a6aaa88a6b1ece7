import Foundation

/// Certificates made by openssl for one test: an authority, a broker's and a client's certificate, and a second
/// authority that nobody trusts.
public struct TestCertificates: Sendable {
  /// The folder of all files.
  public let folder: String
  /// The authority that signed the broker's and the client's certificate.
  public var authority: String { folder + "/authority.pem" }
  /// An authority that signed nothing here.
  public var otherAuthority: String { folder + "/other.pem" }
  /// The broker's certificate, for `localhost`, 127.0.0.1 and ::1.
  public var broker: String { folder + "/broker.pem" }
  /// The broker's key.
  public var brokerKey: String { folder + "/broker.key" }
  /// The client's certificate, common name `curator`.
  public var client: String { folder + "/client.pem" }
  /// The client's key.
  public var clientKey: String { folder + "/client.key" }

  /// Makes all files anew.
  ///
  /// - Parameter folder: an existing folder.
  /// - Throws: `ChildProcess.SpawnFault` when openssl is absent or refuses.
  public init(in folder: String) throws {
    self.folder = folder
    try makeAuthority("authority")
    try makeAuthority("other")
    try makeLeaf("broker", commonName: "localhost", names: "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1")
    try makeLeaf("client", commonName: "curator", names: "subjectAltName=DNS:curator")
  }

  private func makeAuthority(_ name: String) throws {
    try ChildProcess.run([
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj", "/CN=\(name)", "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem",
    ])
  }

  private func makeLeaf(_ name: String, commonName: String, names: String) throws {
    let extensions = "\(folder)/\(name).ext"
    try Data((names + "\n").utf8).write(to: URL(fileURLWithPath: extensions))
    try ChildProcess.run([
      "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-subj", "/CN=\(commonName)", "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).csr",
    ])
    try ChildProcess.run([
      "openssl", "x509", "-req", "-in", "\(folder)/\(name).csr", "-CA", authority, "-CAkey",
      "\(folder)/authority.key", "-CAcreateserial", "-days", "2", "-extfile", extensions,
      "-out", "\(folder)/\(name).pem",
    ])
  }
}
