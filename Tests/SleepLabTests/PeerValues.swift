/// What edfio 0.4.18 and pyedflib 0.1.42 read from a signal, where they agree; voltages in µV.
struct PeerValue: CustomStringConvertible, Sendable {
  let file: String
  let signal: Int
  let rateHz: Double
  let minimum: Double
  let maximum: Double
  let mean: Double
  let deviation: Double

  init(
    _ file: String, _ signal: Int, _ rateHz: Double, _ minimum: Double, _ maximum: Double, _ mean: Double,
    _ deviation: Double
  ) {
    self.file = file
    self.signal = signal
    self.rateHz = rateHz
    self.minimum = minimum
    self.maximum = maximum
    self.mean = mean
    self.deviation = deviation
  }

  var description: String { "\(file), signal \(signal)" }
}

let peerValues: [PeerValue] = [
  PeerValue("edfio_short_psg.bdf", 0, 100.0, -121.5766, 156.5538, 0.1928908, 28.2717),
  PeerValue("edfio_short_psg.bdf", 1, 100.0, -45.75018, 56.36264, -0.362989, 8.054979),
  PeerValue("edfio_short_psg.bdf", 2, 100.0, -386.1057, 444.7485, 0.7665279, 86.54273),
  PeerValue("edfio_short_psg.bdf", 6, 1.0, 136.0, 960.0, 886.04, 89.77913),
  PeerValue("edfio_short_psg.edf", 0, 100.0, -121.5766, 156.5538, 0.1928908, 28.2717),
  PeerValue("edfio_short_psg.edf", 1, 100.0, -45.75018, 56.36264, -0.362989, 8.054979),
  PeerValue("edfio_short_psg.edf", 2, 100.0, -386.1057, 444.7485, 0.7665279, 86.54273),
  PeerValue("edfio_short_psg.edf", 6, 1.0, 136.0, 960.0, 886.04, 89.77913),
  PeerValue("edfio_test_subsecond.bdf", 0, 128.0, -214.4021, 180.1084, -0.2998645, 16.09745),
  PeerValue("edfize_simulated-01.edf", 0, 1.0, 50.00076, 50.0145, 50.00763, 0.00438282),
  PeerValue("edfize_simulated-01.edf", 1, 1.0, 125.0019, 125.0362, 125.0191, 0.01095705),
  PeerValue("edfize_simulated-01.edf", 2, 2.0, 0.4901961, 19.11765, 9.803922, 5.653217),
  PeerValue("edfjl_bdf_test.bdf", 0, 250.0, -121.963, 48.72084, -0.449941, 13.21698),
  PeerValue("edfjl_bdf_test.bdf", 1, 250.0, -57.80459, 46.78965, -2.79104, 9.729984),
  PeerValue("edfjl_bdf_test.bdf", 2, 250.0, -52.86932, 28.00226, -3.628314, 7.23183),
  PeerValue("edfjl_bdf_test.bdf", 7, 250.0, -84.10216, 75.23299, 0.1471898, 14.64519),
  PeerValue("edfjl_bdf_test.edf", 0, 250.0, -121.973, 48.70931, -0.4610836, 13.21557),
  PeerValue("edfjl_bdf_test.edf", 1, 250.0, -57.8165, 46.77619, -2.80278, 9.729373),
  PeerValue("edfjl_bdf_test.edf", 2, 250.0, -52.8811, 27.98915, -3.639798, 7.231361),
  PeerValue("edfjl_bdf_test.edf", 7, 250.0, -84.1139, 75.21931, 0.1353744, 14.64425),
  PeerValue("edfjl_evt.bdf", 0, 1.0, 0.02235174, 0.02235174, 0.02235174, 0.0),
  PeerValue("edfjl_test_uneven_samp.edf", 0, 100.0, -4995117.0, 5000000.0, 2392.578, 3533446.0),
  PeerValue("edfjl_test_uneven_samp.edf", 1, 12.8, 0.0, 1.0, 0.5, 0.5),
  PeerValue("mne_duplicate_channel_labels.edf", 0, 250.0, -54.8, 104.6, 15.21088, 38.63068),
  PeerValue("mne_duplicate_channel_labels.edf", 1, 250.0, -46.6, 84.2, 13.9548, 31.08754),
  PeerValue("mne_duplicate_channel_labels.edf", 2, 250.0, -43.6, 74.4, 11.674, 28.33282),
  PeerValue("mne_test.bdf", 0, 2048.0, 14500.99, 14890.33, 14672.69, 79.69359),
  PeerValue("mne_test.bdf", 1, 2048.0, 12335.87, 12551.93, 12436.98, 44.9873),
  PeerValue("mne_test.bdf", 2, 2048.0, 10304.18, 10512.65, 10390.15, 40.75386),
  PeerValue("mne_test.bdf", 72, 2048.0, -6815744.0, -6815616.0, -6815743.0, 12.89486),
  PeerValue("mne_test.edf", 0, 512.0, -206.0, 50.0, -2.404297, 25.33251),
  PeerValue("mne_test.edf", 1, 512.0, -197.0, 61.0, 5.830078, 25.79547),
  PeerValue("mne_test.edf", 2, 512.0, -214.0, 72.0, 2.967773, 27.97207),
  PeerValue("mne_test.edf", 138, 512.0, 0.0, 4352.0, 18.75781, 277.2631),
  PeerValue("mne_test_bdf_stim_channel.bdf", 0, 500.0, 8856.389, 9171.989, 9019.514, 102.4874),
  PeerValue("mne_test_bdf_stim_channel.bdf", 1, 500.0, 16635.05, 16869.7, 16759.84, 58.31572),
  PeerValue("mne_test_bdf_stim_channel.bdf", 2, 500.0, 7110.505, 7532.17, 7333.666, 140.3766),
  PeerValue("mne_test_bdf_stim_channel.bdf", 3, 500.0, 41009.08, 41009.17, 41009.08, 0.00164122),
  PeerValue("mne_test_edf_stim_channel.edf", 0, 128.0, 175921.2, 175945.8, 175929.4, 6.197989),
  PeerValue("mne_test_edf_stim_channel.edf", 1, 128.0, -217712.0, -217624.3, -217650.6, 21.20217),
  PeerValue("mne_test_edf_stim_channel.edf", 2, 128.0, 176065.1, 176092.7, 176073.7, 6.773703),
  PeerValue("mne_test_edf_stim_channel.edf", 24, 128.0, 0.0, 100.0, 0.9771987, 9.836918),
  PeerValue("mne_test_stim_channel.edf", 0, 200.0, 6.862031, 1000000.0, 10006.79, 99498.06),
  PeerValue("mne_test_stim_channel.edf", 1, 200.0, 6.862031, 1000000.0, 10006.79, 99498.06),
  PeerValue("mne_test_stim_channel.edf", 2, 200.0, -99.9618, 113.6859, 8.082874, 70.17131),
  PeerValue("mne_test_uneven_samp.edf", 0, 100.0, -4995117.0, 5000000.0, 2392.578, 3533446.0),
  PeerValue("mne_test_uneven_samp.edf", 1, 12.8, 0.0, 1.0, 0.5, 0.5),
  PeerValue("pyedflib_test_generator.bdf", 0, 1000.0, -1000.0, 999.9996, 3.351791e-13, 707.1066),
  PeerValue("pyedflib_test_generator.bdf", 1, 800.0, -1000.0, 999.9996, -500.2501, 865.8809),
  PeerValue("pyedflib_test_generator.bdf", 2, 500.0, -1000.0, 999.9996, -249.6, 661.5915),
  PeerValue("pyedflib_test_generator.bdf", 4, 999.0, -999.99, 999.9599, -4.226732, 575.8618),
  PeerValue("pyedflib_test_generator.edf", 0, 200.0, -99.96185, 99.99237, 0.01525902, 99.97711),
  PeerValue("pyedflib_test_generator.edf", 1, 200.0, -99.96185, 98.98528, -0.4846265, 57.72115),
  PeerValue("pyedflib_test_generator.edf", 2, 200.0, 0.01525902, 99.99237, 2.014801, 13.9968),
  PeerValue("pyedflib_test_generator.edf", 10, 200.0, -99.96185, 99.99237, 0.01525902, 70.69449),
  PeerValue("pyedflib_test_generator_datarec_generator_0_5.bdf", 0, 2000.0, -1000.0, 999.9996, 3.351791e-13, 707.1066),
  PeerValue("pyedflib_test_generator_datarec_generator_0_5.bdf", 1, 1600.0, -1000.0, 999.9996, -500.1251, 865.9531),
  PeerValue("pyedflib_test_generator_datarec_generator_0_5.bdf", 2, 1000.0, -1000.0, 999.9996, -250.2667, 661.3396),
  PeerValue("pyedflib_test_generator_datarec_generator_0_5.bdf", 4, 1998.0, -999.99, 999.9399, -1.274456, 577.2655),
  PeerValue("pyedflib_test_generator_datarec_generator_2.bdf", 0, 500.0, -1000.0, 999.9996, 3.351791e-13, 707.1066),
  PeerValue("pyedflib_test_generator_datarec_generator_2.bdf", 1, 400.0, -1000.0, 999.9996, -500.3334, 865.8327),
  PeerValue("pyedflib_test_generator_datarec_generator_2.bdf", 2, 250.0, -1000.0, 999.9996, -249.8667, 661.4908),
  PeerValue("pyedflib_test_generator_datarec_generator_2.bdf", 4, 499.5, -999.8899, 999.6499, -6.33409, 577.6506),
  PeerValue("pyedflib_test_legacy.edf", 0, 200.0, -99.96185, 99.99237, 0.01525902, 99.97711),
  PeerValue("pyedflib_test_legacy.edf", 1, 200.0, -99.96185, 98.98528, -0.4846265, 57.72115),
  PeerValue("pyedflib_test_legacy.edf", 2, 200.0, 0.01525902, 99.99237, 2.014801, 13.9968),
  PeerValue("pyedflib_test_legacy.edf", 10, 200.0, -99.96185, 99.99237, 0.01525902, 70.69449),
  PeerValue("pyedflib_test_subsecond.edf", 0, 128.0, -214.4021, 180.1084, -0.2998645, 16.09745),
  PeerValue("pyedflib_test_utf8.edf", 0, 128.0, -214.4021, 180.1084, -0.2998645, 16.09745),
  PeerValue("rsleep_subject1.edf", 0, 200.0, -54.13541, 42.65517, 9.551003, 15.52426),
  PeerValue("rsleep_subject1.edf", 1, 1.0, 2685.123, 2785.128, 2737.209, 14.9949),
  PeerValue("rsleep_subject1.edf", 2, 200.0, -63.92434, 31.16816, -4.887063, 13.39906),
  PeerValue("rsleep_subject1.edf", 88, 100.0, 42.74207, 57.91, 48.27524, 1.889552),
]

/// How many annotations the peers read; edfio counts the twelve empty ones of `rsleep_subject1.edf` too.
let peerAnnotations: [String: Int] = [
  "edfio_SC4001EC-Hypnogram.bdf": 154, "edfio_short_psg.edf": 0, "edfio_test_subsecond.bdf": 4, "edfjl_evt.bdf": 1081,
  "mne_duplicate_channel_labels.edf": 0, "mne_test.edf": 5, "pyedflib_test_generator.edf": 2,
  "pyedflib_test_legacy.edf": 2, "pyedflib_test_subsecond.edf": 4, "pyedflib_test_utf8.edf": 5,
  "wfdb_test_edfann.edf": 856,
]
