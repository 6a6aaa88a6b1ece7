"""Times the peers on a recording: reading all of it, and a night by YASA. Prints one JSON line a peer.

    sleep.py RECORDING
"""
import json
import sys
import time
import warnings

import edfio
import mne
import numpy as np
import pyedflib
import yasa

warnings.filterwarnings("ignore")
mne.set_log_level("ERROR")
path = sys.argv[1]


def timed(work):
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def tell(who, seconds):
    print(json.dumps({"who": who, "seconds": {key: round(value, 4) for key, value in seconds.items()}}), flush=True)


def read_edfio():
    return [np.asarray(signal.data) for signal in edfio.read_edf(path).signals]


def read_pyedflib():
    with pyedflib.EdfReader(path) as reader:
        return [reader.readSignal(index) for index in range(reader.signals_in_file)]


def read_mne():
    return mne.io.read_raw_edf(path, preload=True).get_data()


for who, read in (("edfio", read_edfio), ("pyEDFlib", read_pyedflib), ("MNE", read_mne)):
    read()
    tell(who, {"reading": timed(read)[0]})

signals = {signal.label: (np.asarray(signal.data), signal.sampling_frequency) for signal in edfio.read_edf(path).signals}
brain, eyes = (next(label for label in signals if word in label) for word in ("EEG", "EOG"))
right = [label for label in signals if "EOG" in label][1]
eeg, rate = signals[brain]
raw = mne.io.read_raw_edf(path, preload=True)
chin = next((label for label in signals if "EMG" in label), None)


def stages():
    return yasa.SleepStaging(raw, eeg_name=brain, eog_name=eyes, emg_name=chin).predict()


seconds = {}
seconds["stages"], codes = timed(stages)
codes = getattr(codes, "hypno", codes)
numbers = np.array([{"W": 0, "WAKE": 0, "N1": 1, "N2": 2, "N3": 3, "R": 4, "REM": 4}[str(code)] for code in codes])
hypnogram = yasa.hypno_upsample_to_data(numbers, 1 / 30, eeg, rate)
seconds["powers"] = timed(lambda: yasa.bandpower(eeg, rate, ch_names=["C4"], hypno=hypnogram, include=(0, 1, 2, 3, 4)))[0]
seconds["spindles"] = timed(lambda: yasa.spindles_detect(eeg, rate, hypno=hypnogram, include=(1, 2, 3)))[0]
seconds["slow waves"] = timed(lambda: yasa.sw_detect(eeg, rate, hypno=hypnogram, include=(2, 3)))[0]
left_eye, eye_rate = signals[eyes]
of_eyes = yasa.hypno_upsample_to_data(numbers, 1 / 30, left_eye, eye_rate)
seconds["eye movements"] = timed(lambda: yasa.rem_detect(left_eye, signals[right][0], eye_rate, hypno=of_eyes, include=4))[0]
seconds["night"] = sum(seconds.values())
tell("YASA", seconds)
