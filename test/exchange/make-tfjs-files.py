"""Converts Keras files in files/ with the converter of TensorFlow.js, into folders beside them, each with the scores that the
network gives with the weights that the converter's own reader finds there.

Made with Python 3.11, tensorflowjs 4.22.0 (installed without its dependencies), tensorflow-cpu 2.21.0, tf_keras 2.21.0:
    python make-tfjs-files.py
The converter also imports libraries for formats that are of no use here. They are replaced by nothing.
"""
import base64
import json
import os
import sys
from unittest.mock import MagicMock

os.environ['TF_USE_LEGACY_KERAS'] = '1'
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
for absent in ('tensorflow_decision_forests', 'tensorflow_hub', 'jax', 'jax.experimental', 'jax.experimental.jax2tf'):
    sys.modules[absent] = MagicMock()
import numpy as np
import tf_keras
from tensorflowjs import read_weights
from tensorflowjs.converters import converter

files = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'files')
with open(os.path.join(files, 'images.json')) as file:
    saved = json.load(file)
# [N, channels, height, width] -> [N, height, width, channels], bytes as numbers
images = np.frombuffer(base64.b64decode(saved['bytes']), np.uint8).reshape(saved['shape']).transpose(0, 2, 3, 1).astype(np.float32)
# Shards of some hundred bytes, because the networks are small.
conversions = {
    'sequential': ('sequential-tf-keras.h5', ['--weight_shard_size_bytes=500']),
    'branches': ('branches-tf-keras.h5', []),
    'normalised': ('normalised-tf-keras.h5', ['--weight_shard_size_bytes=500', '--split_weights_by_layer']),
    'sequential-float16': ('sequential-tf-keras.h5', ['--quantize_float16=*']),
    'sequential-uint8': ('sequential-tf-keras.h5', ['--quantize_uint8=*']),
    'branches-uint16': ('branches-tf-keras.h5', ['--quantize_uint16=*', '--weight_shard_size_bytes=300']),
}
for name, (source, options) in conversions.items():
    folder = os.path.join(files, f'tfjs-{name}')
    converter.convert(['--input_format=keras', *options, os.path.join(files, source), folder])
    with open(os.path.join(folder, 'model.json')) as file:
        manifest = json.load(file)['weightsManifest']
    weights = {weight['name']: weight['data'] for weight in read_weights.read_weights(manifest, folder, flatten=True)}
    model = tf_keras.models.load_model(os.path.join(files, source), compile=False)
    for weight in model.weights:
        weight.assign(weights[weight.name.removesuffix(':0')])
    scores = np.asarray(model.predict(images, verbose=0))
    with open(os.path.join(folder, 'scores.json'), 'w') as file:
        json.dump(dict(softmax=name == 'normalised', scores=[[float(f'{x:.9g}') for x in row] for row in scores]), file)
        file.write('\n')
    print(name, sorted(os.listdir(folder)))
