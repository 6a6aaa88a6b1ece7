import CKissFFT

/// The Fourier transform of real values, by kissfft (BSD licence).
///
/// It owns kissfft's plans, which are pointers to memory that kissfft allocates; they are freed with the object and
/// never leave it. One object serves one thread at a time.
final class RealTransform {
  /// How many values it takes; even.
  let size: Int
  private let forwardPlan: kiss_fftr_cfg?
  private let inversePlan: kiss_fftr_cfg?

  /// Plans transforms.
  ///
  /// - Parameter size: how many values, rounded up to an even number.
  init(size: Int) {
    self.size = max(2, size + size % 2)
    forwardPlan = kiss_fftr_alloc(Int32(self.size), 0, nil, nil)
    inversePlan = kiss_fftr_alloc(Int32(self.size), 1, nil, nil)
    precondition(forwardPlan != nil && inversePlan != nil, "kissfft could not allocate its plans")
  }

  deinit {
    free(forwardPlan.map { UnsafeMutableRawPointer($0) })
    free(inversePlan.map { UnsafeMutableRawPointer($0) })
  }

  /// How many complex values a spectrum has.
  var spectrumCount: Int { size / 2 + 1 }

  /// From time to frequency, not scaled.
  func forward(_ values: [Float], into spectrum: inout [kiss_fft_cpx]) {
    precondition(values.count == size && spectrum.count == spectrumCount, "the plan is for another size")
    kiss_fftr(forwardPlan, values, &spectrum)
  }

  /// From frequency to time, scaled by `size`.
  func inverse(_ spectrum: [kiss_fft_cpx], into values: inout [Float]) {
    precondition(values.count == size && spectrum.count == spectrumCount, "the plan is for another size")
    kiss_fftri(inversePlan, spectrum, &values)
  }
}
