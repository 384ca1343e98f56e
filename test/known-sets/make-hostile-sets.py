"""Writes files that claim to be data sets and are broken or hostile, and what a reader must say of each, into one
archive: hostile.tar.gz.

Run by hand with Python 3, numpy and scipy: /usr/bin/python3 test/known-sets/make-hostile-sets.py
Nothing here runs what it writes.
"""
import gzip
import io
import json
import os
import pickle
import struct
import tarfile
import zipfile
import zlib

import numpy as np
import scipy.io

here = os.path.dirname(os.path.abspath(__file__))
files_of_cases = {}
cases = []


def case(name, files, message, code='data-corrupt', place=None):
    """place: what is looked at, within the case's folder. message: a part of what must be said."""
    for file, data in files.items():
        files_of_cases[f'{name}/{file}'] = data
    cases.append({'name': name, 'place': place or '', 'code': code, 'message': message})


# Pickles ------------------------------------------------------------------------------------------------------------

def pickled(name, data, message, code='data-corrupt'):
    """As CIFAR-100's list of names, which is read first."""
    case(f'pickle-{name}', {'meta': data, 'train': b'', 'test': b''}, message, code)


class Calls:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def glob(module, name):
    return b'c' + module + b'\n' + name + b'\n'


array = pickle.dumps({'data': np.zeros((2, 3), np.uint8)}, 2)
pickled('os-system', glob(b'os', b'system') + b'(S\'touch /tmp/tenfold-was-here\'\ntR.', 'asks to run os.system.')
pickled('posix-system', pickle.dumps(Calls(os.system, 'touch /tmp/tenfold-was-here'), 4), 'asks to run posix.system.')
pickled('eval', pickle.dumps(Calls(eval, '1'), 2), 'asks to run __builtin__.eval.')
pickled('eval-named-on-stack', pickle.dumps(Calls(eval, '1'), 5), 'asks to run builtins.eval.')
pickled('inst', b'(S\'ls\'\nios\nsystem\n.', 'asks to run os.system.')
pickled('newobj', glob(b'numpy', b'ndarray') + b')\x81.', 'the instruction NEWOBJ')
pickled('persistent-id', b'Pwhatever\n.', 'the instruction PERSID')
pickled('extension', b'\x82\x01.', 'the instruction EXT1')
pickled('numpy-load', glob(b'numpy', b'load') + b'(S\'/etc/passwd\'\ntR.', 'asks to run numpy.load.')
pickled('fromstring-of-objects', pickle.dumps({'data': np.array([{}], object)}, 2), 'holds Python objects', 'unsupported')
pickled('records', pickle.dumps({'data': np.zeros(2, [('a', 'u1')])}, 2), 'holds elements of the type V1', 'unsupported')
pickled('class-called', glob(b'numpy', b'ndarray') + b'(K\x01tR.', 'calls numpy.ndarray, which is no function')
pickled('text-called', b'U\x01a)R.', 'it calls a bytes with a tuple')
pickled('state-of-a-list', b']K\x01b.', 'sets the state of a list')
pickled('underflow', b'\x80\x02R.', 'takes a value that is not there')
pickled('underflow-below-mark', b'K\x01(a.', 'takes a value that is not there')
pickled('mark-missing', b't.', 'takes a mark that is not there')
pickled('memo-missing', b'h\x07.', 'refers to the value 7, which is not there')
pickled('long-of-2-gb', b'\x80\x02\x8b\xff\xff\xff\x7f\x01.', 'is cut off')
pickled('text-of-4-gb', b'\x80\x02X\xff\xff\xff\xffabc', 'is cut off')
pickled('bytes-of-2-to-the-63', b'\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc', 'is cut off')
pickled('number-of-255-bytes', b'\x8a\xff' + b'\x01' * 255 + b'.', 'has a number of 255 bytes')
pickled('deep', b'(' * 20_000 + b't' * 20_000 + b'.', 'not one of CIFAR’s')
pickled('lists-in-lists', b']' * 20_000 + b'a' * 19_999 + b'.', 'not one of CIFAR’s')
pickled('list-in-itself', b']q\x00h\x00a.', 'not one of CIFAR’s')
pickled('memo-bomb', b']' + b'\x94' * 600_000, 'remembers far more values')
pickled('put-bomb', b']' + b''.join(b'r' + struct.pack('<I', i * 7919) for i in range(2000)) + b'.', 'not one of CIFAR’s')
pickled('dup-bomb', b'}' + b'2' * 600_000, 'holds far more values')
pickled('mark-bomb', b'(' * 600_000, 'holds far more marks')
pickled('decoded-again-and-again', glob(b'_codecs', b'encode') + b'q\x00X' + struct.pack('<I', 9000) + b'x' * 9000
        + b'X\x06\0\0\0latin1\x86q\x010' + b'h\x00h\x01R0' * 5000 + b'.', 'uses the same text over and over')
pickled('wrong-codec', glob(b'_codecs', b'encode') + b'(X\x01\0\0\0aX\x04\0\0\0rot1tR.', 'not written as numpy writes them')
pickled('shape-beyond-data', array.replace(b'K\x02K\x03\x86', b'K\xffK\xff\x86'), 'holds an array of [255, 255] with 6 bytes')
pickled('shape-negative', array.replace(b'K\x02K\x03\x86', b'J\xff\xff\xff\xffJ\xfa\xff\xff\xff\x86'), 'holds an array of [-1, -6]')
pickled('key-of-a-dictionary', b'}}K\x01s.', 'has a dict as the key')
pickled('unknown-opcode', b'\x80\x02\xff.', 'the unknown instruction 0xff')
pickled('cut', array[:-20], 'is cut off')
pickled('empty', b'', 'is cut off')
pickled('left-over', b'K\x01K\x02.', 'before everything is put together')
pickled('no-names', pickle.dumps({'fine_label_names': ['a']}, 2), 'is cut off')
case('cifar-labels-missing', {'meta': pickle.dumps({}), 'train': pickle.dumps({'data': np.zeros((1, 3072), np.uint8)})},
     'test is missing', 'data-missing')
case('cifar-wrong-size', {'train.bin': bytes(3073), 'test.bin': bytes(3074), 'fine_label_names.txt': b'a\n',
                          'coarse_label_names.txt': b'b\n'}, 'no whole number of images')
names = {f'{kind}_label_names.txt': '\n'.join(f'{i}' for i in range(count)).encode() for kind, count in (('fine', 100), ('coarse', 20))}
case('cifar-label-outside', {**names, 'train.bin': b'\x00\x64' + bytes(3072), 'test.bin': bytes(3074)},
     'gives image 0 the label 100')
case('cifar-names-too-few', {**names, 'fine_label_names.txt': b'one\ntwo\n', 'train.bin': bytes(3074), 'test.bin': bytes(3074)},
     'must hold 100 different names')
case('cifar-10-batch-missing', {'data_batch_1.bin': bytes(3073), 'test_batch.bin': bytes(3073)},
     'data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin are missing', 'data-missing')


# IDX ----------------------------------------------------------------------------------------------------------------

def idx(array, count=None):
    shape = (array.shape[0] if count is None else count,) + array.shape[1:]
    return struct.pack('>BBBB', 0, 0, 8, array.ndim) + struct.pack(f'>{array.ndim}I', *shape) + array.tobytes()


pixels, labels = np.zeros((2, 28, 28), np.uint8), np.array([1, 2], np.uint8)
sound = {'train-images-idx3-ubyte': idx(pixels), 'train-labels-idx1-ubyte': idx(labels),
         't10k-images-idx3-ubyte': idx(pixels), 't10k-labels-idx1-ubyte': idx(labels)}


def mnist(name, message, code='data-corrupt', **changed):
    files = dict(sound)
    for file, data in changed.items():
        stem = 'train-images-idx3-ubyte' if file.startswith('images') else 'train-labels-idx1-ubyte'
        files.pop(stem)
        if data is not None:
            files[stem + ('.gz' if file.endswith('gz') else '')] = data
    case(f'idx-{name}', files, message, code)


packed_zeros = gzip.compress(idx(pixels) + bytes(30_000_000), mtime=0)
mnist('wrong-magic', 'begins with 0x00000d03 instead of 0x00000803', images=b'\0\0\x0d\x03' + idx(pixels)[4:])
mnist('labels-for-images', 'begins with 0x00000801', images=idx(labels))
mnist('count-beyond-file', 'its header announces', images=idx(pixels, 60_000))
mnist('count-of-4-billion', 'labels for the 4,294,967,295 images', images_gz=gzip.compress(idx(pixels, 0xffffffff), mtime=0))
mnist('cut', 'has 1000 bytes instead of'.replace('1000', '1,000'), images=idx(pixels)[:1000])
mnist('cut-header', 'is cut off', images=idx(pixels)[:7])
mnist('packed-cut', 'cannot be unpacked', images_gz=gzip.compress(idx(np.random.default_rng(0).integers(0, 255, (2, 28, 28), np.uint8)), mtime=0)[:-400])
mnist('packed-bomb', 'goes on after the 1,584 bytes', images_gz=packed_zeros)
mnist('not-packed', 'cannot be unpacked', images_gz=idx(pixels))
mnist('counts-differ', 'has 3 labels for the 2 images', labels=idx(np.zeros(3, np.uint8)))
mnist('label-outside', 'gives image 1 the label 10', labels=idx(np.array([0, 10], np.uint8)))
mnist('partner-missing', 'train-labels-idx1-ubyte is missing', 'data-missing', labels=None)
mnist('empty', 'is cut off', images=b'')
mnist('no-images', 'is empty', images=idx(pixels[:0]))
mnist('huge-images', '100000 × 100000', 'unsupported',
      images_gz=gzip.compress(struct.pack('>BBBBIII', 0, 0, 8, 3, 2, 100_000, 100_000), mtime=0))
case('emnist-mapping', {f'emnist-digits-{role}-{part}': data for role in ('train', 'test') for part, data in
                        (('images-idx3-ubyte', idx(pixels)), ('labels-idx1-ubyte', idx(labels)))}
     | {'emnist-digits-mapping.txt': b'0 48\n1 99999999999\n'}, 'is no list of labels')


# npy and npz --------------------------------------------------------------------------------------------------------

def npy(array):
    data = io.BytesIO()
    np.save(data, array, allow_pickle=True)
    return data.getvalue()


def header(text, version=1, length=None):
    data = text.encode() + b'\n'
    size = len(data) if length is None else length
    return b'\x93NUMPY' + bytes([version, 0]) + (struct.pack('<H', size) if version == 1 else struct.pack('<I', size)) + data


def zipped(entries, method=zipfile.ZIP_STORED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w', method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


arrays = {'x_train.npy': npy(pixels), 'y_train.npy': npy(labels), 'x_test.npy': npy(pixels), 'y_test.npy': npy(labels)}


def npz(name, message, code='data-corrupt', method=zipfile.ZIP_STORED, **changed):
    entries = {f'{key}.npy': changed.get(key, arrays[f'{key}.npy']) for key in ('x_train', 'y_train', 'x_test', 'y_test')
               if changed.get(key, b'') is not None}
    case(f'npz-{name}', {'own.npz': zipped(entries, method)}, message, code)


npz('header-of-4-gb', 'announces a header of 4294967295 bytes', x_train=header('{}', 2, 0xffffffff))
npz('unknown-version', 'the unknown .npy version 9', x_train=header('{}', 9))
npz('code-in-header', 'a header that', x_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': __import__('os').system('ls')}"))
npz('code-as-descr', 'a header that', x_train=header("{'descr': open('/etc/passwd').read(), 'fortran_order': False, 'shape': (2, 28, 28)}"))
npz('shape-overflows', 'a header that', x_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': (999999999999, 999999999999, 28)}"))
npz('shape-negative', 'a header that', x_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': (-1, 28, 28)}"))
npz('shape-beyond-data', 'labels for 9,000,000,000 images', x_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': (9000000000, 28, 28)}"))
both = header("{'descr': '|u1', 'fortran_order': False, 'shape': (900000, 28, 28)}")
npz('all-shapes-beyond-data', 'is cut off', x_train=both + bytes(1568),
    y_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': (900000,)}") + b'\0\1')
npz('header-of-spaces', 'a header that', x_train=header("{'shape': (" + ' , ' * 20_000))
npz('objects', 'holds Python objects', 'unsupported', x_train=npy(np.array([{}, {}], object)))
npz('records', 'holds elements of the type', 'unsupported', x_train=npy(np.zeros(2, [('a', 'u1'), ('b', 'u1')])))
npz('decimal-pixels', 'pixels of the type f4', 'unsupported', x_train=npy(pixels.astype(np.float32)))
npz('ambiguous', 'may be [images, height, width, channels] or [images, channels, height, width]', 'unsupported',
    x_train=npy(np.zeros((2, 3, 28, 3), np.uint8)))
npz('many-labels', 'has labels of [2, 14]', 'unsupported', y_train=npy(np.zeros((2, 14), np.uint8)))
npz('labels-missing', 'has the images x_train without the labels y_train', y_train=None)
npz('test-missing', 'no pair of images and labels for the test', 'data-missing', x_test=None, y_test=None)
npz('one-class', 'images of a single class', 'unsupported', y_train=npy(np.zeros(2, np.uint8)), y_test=npy(np.zeros(2, np.uint8)))
npz('bomb', 'goes on after', method=zipfile.ZIP_DEFLATED, x_train=npy(pixels) + bytes(30_000_000))
fortran = header("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 28, 28)}") + bytes(100)
npz('fortran-cut', 'is cut off', x_train=fortran)
npz('fortran-huge', 'is cut off', x_train=header("{'descr': '|u1', 'fortran_order': True, 'shape': (1000000, 28, 28)}"),
    y_train=header("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000,)}") + b'\0\1' * 500_000, method=zipfile.ZIP_DEFLATED)

plain = zipped(arrays)
overlapping = bytearray(plain)
at = [i for i in range(len(plain)) if plain[i:i + 4] == b'PK\x01\x02']
for entry in at:  # all entries at the first one's place
    overlapping[entry + 42:entry + 46] = struct.pack('<I', 0)
case('zip-overlapping', {'own.npz': bytes(overlapping)}, 'lie over one another')
encrypted = bytearray(zipped(arrays, zipfile.ZIP_DEFLATED))
for entry in (i for i in range(len(encrypted)) if encrypted[i:i + 4] == b'PK\x01\x02'):
    encrypted[entry + 8] |= 1
case('zip-encrypted', {'own.npz': bytes(encrypted)}, 'is encrypted', 'unsupported')
unknown = bytearray(plain)
for entry in at:
    unknown[entry + 10:entry + 12] = struct.pack('<H', 99)
case('zip-unknown-method', {'own.npz': bytes(unknown)}, 'zip’s method 99', 'unsupported')
case('zip-bzip2', {'own.npz': zipped(arrays, zipfile.ZIP_BZIP2)}, 'zip’s method 12', 'unsupported')
case('zip-climbing-names', {'own.npz': zipped({'../../x_train.npy': npy(pixels)})}, 'holds a file named ../../x_train.npy')
case('zip-absolute-names', {'own.npz': zipped({'/etc/x_train.npy': npy(pixels)})}, 'holds a file named /etc/x_train.npy')
case('zip-cut', {'own.npz': plain[:-30]}, 'is no zip file, or is damaged')
case('zip-empty', {'own.npz': b''}, 'is no zip file, or is damaged')
case('zip-text', {'own.npz': b'not a zip file at all\n' * 10}, 'is no zip file, or is damaged')
wrong = bytearray(zipped({**arrays, 'y_test.npy': npy(labels)}))
place = bytes(wrong).index(npy(labels)[-30:])
wrong[place + 28] = 7
case('zip-checksum', {'own.npz': bytes(wrong)}, 'does not match its checksum')
far = bytearray(plain)
far[at[0] + 20:at[0] + 28] = struct.pack('<II', 0x7fffffff, 0x7fffffff)
case('zip-beyond-file', {'own.npz': bytes(far)}, 'archive|cut off|over one another')
far64 = bytearray(plain)
far64[-22 + 16:-22 + 20] = struct.pack('<I', 0xfffffff0)
case('zip-directory-outside', {'own.npz': bytes(far64)}, 'is no zip file, or is damaged')
case('zip-many-files', {'archive.zip': zipped({f'{i}': b'' for i in range(2500)})}, 'holds 2,500 files', place='archive.zip')


# MATLAB -------------------------------------------------------------------------------------------------------------

def saved(variables, compressed=False):
    data = io.BytesIO()
    scipy.io.savemat(data, variables, do_compression=compressed)
    return data.getvalue()


faces, ys = np.zeros((32, 32, 3, 2), np.uint8), np.array([[1], [2]], np.uint8)
fine_mat = saved({'X': faces, 'y': ys})


def mat(name, message, data, code='data-corrupt'):
    case(f'mat-{name}', {'train_32x32.mat': data, 'test_32x32.mat': fine_mat if name == 'cell-array' else saved({'X': faces, 'y': ys}, True)},
         message, code)


def element(kind, data):
    return struct.pack('<II', kind, len(data)) + data


start = fine_mat[:128]
mat('cell-array', 'holds a cell array as X', saved({'X': np.array([1, 'a'], object), 'y': ys}, True))
mat('structure', 'holds a structure as X', saved({'X': {'a': 1}, 'y': ys}, True))
mat('function-handle', 'holds a function handle as X', start + element(14, element(6, struct.pack('<II', 16, 0))
    + element(5, struct.pack('<ii', 1, 1)) + element(1, b'X' + bytes(7))[:4] + struct.pack('<I', 1) + b'X' + bytes(7))
    + saved({'y': ys})[128:])
mat('no-x', 'holds no variable X', saved({'y': ys}, True))
mat('text', 'is not a MATLAB file of level 5', b'MATLAB' + b' ' * 200)
mat('hdf5', 'is not a MATLAB file of level 5', b'MATLAB 7.3 MAT-file' + b' ' * 105 + b'\x00\x02IM' + bytes(64), 'unsupported')
mat('empty', 'is cut off', b'')
mat('element-of-4-gb', 'is cut off', start + struct.pack('<II', 14, 0xffffffff) + bytes(64))
mat('dimensions-beyond-data', 'for the array X of [2000000000',
    fine_mat.replace(struct.pack('<iiii', 32, 32, 3, 2), struct.pack('<iiii', 2_000_000_000, 2_000_000_000, 3, 2)))
mat('dimensions-negative', 'for the array X of [-32',
    fine_mat.replace(struct.pack('<iiii', 32, 32, 3, 2), struct.pack('<iiii', -32, -32, 3, 2)))
mat('name-of-4-gb', 'whose header is not as MATLAB writes it', start + element(14, element(6, struct.pack('<II', 9, 0))
    + element(5, struct.pack('<ii', 1, 1)) + struct.pack('<II', 1, 0xfffffff0) + bytes(64)))
matrix = saved({'X': faces})[128:]
bomb = struct.pack('<II', 14, 0x7fffffff) + matrix[8:] + bytes(30_000_000)
mat('compressed-bomb', 'mat-compressed-bomb/train_32x32.mat gives image 0 the label 0', start + element(15, zlib.compress(bomb)) + saved({'y': ys * 0})[128:])
mat('compressed-cut', 'unpacked', start + element(15, zlib.compress(matrix)[:30]) + saved({'y': ys})[128:])
mat('compressed-noise', 'cannot be unpacked', start + element(15, b'noise' * 20) + saved({'y': ys})[128:])
mat('many-elements', 'holds more than 64 variables', start + element(14, b'') * 100)
mat('counts-differ', 'has 2 images and labels of [3, 1]', saved({'X': faces, 'y': np.ones((3, 1), np.uint8)}, True))
mat('label-outside', 'gives image 1 the label 11', saved({'X': faces, 'y': np.array([[1], [11]], np.uint8)}, True))
case('mat-partner-missing', {'train_32x32.mat': saved({'X': faces, 'y': ys}, True)}, 'test_32x32.mat is missing', 'data-missing')


# tar ----------------------------------------------------------------------------------------------------------------

def tar(entries, sizes=None):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode='w') as archive:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


claims = tarfile.TarInfo('train.bin')
claims.size = 2 ** 33
case('tar-huge-entry', {'set.tar.gz': gzip.compress(claims.tobuf() + bytes(1024), mtime=0)}, 'holds more than 2,000 files or',
     place='set.tar.gz')
case('tar-cut', {'set.tar.gz': gzip.compress(tar({'a/train.bin': bytes(9000)}), mtime=0)[:-40]}, 'unpacked', place='set.tar.gz')
case('tar-noise', {'set.tar': b'noise' * 500}, 'cannot be unpacked', place='set.tar')

files_of_cases['cases.json'] = json.dumps(cases, ensure_ascii=False).encode()
with open(os.path.join(here, 'hostile.tar.gz'), 'wb') as file:
    file.write(gzip.compress(tar(files_of_cases), 9, mtime=0))
print(len(cases), 'cases')
