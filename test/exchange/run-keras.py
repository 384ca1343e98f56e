"""Loads Keras files, and computes the scores of images with them.

Called with the name of the module: keras or tf_keras. Reads from standard input
[{file, images: base64 of float32, shape: [N, height, width, channels]}], and writes the scores of each file as JSON.
"""
import base64
import importlib
import json
import os
import sys

# TensorFlow loads Keras 3 too: with PyTorch behind it, both would come with an LLVM of their own.
os.environ['KERAS_BACKEND'] = 'torch' if sys.argv[1] == 'keras' else 'tensorflow'
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy

keras = importlib.import_module(sys.argv[1])
answers = []
for case in json.load(sys.stdin):
    model = keras.models.load_model(case['file'], compile=False)
    images = numpy.frombuffer(base64.b64decode(case['images']), 'float32').reshape(case['shape'])
    scores = numpy.asarray(model.predict(images, verbose=0))
    answers.append(dict(shape=scores.shape, scores=scores.flatten().tolist()))
print(json.dumps(answers))
