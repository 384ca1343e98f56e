"""Writes src/lab/exchange/onnx/file/onnx_pb.ts from ONNX's own description of its files (onnx-ml.proto, Apache-2.0).

Needs Python's onnx and protobuf, and @bufbuild/protoc-gen-es of the same version as @bufbuild/protobuf here:
    npm install --prefix /tmp/generator @bufbuild/protoc-gen-es@2.17.0
    python scripts/make_onnx_pb.py /tmp/generator/node_modules/.bin/protoc-gen-es
"""
import os
import subprocess
import sys

from google.protobuf.compiler import plugin_pb2
from onnx import onnx_ml_pb2


def name_fields(message):
    """What protoc would fill in, and Python leaves out."""
    for field in message.field:
        first, *rest = field.name.split('_')
        field.json_name = first + ''.join(part.capitalize() for part in rest)
    for nested in message.nested_type:
        name_fields(nested)


request = plugin_pb2.CodeGeneratorRequest(parameter='target=ts')
description = request.proto_file.add()
onnx_ml_pb2.DESCRIPTOR.CopyToProto(description)
description.name = 'onnx.proto'
for message in description.message_type:
    name_fields(message)
request.file_to_generate.append(description.name)
done = subprocess.run([sys.argv[1]], input=request.SerializeToString(), stdout=subprocess.PIPE, check=True)
response = plugin_pb2.CodeGeneratorResponse.FromString(done.stdout)
if response.error:
    sys.exit(response.error)
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
with open(os.path.join(root, 'src/lab/exchange/onnx/file', response.file[0].name), 'w') as file:
    file.write(response.file[0].content)
