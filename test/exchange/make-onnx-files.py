"""Writes the ONNX files of other programs that are in files/, each with what it makes of a small batch.

Made with Python 3.11, torch 2.15.0, onnx 1.23.2, onnxruntime 1.32.0, onnxscript 0.7.2, Keras 3.15.1, tensorflow-cpu 2.21.0 and
tf2onnx 1.17.0 (installed by itself: it asks for other versions of what it needs than the rest does):
    KERAS_BACKEND=torch python make-onnx-files.py
    KERAS_BACKEND=tensorflow python make-onnx-files.py
Weights are random: what matters is how the programs write a network.
"""
import base64
import json
import os
import warnings

import numpy as np
import onnx
import onnxruntime

warnings.filterwarnings('ignore')
files = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'files')
path = lambda name: os.path.join(files, name + '.onnx')
bytes_ = np.random.default_rng(3).integers(0, 256, (3, 3, 8, 8), dtype=np.uint8)  # [N, channels, height, width]


def save(name, low, high, channels_last, softmax):
    """@param low, high what the network takes in place of the bytes 0 and 255, before what it does itself"""
    model = onnx.load(path(name))
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(path(name), providers=['CPUExecutionProvider'])
    taken = session.get_inputs()[0]
    images = bytes_.transpose(0, 2, 3, 1) if channels_last else bytes_
    if taken.type != 'tensor(uint8)':
        images = (images * ((high - low) / 255) + low).astype(np.float32)
    scores = np.concatenate([session.run(None, {taken.name: images[i : i + 1]})[0] for i in range(len(images))])
    with open(os.path.join(files, name + '.json'), 'w') as file:
        json.dump(dict(softmax=softmax, scores=[[float(f'{x:.9g}') for x in row] for row in scores.reshape(3, -1)]), file)
        file.write('\n')
    print(name, os.path.getsize(path(name)))


def without_traces(name):
    """Where in which folder of this machine each operator was called is nothing that a test needs."""
    model = onnx.load(path(name), load_external_data=False)
    for part in [*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info]:
        kept = [prop for prop in part.metadata_props if not prop.key.endswith('stack_trace')]
        del part.metadata_props[:]
        part.metadata_props.extend(kept)
    with open(path(name), 'wb') as file:
        file.write(model.SerializeToString())


def torch_files():
    import torch
    import torch.nn as nn
    import torch.nn.functional as F

    torch.manual_seed(1)

    class Mixed(nn.Module):
        """Every operator that one network can show."""

        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
            self.bn1 = nn.BatchNorm2d(4)
            self.conv2 = nn.Conv2d(4, 8, (3, 2), stride=2, padding=1, groups=4)
            self.mix = nn.Conv2d(8, 4, 1)
            self.bn2 = nn.BatchNorm2d(8, eps=1e-3, momentum=0.2)
            self.fc1 = nn.Linear(8 * 2 * 3, 6)
            self.bn3 = nn.BatchNorm1d(6)
            self.fc2 = nn.Linear(6, 5)

        def forward(self, x):
            x = F.silu(self.bn1(self.conv1(x)))
            y = F.relu6(self.mix(F.relu(self.conv2(x))))
            x = F.avg_pool2d(x, (2, 2))
            x = torch.cat([F.pad(x, (0, 1, 0, 0)), y], 1)
            x = self.bn2(F.gelu(x))
            x = F.max_pool2d(F.gelu(F.pad(x, (1, 0, 0, 1)), approximate='tanh'), 2)
            x = torch.flatten(x, 1)
            x = F.leaky_relu(self.bn3(self.fc1(x)), 0.1)
            return F.log_softmax(self.fc2(x) * 0.5, 1)

    class Residual(nn.Module):
        """As torchvision's ResNet: a padded pool behind a ReLU, shortcuts, the mean of all pixels."""

        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(3, 4, 3, bias=False, padding=1)
            self.bn1 = nn.BatchNorm2d(4)
            self.block = nn.ModuleDict(dict(conv1=nn.Conv2d(4, 4, 3, padding=1), conv2=nn.Conv2d(4, 4, 3, padding=1)))
            self.shortcut = nn.Conv2d(4, 4, 1)
            self.fc = nn.Linear(4, 5)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
            x = F.relu(self.block['conv2'](F.relu(self.block['conv1'](x))) + self.shortcut(x))
            x = F.adaptive_avg_pool2d(x, 1)
            return self.fc(x.view(x.size(0), -1))

    class Prepared(nn.Module):
        """Takes bytes with their channels behind, and normalises them itself."""

        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)
            self.fc = nn.Linear(4 * 6 * 6, 5)
            self.register_buffer('mean', torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
            self.register_buffer('std', torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

        def forward(self, x):
            x = x.permute(0, 3, 1, 2).float() / 255
            x = torch.tanh(self.conv((x - self.mean) / self.std))
            return torch.softmax(self.fc(x.reshape(-1, 144)), -1)

    def export(net, name, **settings):
        net.eval()
        for module in net.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                for tensor in (module.weight, module.running_var):
                    nn.init.uniform_(tensor, 0.5, 1.5)
                for tensor in (module.bias, module.running_mean):
                    nn.init.uniform_(tensor, -0.5, 0.5)
        sample = torch.from_numpy(bytes_)
        sample = sample.permute(0, 2, 3, 1) if isinstance(net, Prepared) else sample.float()
        torch.onnx.export(net, (sample,), path(name), input_names=['x'], output_names=['y'], **settings)
        without_traces(name)

    old = dict(dynamo=False, dynamic_axes={'x': {0: 'n'}, 'y': {0: 'n'}})
    # The file keeps batch normalisations, which exporting folds into the convolutions otherwise.
    whole = dict(do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE)
    new = dict(dynamo=True, external_data=False, dynamic_shapes=({0: torch.export.Dim('n')},), verbose=False)
    mixed, residual, prepared = Mixed(), Residual(), Prepared()
    export(mixed, 'torch-old', opset_version=13, **old)
    export(mixed, 'torch-old-whole', opset_version=17, **old, **whole)
    export(mixed, 'torch-dynamo', **new)
    export(residual, 'torch-residual-old', opset_version=9, **old)
    export(residual, 'torch-residual-dynamo', **new)
    export(prepared, 'torch-prepared-old', opset_version=11, **old)
    export(prepared, 'torch-prepared-dynamo', **new)
    for name in ('torch-old', 'torch-old-whole', 'torch-dynamo'):
        save(name, -1, 1, False, True)
    for name in ('torch-residual-old', 'torch-residual-dynamo'):
        save(name, -1, 1, False, False)
    for name in ('torch-prepared-old', 'torch-prepared-dynamo'):
        save(name, 0, 255, True, True)
    # As PyTorch writes it unless it is told otherwise: the weights lie in torch-external.onnx.data.
    export(mixed, 'torch-external', **{**new, 'external_data': True})
    save('torch-external', -1, 1, False, True)


def half_files():
    """Weights of 16 bits, listed among the inputs as early files have them."""
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(5)
    weight = random.normal(size=(4, 3, 3, 3)).astype(np.float16)
    dense = random.normal(size=(5, 4)).astype(np.float64)
    bits = (random.normal(size=4).astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
    graph = helper.make_graph(
        [
            helper.make_node('Conv', ['x', 'w', 'b'], ['c'], 'Conv_0', auto_pad='SAME_LOWER', strides=[3, 3]),
            helper.make_node('MaxPool', ['c'], ['p'], 'MaxPool_1', kernel_shape=[3, 3]),
            helper.make_node('Flatten', ['p'], ['f'], 'Flatten_2'),
            helper.make_node('Gemm', ['f', 'd', 'e'], ['y'], 'Gemm_3', transB=1, alpha=0.5, beta=2.0),
        ],
        'half',
        [helper.make_tensor_value_info('x', TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info('y', TensorProto.FLOAT, [1, 5])],
        [
            helper.make_tensor('w', TensorProto.FLOAT16, weight.shape, weight.flatten().tolist()),
            helper.make_tensor('b', TensorProto.BFLOAT16, [4], bits.tobytes(), raw=True),
            helper.make_tensor('d', TensorProto.DOUBLE, dense.shape, dense.flatten().tolist()),
            helper.make_tensor('e', TensorProto.FLOAT, [1], [0.25]),
        ],
    )
    for tensor in graph.initializer:
        graph.input.append(helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 11)], ir_version=3)
    # onnxruntime wants one type in all: the same numbers as float32.
    onnx.save(model, path('half'))
    for tensor, values in zip(model.graph.initializer, (weight, bits, dense, None)):
        if values is bits:
            values = (bits.astype(np.uint32) << 16).view(np.float32)
        if values is not None:
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float32), tensor.name))
    del model.graph.input[1:]
    plain = model.SerializeToString()
    session = onnxruntime.InferenceSession(plain, providers=['CPUExecutionProvider'])
    images = (bytes_ * (2 / 255) - 1).astype(np.float32)
    scores = [session.run(None, {'x': images[i : i + 1]})[0][0] for i in range(3)]
    with open(os.path.join(files, 'half.json'), 'w') as file:
        json.dump(dict(softmax=False, scores=[[float(f'{x:.9g}') for x in row] for row in scores]), file)
        file.write('\n')


def keras_file():
    import keras
    from keras import layers

    keras.utils.set_random_seed(2)
    image = keras.Input((8, 8, 3))
    x = layers.Rescaling(1 / 127.5, -1)(image)
    x = layers.Conv2D(4, 3, strides=2, padding='same', use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(max_value=6)(x)
    y = layers.DepthwiseConv2D(3, padding='same', depth_multiplier=1)(x)
    y = layers.BatchNormalization()(y)
    y = layers.Activation('silu')(y)
    x = layers.Add()([x, y])
    x = layers.Concatenate()([x, y])
    x = layers.MaxPooling2D()(x)
    x = layers.BatchNormalization()(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(8, activation=lambda x: keras.activations.gelu(x, approximate=True))(x)
    x = layers.LeakyReLU()(x)
    model = keras.Model(image, layers.Dense(5, activation='softmax')(x))
    random = np.random.default_rng(4)
    # Those with one axis may be variances.
    model.set_weights([random.normal(0, 0.4, w.shape) if w.ndim > 1 else random.uniform(0.2, 1, w.shape) for w in model.get_weights()])
    name = 'keras-' + keras.backend.backend()
    model(np.zeros((1, 8, 8, 3), np.float32))
    model.export(path(name), format='onnx', verbose=False)
    save(name, 0, 255, True, True)


os.makedirs(files, exist_ok=True)
if os.environ.get('KERAS_BACKEND') == 'tensorflow':
    keras_file()
else:
    with open(os.path.join(files, 'images.json'), 'w') as file:
        json.dump(dict(shape=bytes_.shape, bytes=base64.b64encode(bytes_.tobytes()).decode()), file)
        file.write('\n')
    torch_files()
    half_files()
    keras_file()
