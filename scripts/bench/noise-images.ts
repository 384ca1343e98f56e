import type { ImageSet } from '../../src/core/data/image-set'
import { Random } from '../../src/core/maths/random'

/** Images of CIFAR-10's shape that are the same everywhere, whether or not there is a data set. */
export function noiseImages(count: number): ImageSet {
  const random = Random.seeded(1)
  const images = new Uint8Array(new SharedArrayBuffer(count * 3072))
  for (let i = 0; i < images.length; i++) images[i] = random.nextBelow(256)
  const labels = new Uint16Array(new SharedArrayBuffer(count * 2))
  for (let i = 0; i < count; i++) labels[i] = random.nextBelow(10)
  return { images, labels, count, shape: [32, 32, 3] }
}
