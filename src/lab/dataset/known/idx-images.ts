import type { PixelOrder } from './formats/arrange'
import { type IdxPair, openIdx } from './idx-files'
import { pairImages } from './image-pairs'
import type { KnownImage } from './known-set'

/** @param firstLabel what the files call the first class */
export async function* idxImages(
  { images, labels, count, shape }: IdxPair,
  order: PixelOrder,
  firstLabel: number,
  classes: number,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  yield* pairImages(
    {
      openPixels: () => openIdx(images, 3),
      openLabels: () => openIdx(labels, 1),
      labelType: { kind: 'u1', littleEndian: true },
      count,
      shape,
      order,
      classOf: (label) =>
        label >= firstLabel && label < firstLabel + classes ? label - firstLabel : undefined,
      file: images.label,
      origin: images.name.replace(/[-.]idx3-ubyte(\.gz)?$/, '')
    },
    signal
  )
}
