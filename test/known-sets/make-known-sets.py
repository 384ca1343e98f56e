"""Writes small data sets as numpy, scipy, gzip and tarfile write them, and the pixels that a reader must find in them.

Run by hand with Python 3, numpy and scipy: /usr/bin/python3 test/known-sets/make-known-sets.py
"""
import gzip
import hashlib
import io
import json
import os
import pickle
import shutil
import struct
import tarfile
import zipfile

import numpy as np
import scipy.io

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, 'files')
expected = []


def images(count, height, width, channels, seed):
    """u8[count, channels, height, width]: patterns that differ along every axis, and compress well."""
    n, c, y, x = np.indices((count, channels, height, width))
    return ((seed * 31 + n * 57 + c * 83 + y * 5 + x * 3 + (x * y) // 7) % 256).astype(np.uint8)


def path(*parts):
    full = os.path.join(root, *parts)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def write(data, *parts):
    with open(path(*parts), 'wb') as file:
        file.write(data)


def lines(names):
    return ('\n'.join(names) + '\n').encode()


def expect(place, kind, name, classes, train, test, variant=None):
    """train, test: (planar images, labels, origins)"""

    def role(pixels, labels, origins):
        return [[int(label), hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest(), origin]
                for image, label, origin in zip(pixels, labels, origins)]

    _, channels, height, width = train[0].shape
    expected.append({'place': place, 'kind': kind, 'name': name, 'variant': variant, 'classes': classes,
                     'shape': [height, width, channels], 'train': role(*train), 'test': role(*test)})


def numbered(name, count):
    return [f'{name}, image {i}' for i in range(count)]


fine = [f'f{i}' for i in range(100)]
coarse = [f'c{i}' for i in range(20)]


def expect_cifar_100(place, train, test, name='CIFAR-100 (other files)'):
    for variant, names, at in (('fine labels', fine, 1), ('coarse labels', coarse, 2)):
        roles = [(part[0], part[at], numbered(role, len(part[0]))) for role, part in (('train', train), ('test', test))]
        expect(place, 'cifar-100', name, names, *roles, variant=variant)


train_100 = (images(2, 32, 32, 3, 1), [99, 0], [19, 3])
test_100 = (images(1, 32, 32, 3, 2), [7], [18])


def cifar_binary():
    def records(pixels, *labels):
        return b''.join(bytes(row) + image.tobytes() for image, *row in zip(pixels, *labels))

    content = {'train.bin': records(train_100[0], train_100[2], train_100[1]),
               'test.bin': records(test_100[0], test_100[2], test_100[1]),
               'fine_label_names.txt': lines(fine), 'coarse_label_names.txt': lines(coarse)}
    for name, data in content.items():
        write(data, 'cifar-100-binary', name)
    expect_cifar_100('cifar-100-binary', train_100, test_100, 'CIFAR-100 (unverified files)')
    with tarfile.open(path('archives', 'cifar-100-binary.tar.gz'), 'w:gz') as archive:
        for name, data in content.items():
            entry = tarfile.TarInfo(f'cifar-100-binary/{name}')
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    expect_cifar_100('archives/cifar-100-binary.tar.gz', train_100, test_100, 'CIFAR-100 (unverified files)')

    names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
    train, test = images(5, 32, 32, 3, 3), images(1, 32, 32, 3, 4)
    for i in range(5):
        write(records(train[i:i + 1], [9 - i]), 'cifar-10-binary', f'data_batch_{i + 1}.bin')
    write(records(test, [0]), 'cifar-10-binary', 'test_batch.bin')
    write(lines(names), 'cifar-10-binary', 'batches.meta.txt')
    origins = [f'data_batch_{i + 1}, image 0' for i in range(5)]
    expect('cifar-10-binary', 'cifar-10', 'CIFAR-10 (other files)', names, (train, [9, 8, 7, 6, 5], origins),
           (test, [0], ['test_batch, image 0']))


class Python2Pickler(pickle._Pickler):
    """Writes texts as Python 2 wrote them, which is how CIFAR's files are."""
    dispatch = dict(pickle._Pickler.dispatch)

    def save_text(self, value):
        data = value.encode() if isinstance(value, str) else value
        if self.proto == 0:
            text = repr(data.decode('latin1').encode('latin1'))[1:]
            self.write(b'S' + text.encode() + b'\n')
        elif len(data) < 256:
            self.write(b'U' + bytes([len(data)]) + data)
        else:
            self.write(b'T' + struct.pack('<i', len(data)) + data)
        self.memoize(value)

    dispatch[str] = save_text
    dispatch[bytes] = save_text


def python2(value, protocol):
    data = io.BytesIO()
    Python2Pickler(data, protocol).dump(value)
    return data.getvalue()


def cifar_python():
    def batch(part, fortran=False, ints=int):
        data = part[0].reshape(len(part[0]), -1)
        return {'filenames': [f'image_{i}.png' for i in range(len(data))], 'batch_label': 'batch 1 of 1',
                'fine_labels': [ints(label) for label in part[1]], 'coarse_labels': [ints(label) for label in part[2]],
                'data': np.asfortranarray(data) if fortran else data}

    meta = {'fine_label_names': fine, 'coarse_label_names': coarse}
    for protocol in range(6):
        place = f'cifar-100-python-{protocol}'
        for name, value in (('train', batch(train_100)), ('test', batch(test_100)), ('meta', meta)):
            write(pickle.dumps(value, protocol), place, name)
        expect_cifar_100(place, train_100, test_100)
    for protocol in (0, 2):
        place = f'cifar-100-python2-{protocol}'
        for name, value in (('train', batch(train_100)), ('test', batch(test_100)), ('meta', meta)):
            write(python2(value, protocol), place, name)
        expect_cifar_100(place, train_100, test_100)
    for name, value in (('train', batch(train_100, True)), ('test', batch(test_100, True)), ('meta', meta)):
        write(pickle.dumps(value, 4), 'cifar-100-fortran', name)
    expect_cifar_100('cifar-100-fortran', train_100, test_100)

    names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
    train, test = images(5, 32, 32, 3, 5), images(1, 32, 32, 3, 6)

    def ten(pixels, labels):
        return {'batch_label': 'batch', 'labels': labels, 'data': pixels.reshape(len(pixels), -1),
                'filenames': ['a.png'] * len(labels)}

    for i in range(5):
        write(python2(ten(train[i:i + 1], [i]), 2), 'cifar-10-python', f'data_batch_{i + 1}')
    write(python2(ten(test, [9]), 2), 'cifar-10-python', 'test_batch')
    write(python2({'num_cases_per_batch': 1, 'label_names': names, 'num_vis': 3072}, 2), 'cifar-10-python', 'batches.meta')
    expect('cifar-10-python', 'cifar-10', 'CIFAR-10 (other files)', names,
           (train, range(5), [f'data_batch_{i + 1}, image 0' for i in range(5)]), (test, [9], ['test_batch, image 0']))


digits = [str(i) for i in range(10)]
fashion = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot']
kuzushiji = ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo']


def idx(array):
    return struct.pack('>BBBB', 0, 0, 8, array.ndim) + struct.pack(f'>{array.ndim}I', *array.shape) + array.tobytes()


def idx_set(place, kind, name, classes, seed, prefixes=('train', 't10k'), dot='-', packed=False, turn=False, first=0,
            labels=((3, 0, 9), (1, 2)), variant=None, height=28, width=28):
    parts = []
    for role, values, shift in zip(prefixes, labels, (0, 1)):
        pixels = images(len(values), height, width, 1, seed + shift)
        stored = np.ascontiguousarray(pixels[:, 0].transpose(0, 2, 1) if turn else pixels[:, 0])
        stem = f'{role}-images'
        for part, array in ((f'{role}-images{dot}idx3-ubyte', stored),
                            (f'{role}-labels{dot}idx1-ubyte', np.array(values, np.uint8) + first)):
            data = idx(array.astype(np.uint8))
            write(gzip.compress(data, mtime=0) if packed else data, *place.split('/'), part + ('.gz' if packed else ''))
        parts.append((pixels, values, numbered(stem, len(values))))
    return parts


def mnist_kin():
    for place, kind, name, classes, options in (
            ('torch/MNIST/raw', 'mnist', 'MNIST (other files)', digits, {'packed': True}),
            ('fashion-mnist', 'fashion-mnist', 'Fashion-MNIST (other files)', fashion, {'dot': '.'}),
            ('KMNIST', 'kmnist', 'Kuzushiji-MNIST (other files)', kuzushiji, {'packed': True, 'dot': '.'}),
            ('plain-idx', 'idx', 'Images in IDX files', digits, {'height': 20, 'width': 12})):
        train, test = idx_set(place, kind, name, classes, len(place), **options)
        expect(place.split('/')[0], kind, name, classes, train, test)
    capitals = [chr(code) for code in range(65, 91)]
    lower = [chr(code) for code in range(97, 123)]
    merged = digits + capitals + list('abdefghnqrt')
    for split, classes, first, labels, mapped in (
            ('letters', [f'{a}/{b}' for a, b in zip(capitals, lower)], 1, ((25, 0, 3), (1, 2)), True),
            ('balanced', merged, 0, ((46, 10, 9), (0, 36)), False),
            ('digits', digits, 0, ((9, 8, 7), (6, 5)), True),
            ('byclass', digits + capitals + lower, 0, ((61, 35, 10), (0, 36)), False)):
        train, test = idx_set('emnist', 'emnist', 'EMNIST', classes, len(split),
                              (f'emnist-{split}-train', f'emnist-{split}-test'), packed=True, turn=True, first=first,
                              labels=labels)
        if mapped:
            codes = [f'{i + first} ' + ' '.join(str(ord(c)) for c in name.split('/')) for i, name in enumerate(classes)]
            write(lines(codes), 'emnist', f'emnist-{split}-mapping.txt')
        expect('emnist', 'emnist', 'EMNIST (unverified files)', classes, train, test, variant=split)
    with zipfile.ZipFile(path('archives', 'gzip.zip'), 'w', zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(os.listdir(path('emnist', ''))):
            if 'digits' in name:
                archive.write(path('emnist', name), f'gzip/{name}')
    letters = [entry for entry in expected if entry['variant'] == 'digits'][0]
    expected.append({**letters, 'place': 'archives/gzip.zip'})


def npz():
    grey, grey_test = images(3, 28, 28, 1, 9), images(2, 28, 28, 1, 10)
    values, values_test = np.array([9, 0, 4], np.uint8), np.array([1, 0], np.uint8)
    for name, save in (('mnist.npz', np.savez_compressed), ('MNIST.npz', np.savez)):
        place = f"npz-{'packed' if name == 'mnist.npz' else 'plain'}"
        save(path(place, name), x_train=grey[:, 0], y_train=values, x_test=grey_test[:, 0], y_test=values_test)
        expect(place, 'npz', 'MNIST (other files)', digits, (grey, values, numbered('x_train', 3)),
               (grey_test, values_test, numbered('x_test', 2)))

    colour = [images(count, 28, 28, 3, seed) for count, seed in ((3, 11), (2, 12), (2, 13))]
    given = [np.array(column, np.uint8).reshape(-1, 1) for column in ((8, 0, 1), (2, 3), (4, 5))]
    np.savez_compressed(path('medmnist', 'pathmnist.npz'), **{
        f'{part}_images': np.ascontiguousarray(pixels.transpose(0, 2, 3, 1)) for part, pixels in zip(('train', 'val', 'test'), colour)
    }, **{f'{part}_labels': column for part, column in zip(('train', 'val', 'test'), given)})
    path_names = ['adipose', 'background', 'debris', 'lymphocytes', 'mucus', 'smooth muscle', 'normal colon mucosa',
                  'cancer-associated stroma', 'colorectal adenocarcinoma epithelium']
    test = (colour[2], given[2][:, 0], numbered('test_images', 2))
    alone = (colour[0], given[0][:, 0], numbered('train_images', 3))
    both = (np.concatenate(colour[:2]), np.concatenate(given[:2])[:, 0], alone[2] + numbered('val_images', 2))
    expect('medmnist', 'npz', 'PathMNIST (other files)', path_names, alone, test, 'without validation images')
    expect('medmnist', 'npz', 'PathMNIST (other files)', path_names, both, test, 'with validation images')

    for name, order, labels, arrange in (
            ('channels-first', 'C', np.array([-1, 5, 70_000], np.int64), lambda pixels: pixels),
            ('channels-last', 'C', np.array([3, 1, 2], '>i4'), lambda pixels: pixels.transpose(0, 2, 3, 1)),
            ('fortran', 'F', np.array([3, 1, 2], np.uint16), lambda pixels: pixels.transpose(0, 2, 3, 1)),
            ('one-channel', 'F', np.array([[True], [False], [True]]), lambda pixels: pixels[:, :1].transpose(0, 2, 3, 1))):
        pixels = images(3, 12, 9, 3, len(name))[:, :1 if name == 'one-channel' else 3]
        stored = np.array(arrange(pixels), order=order)
        np.savez(path(f'npz-{name}', 'own.npz'), train_x=stored, train_y=labels, test_x=stored[:2].copy(order), test_y=labels[:2])
        distinct = sorted({int(value) for value in labels.reshape(-1)})
        places = [distinct.index(int(value)) for value in labels.reshape(-1)]
        expect(f'npz-{name}', 'npz', 'own', [str(value) for value in distinct], (pixels, places, numbered('train_x', 3)),
               (pixels[:2], places[:2], numbered('test_x', 2)))

    with zipfile.ZipFile(path('npz-versions', 'versions.npz'), 'w') as archive:
        for i, (name, array) in enumerate({'x_train': grey[:, 0], 'y_train': values, 'x_test': grey_test[:, 0],
                                           'y_test': values_test}.items()):
            data = io.BytesIO()
            np.lib.format.write_array(data, array, version=((2, 0), (3, 0), (1, 0), (2, 0))[i])
            archive.writestr(f'{name}.npy', data.getvalue())
    places = {0: 0, 1: 1, 4: 2, 9: 3}
    expect('npz-versions', 'npz', 'versions', ['0', '1', '4', '9'],
           (grey, [places[int(v)] for v in values], numbered('x_train', 3)),
           (grey_test, [places[int(v)] for v in values_test], numbered('x_test', 2)))


def svhn():
    # Five labels of a byte do not fit into their tag in the file, and three do.
    for place, compressed, kind, most in (('svhn', True, np.uint8, 5), ('svhn-plain', False, np.float64, 2)):
        parts = []
        for role, labels, seed in (('train', [10, 1, 9], 21), ('test', [2, 10, 3, 4, 5], 22)):
            labels = labels[:most if role == 'train' else most - 1 + (most == 5)]
            pixels = images(len(labels), 32, 32, 3, seed)
            scipy.io.savemat(path(place, f'{role}_32x32.mat'), {
                'X': pixels.transpose(2, 3, 1, 0), 'y': np.array(labels, kind).reshape(-1, 1)}, do_compression=compressed)
            parts.append((pixels, [label % 10 for label in labels], numbered(f'{role}_32x32', len(labels))))
        expect(place, 'svhn', 'SVHN (other files)', digits, *parts)


shutil.rmtree(root, ignore_errors=True)
for make in (cifar_binary, cifar_python, mnist_kin, npz, svhn):
    make()
with open(path('expected.json'), 'w') as file:
    json.dump(expected, file, separators=(',', ':'))
    file.write('\n')
