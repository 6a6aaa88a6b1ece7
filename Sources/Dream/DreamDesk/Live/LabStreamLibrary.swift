import Glibc

/// The Lab Streaming Layer's library (liblsl, MIT), loaded when it is asked for: no distribution packages it, so nothing
/// is linked to it. What is called is its C interface of version 1.13 or newer (lsl_c.h).
///
/// Unsafe: the signatures below are taken from that header by hand; a library without one of the names is refused.
struct LabStreamLibrary: Sendable {
  /// The library cannot be used.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  typealias Handle = OpaquePointer
  let resolve:
    @convention(c) (
      UnsafeMutablePointer<Handle?>, UInt32, UnsafePointer<CChar>, UnsafePointer<CChar>, Int32, Double
    ) -> Int32
  let createInlet: @convention(c) (Handle, Int32, Int32, Int32) -> Handle?
  let destroyInlet: @convention(c) (Handle) -> Void
  let destroyInfo: @convention(c) (Handle) -> Void
  let channelCount: @convention(c) (Handle) -> Int32
  let nominalRate: @convention(c) (Handle) -> Double
  let fullInfo: @convention(c) (Handle, Double, UnsafeMutablePointer<Int32>) -> Handle?
  let describe: @convention(c) (Handle) -> Handle?
  let child: @convention(c) (Handle, UnsafePointer<CChar>) -> Handle?
  let sibling: @convention(c) (Handle, UnsafePointer<CChar>) -> Handle?
  let childValue: @convention(c) (Handle, UnsafePointer<CChar>) -> UnsafePointer<CChar>?
  let isEmpty: @convention(c) (Handle) -> Int32
  let smooth: @convention(c) (Handle, UInt32) -> Int32
  let pullChunk:
    @convention(c) (
      Handle, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>, UInt, UInt, Double,
      UnsafeMutablePointer<Int32>
    ) -> UInt

  /// Loads the library.
  ///
  /// - Parameter path: its file; nil looks where the system looks for libraries.
  /// - Throws: `Fault` with the way out.
  init(path: String?) throws(Fault) {
    let candidates = path.map { [$0] } ?? ["liblsl.so.2", "liblsl.so"]
    guard let library = candidates.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      let how = "it comes with Python's pylsl (pylsl/lib/liblsl.so) and from labstreaminglayer.org"
      throw Fault(
        description: path.map { "the library at \($0) cannot be loaded" }
          ?? "the Lab Streaming Layer's library is not installed: \(how); name its file by --lsl-library")
    }
    func named<Function>(_ name: String, as type: Function.Type) throws(Fault) -> Function {
      guard let symbol = dlsym(library, name) else {
        throw Fault(description: "the library has no \(name): it must be liblsl 1.13 or newer")
      }
      return unsafeBitCast(symbol, to: type)
    }
    resolve = try named("lsl_resolve_byprop", as: type(of: resolve))
    createInlet = try named("lsl_create_inlet", as: type(of: createInlet))
    destroyInlet = try named("lsl_destroy_inlet", as: type(of: destroyInlet))
    destroyInfo = try named("lsl_destroy_streaminfo", as: type(of: destroyInfo))
    channelCount = try named("lsl_get_channel_count", as: type(of: channelCount))
    nominalRate = try named("lsl_get_nominal_srate", as: type(of: nominalRate))
    fullInfo = try named("lsl_get_fullinfo", as: type(of: fullInfo))
    describe = try named("lsl_get_desc", as: type(of: describe))
    child = try named("lsl_child", as: type(of: child))
    sibling = try named("lsl_next_sibling_n", as: type(of: sibling))
    childValue = try named("lsl_child_value_n", as: type(of: childValue))
    isEmpty = try named("lsl_empty", as: type(of: isEmpty))
    smooth = try named("lsl_set_postprocessing", as: type(of: smooth))
    pullChunk = try named("lsl_pull_chunk_f", as: type(of: pullChunk))
  }
}
