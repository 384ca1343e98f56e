"""Writes the hostile HDF5 files that are in files/: a tiny network of Keras, each with one thing that no network has.

Made with Python 3.11 and h5py 3.16:
    python make-hostile-h5.py
"""
import json
import os

import h5py
import numpy as np

files = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'files')
config = json.dumps(dict(class_name='Sequential', config=dict(name='net', layers=[
    dict(class_name='InputLayer', config=dict(batch_input_shape=[None, 2, 2, 1], name='image')),
    dict(class_name='Flatten', config=dict(name='flatten')),
    dict(class_name='Dense', config=dict(name='fc', units=2)),
])))
kernel = np.arange(8, dtype=np.float32).reshape(4, 2)
bias = np.zeros(2, np.float32)


def save(name, change):
    path = os.path.join(files, f'{name}.h5')
    with h5py.File(path, 'w') as file:
        file.attrs['model_config'] = config
        weights = file.create_group('model_weights')
        weights.attrs['layer_names'] = ['fc']
        layer = weights.create_group('fc')
        layer.attrs['weight_names'] = ['fc/kernel:0', 'fc/bias:0']
        inner = layer.create_group('fc')
        inner['kernel:0'] = kernel
        inner['bias:0'] = bias
        change(file, inner)
    print(name, os.path.getsize(path))


def instead(*args, **settings):
    """Another array in place of the kernel."""
    def change(file, inner):
        del inner['kernel:0']
        inner.create_dataset('kernel:0', *args, **settings)
    return change


def link(value):
    def change(file, inner):
        del inner['kernel:0']
        inner['kernel:0'] = value
    return change


def virtual(source, name):
    def change(file, inner):
        del inner['kernel:0']
        layout = h5py.VirtualLayout((4, 2), 'f4')
        layout[:] = h5py.VirtualSource(source, name, (4, 2))
        inner.create_virtual_dataset('kernel:0', layout)
    return change


def circle(file, inner):
    weights = file['model_weights']
    del weights['fc']
    weights['fc'] = weights
    weights.attrs['weight_names'] = ['fc/fc/fc/fc/kernel:0']


def group_elsewhere(file, inner):
    del file['model_weights']
    file['model_weights'] = h5py.ExternalLink('/etc/passwd', '/model_weights')


save('tiny', lambda file, inner: None)
save('refused-external-link', link(h5py.ExternalLink('/etc/passwd', '/x')))
save('refused-external-group', group_elsewhere)
save('refused-external-storage', instead((4, 2), 'f4', external=[('/etc/passwd', 0, 32)]))
save('refused-virtual', virtual('/etc/passwd', 'x'))
save('refused-virtual-own', virtual('.', '/model_weights/fc/fc/bias:0'))
save('refused-circle', circle)
save('refused-soft-circle', link(h5py.SoftLink('/model_weights/fc/fc/kernel:0')))
save('refused-huge', instead((2**40, 2), 'f4', chunks=(2**10, 2)))
save('refused-huge-chunk', instead((4, 2), 'f4', chunks=(2**28, 2), maxshape=(None, 2), compression='gzip'))
save('refused-whole-numbers', instead(data=kernel.astype(np.int32)))
save('refused-nan', instead(data=kernel * np.nan))
save('refused-shape', instead(data=kernel.T.copy()))
save('refused-no-array', lambda file, inner: inner.__delitem__('kernel:0'))
save('refused-no-group', lambda file, inner: file.__delitem__('model_weights'))
save('refused-text', instead(data='text'))

# A damaged length in the heap of the texts, with which the library for HDF5 never comes back.
with open(os.path.join(files, 'tiny.h5'), 'rb') as file:
    damaged = bytearray(file.read())
for at, byte in ((2377, 0x02), (10057, 0xE3), (10710, 0x20), (10753, 0xD6)):
    damaged[at] = byte
with open(os.path.join(files, 'refused-endless.h5'), 'wb') as file:
    file.write(damaged)
