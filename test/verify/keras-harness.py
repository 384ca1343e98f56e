"""Computes the scores of all images of a test set with Keras files that Tenfold exported.

Called with the name of the module: keras or tf_keras. Reads JSON from standard input: the folder of the files, and their names.
Those that begin with "prepared" take pixels from 0 to 255, the others from -1 to 1. Writes the scores as float32 beside each file.
"""
import importlib
import json
import os
import sys

# TensorFlow loads Keras 3 too: with PyTorch behind it, both would come with an LLVM of their own.
os.environ["KERAS_BACKEND"] = "torch" if sys.argv[1] == "keras" else "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

keras = importlib.import_module(sys.argv[1])
asked = json.load(sys.stdin)
folder = asked["folder"]
images = np.fromfile(f"{folder}/test-images", np.uint8).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
pixels = images.astype(np.float32)
normalised = ((pixels / np.float32(255)) - np.float32(0.5)) / np.float32(0.5)
for name in asked["files"]:
    model = keras.models.load_model(f"{folder}/{name}", compile=False)
    given = pixels if name.startswith("prepared") else normalised
    scores = np.asarray(model.predict(given, batch_size=500, verbose=0), np.float32)
    scores.tofile(f"{folder}/{name}.scores")
print(json.dumps({sys.argv[1]: keras.__version__}))
