import DreamKernels

/// An instruction set that the kernels are compiled for. All levels give the same bits; they differ in speed only.
public enum KernelLevel: String, CaseIterable, Sendable {
  /// Any processor.
  case portable
  /// x86-64-v2: SSE 4.2.
  case v2
  /// x86-64-v3: AVX2.
  case v3
  /// x86-64-v4: AVX-512.
  case v4

  /// The widest level that this processor has.
  public static var best: KernelLevel {
    allCases.last { $0.isAvailable } ?? .portable
  }

  /// Whether this processor, and this build, has the level.
  public var isAvailable: Bool { kernels != nil }

  /// The passes at this level.
  var kernels: DreamKernels? {
    switch self {
    case .portable: dreamKernels(DREAM_LEVEL_PORTABLE)?.pointee
    case .v2: dreamKernels(DREAM_LEVEL_V2)?.pointee
    case .v3: dreamKernels(DREAM_LEVEL_V3)?.pointee
    case .v4: dreamKernels(DREAM_LEVEL_V4)?.pointee
    }
  }
}
