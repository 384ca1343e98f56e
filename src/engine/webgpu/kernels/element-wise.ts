import type { ImageJob } from './job'

export interface ElementWise {
  readonly name: string
  readonly threads: number
  readonly batchSize: number
  /** Elements of one image. */
  readonly volume: number
  /** WGSL that does one element, given `image`, `within` (of the image) and `element` (of the batch). */
  readonly body: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** One thread an element. */
export function elementWise({
  name,
  threads,
  batchSize,
  volume,
  body,
  reads,
  writes
}: ElementWise): ImageJob {
  const tilesPerImage = Math.ceil(volume / threads)
  const code = `
fn ${name}(tile: u32, thread: u32) {
  let image = tile / ${tilesPerImage}u;
  let within = (tile % ${tilesPerImage}u) * ${threads}u + thread;
  if (image >= step.images || within >= ${volume}u) { return; }
  let element = image * ${volume}u + within;
${body}
}`
  return { name, code, tiles: batchSize * tilesPerImage, tilesPerImage, threads, scratch: 0, reads, writes }
}
