"""Unpacks what linking with TensorFlow needs from its wheel: unpack_tensorflow.py FOLDER_WITH_WHEEL TARGET."""
import pathlib
import sys
import zipfile

WANTED = (
    "tensorflow/libtensorflow_",
    "tensorflow/python/platform/build_info.py",
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/ctstring",
    "tensorflow/include/tsl/platform/ctstring",
    "tensorflow/include/xla/tsl/c/",
    "tensorflow_cpu-",
)

wheel = next(pathlib.Path(sys.argv[1]).glob("*.whl"))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(WANTED):
            archive.extract(name, sys.argv[2])
