import CKissFFT

/// The Fourier transform of complex values, by kissfft (BSD licence).
///
/// It owns kissfft's plans, which are pointers to memory that kissfft allocates; they are freed with the object and never
/// leave it. A plan is only read once it is made, as long as a transform does not write where it reads from, which the
/// exclusive access to what it writes makes sure of: so threads may share one object, hence `@unchecked Sendable`.
final class ComplexTransform: @unchecked Sendable {
  /// How many values it takes.
  let size: Int
  private let forwardPlan: kiss_fft_cfg?
  private let inversePlan: kiss_fft_cfg?

  /// Plans transforms.
  ///
  /// - Parameter size: how many values.
  init(size: Int) {
    self.size = max(1, size)
    forwardPlan = kiss_fft_alloc(Int32(self.size), 0, nil, nil)
    inversePlan = kiss_fft_alloc(Int32(self.size), 1, nil, nil)
    precondition(forwardPlan != nil && inversePlan != nil, "kissfft could not allocate its plans")
  }

  deinit {
    free(forwardPlan.map { UnsafeMutableRawPointer($0) })
    free(inversePlan.map { UnsafeMutableRawPointer($0) })
  }

  /// From time to frequency, not scaled.
  func forward(_ values: [kiss_fft_cpx], into spectrum: inout [kiss_fft_cpx]) {
    precondition(values.count == size && spectrum.count == size, "the plan is for another size")
    kiss_fft(forwardPlan, values, &spectrum)
  }

  /// From frequency to time, scaled by `size`.
  func inverse(_ spectrum: [kiss_fft_cpx], into values: inout [kiss_fft_cpx]) {
    precondition(values.count == size && spectrum.count == size, "the plan is for another size")
    kiss_fft(inversePlan, spectrum, &values)
  }
}
