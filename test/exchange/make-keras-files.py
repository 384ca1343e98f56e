"""Writes the Keras files of other programs that are in files/, each with the scores that it gives for a small batch.

Made with Python 3.11, Keras 3.15.1 with torch 2.15.0, and tf_keras 2.21.0 with tensorflow-cpu 2.21.0:
    python make-keras-files.py keras
    python make-keras-files.py tf_keras
With names of networks behind it, only those are made.
Weights are random: what matters is how the programs write a network.
"""
import base64
import importlib
import json
import os
import sys

program = sys.argv[1]
os.environ['KERAS_BACKEND'] = 'torch'
if program == 'tf_keras':
    os.environ['KERAS_BACKEND'] = 'tensorflow'
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np

keras = importlib.import_module(program)
L = keras.layers
files = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'files')
with open(os.path.join(files, 'images.json')) as file:
    saved = json.load(file)
# [N, channels, height, width] -> [N, height, width, channels], bytes as numbers
images = np.frombuffer(base64.b64decode(saved['bytes']), np.uint8).reshape(saved['shape']).transpose(0, 2, 3, 1).astype(np.float32)
keras.utils.set_random_seed(4)


def sequential():
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        L.Conv2D(4, 3, padding='same', activation='relu'),
        L.MaxPooling2D(),
        L.Conv2D(5, (3, 2), strides=2, use_bias=False),
        L.Flatten(),
        L.Dropout(0.5),
        L.Dense(3),
    ])


def branches():
    """A functional network whose layers are not called by their classes, with one order of the layers in two branches."""
    x = image = keras.Input((8, 8, 3), name='pixels')
    x = L.Rescaling(1 / 127.5, offset=-1)(x)
    x = L.Conv2D(4, 3, padding='same', name='stem')(x)
    a = L.Conv2D(4, 3, padding='same', name='left')(x)
    a = L.BatchNormalization(name='norm')(a)
    a = L.LeakyReLU(0.2)(a)
    a = L.Conv2D(4, 1, name='left_end')(a)
    b = L.Conv2D(4, 1, name='right')(x)
    x = L.Add()([a, b])
    x = L.Activation('gelu')(x)
    x = L.Concatenate()([x, b])
    x = L.GlobalAveragePooling2D()(x)
    x = L.Dense(6, activation='tanh', name='first')(x)
    return keras.Model(image, L.Dense(3, name='last')(x))


def normalised():
    """Batch normalisation with and without its parts, a softmax at the end, and a range of pixels for each channel."""
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        L.Rescaling([1 / 58.4, 1 / 57.1, 1 / 57.4], offset=[-2.1, -2.0, -1.8]),
        L.Conv2D(4, 3, name='conv'),
        L.BatchNormalization(name='whole', epsilon=1e-4, momentum=0.9),
        L.ReLU(max_value=6),
        L.BatchNormalization(name='half', scale=False),
        L.Flatten(),
        L.Dense(5, activation='silu'),
        L.BatchNormalization(name='other', center=False),
        L.Dense(3, activation='softmax'),
    ])


def nested():
    """As Teachable Machine makes it: a MobileNet in a model, and layers behind it that are called the same."""
    x = image = keras.Input((8, 8, 3))
    x = L.ZeroPadding2D(((0, 1), (0, 1)))(x)
    x = L.Conv2D(4, 3, strides=2, use_bias=False, name='conv')(x)
    x = L.BatchNormalization(name='bn')(x)
    y = x = L.ReLU(6.0)(x)
    x = L.DepthwiseConv2D(3, padding='same', use_bias=False, name='depthwise')(x)
    x = L.BatchNormalization(name='bn_depthwise')(x)
    x = L.ReLU(6.0)(x)
    x = L.Conv2D(4, 1, use_bias=False, name='dense')(x)
    x = L.Add()([x, y])
    features = keras.Sequential([keras.Model(image, x, name='mobilenet'), L.GlobalAveragePooling2D()], name='features')
    head = keras.Sequential([keras.Input((4,)), L.Dense(6, activation='relu', name='dense'), L.Dense(3, activation='softmax', use_bias=False)], name='head')
    model = keras.Sequential([keras.Input((8, 8, 3)), features, head])
    features.trainable = False
    return model


def augmented():
    """Layers that act only in training: in front, in a model of their own and between others."""
    augmentation = keras.Sequential([L.RandomFlip('horizontal'), L.RandomRotation(0.1), L.RandomTranslation(0.1, 0.1)], name='augmentation')
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        augmentation,
        L.RandomZoom(0.1),
        L.RandomContrast(0.2),
        L.RandomBrightness(0.2),
        L.Rescaling(1 / 127.5, offset=-1),
        L.Conv2D(4, 3, name='conv'),
        L.GaussianNoise(0.1),
        L.SpatialDropout2D(0.2),
        L.ReLU(),
        L.Flatten(),
        L.Dense(3, name='last'),
    ])


def standardised():
    """Two layers that say the range of the pixels together, with a mean and a variance for each channel."""
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        L.Rescaling(1 / 255),
        L.RandomFlip(),
        L.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.229 ** 2, 0.224 ** 2, 0.225 ** 2]),
        L.Conv2D(4, 3, name='conv'),
        L.Flatten(),
        L.Dense(3, name='last'),
    ])


def centred():
    """One mean and variance for all channels, of pixels from 0 to 255."""
    return keras.Sequential([
        keras.Input((8, 8, 3)),
        L.Normalization(axis=None, mean=120.0, variance=3600.0),
        L.Conv2D(4, 3, name='conv'),
        L.Flatten(),
        L.Dense(3, name='last'),
    ])


def adapted():
    """A mean and a variance that are not in the settings."""
    layer = L.Normalization()
    layer.adapt(images)
    return keras.Sequential([keras.Input((8, 8, 3)), layer, L.Flatten(), L.Dense(3)])


makers = (sequential, branches, normalised, nested, augmented, standardised, centred, adapted)
for make in [maker for maker in makers if maker.__name__ in (sys.argv[2:] or [maker.__name__])]:
    model = make()
    if make is adapted:
        if program == 'keras':
            model.save(os.path.join(files, 'refused-adapted-keras.keras'))
        continue
    # Statistics other than those of the start.
    for number, weight in enumerate(model.weights):
        values = np.random.default_rng(number).normal(size=weight.shape).astype(np.float32) / 3
        kind = getattr(weight, 'path', weight.name)
        if 'variance' in kind or 'gamma' in kind:
            values = 0.5 + np.abs(values)
        weight.assign(values)
    if make is normalised:
        model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
        model.fit(images, np.eye(3, dtype=np.float32), verbose=0)
    name = f'{make.__name__}-{program.replace("_", "-")}'
    scores = np.asarray(model.predict(images, verbose=0))
    softmax = make in (normalised, nested)
    with open(os.path.join(files, f'{name}.scores.json'), 'w') as file:
        json.dump(dict(softmax=softmax, scores=[[float(f'{x:.9g}') for x in row] for row in scores]), file)
        file.write('\n')
    # Keras 3 cannot save random layers as HDF5 with PyTorch behind it.
    for ending in ('keras',) if program == 'keras' and make is augmented else ('keras', 'h5'):
        model.save(os.path.join(files, f'{name}.{ending}'))
        print(name, ending, os.path.getsize(os.path.join(files, f'{name}.{ending}')))
if program == 'keras' and not sys.argv[2:]:
    model.save_weights(os.path.join(files, 'refused-weights-keras.weights.h5'))
