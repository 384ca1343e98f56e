"""Checks ONNX files, and runs them with onnxruntime.

Reads from standard input [{file, images: base64 of the image as bytes, shape, type: 'uint8' | 'float32'}], and writes the
scores of each file as JSON.
"""
import base64
import json
import sys

import numpy
import onnx
import onnxruntime

answers = []
for case in json.load(sys.stdin):
    onnx.checker.check_model(case['file'], full_check=True)
    session = onnxruntime.InferenceSession(case['file'], providers=['CPUExecutionProvider'])
    (taken,), (given,) = session.get_inputs(), session.get_outputs()
    images = numpy.frombuffer(base64.b64decode(case['images']), case['type']).reshape(case['shape'])
    (scores,) = session.run([given.name], {taken.name: images})
    answers.append(dict(
        input=[taken.name, taken.type, taken.shape],
        output=[given.name, given.type, given.shape],
        shape=scores.shape,
        scores=scores.flatten().tolist(),
    ))
print(json.dumps(answers))
