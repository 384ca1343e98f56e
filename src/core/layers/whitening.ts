import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { symmetricEigen } from '../maths/symmetric-eigen'
import { volume } from './shape'

/** Added to each variance, as a share of their mean: directions in which hardly anything varies are not blown up. */
const leastVariance = 5e-4
/** Products that the covariance takes at most: a fraction of a second. */
const mostProducts = 2e8
/** More images say nothing new of patches of a few pixels. */
const mostImages = 1000
/** Values that are held at most, in all images together. */
const mostValues = 4e6
/** Of a patch; the eigenvectors of more take long. */
export const mostPatchValues = 96

/** Values of a patch: kh * kw * channels. */
export function patchValues([kh, kw]: readonly [number, number], channels: number): number {
  return kh * kw * channels
}

/**
 * Images that whitening looks at: 1,000, or fewer where images or patches are large.
 * @param shape [height, width, channels]
 */
export function whiteningImages(
  [height, width, channels]: readonly [number, number, number],
  kernelSize: readonly [number, number]
): number {
  const patches = (height - kernelSize[0] + 1) * (width - kernelSize[1] + 1)
  const values = patchValues(kernelSize, channels)
  const products = patches * ((values * (values + 1)) / 2)
  const most = Math.min(mostProducts / products, mostValues / (height * width * channels))
  return Math.max(1, Math.min(mostImages, Math.floor(most)))
}

export interface WhiteningFilters {
  /** f64[kh * kw * channels, filters]: half of the filters, and the opposite of each */
  readonly kernel: Float64Array
  /** f64[filters] */
  readonly bias: Float64Array
}

/**
 * Filters whose outputs have mean 0 and variance 1 over all patches of some images, and do not vary together: the
 * eigenvectors of the patches' covariance, each divided by the root of its eigenvalue (Hyvärinen, Hurri and Hoyer,
 * “Natural Image Statistics”, section 5.4; as the first layer of a network, frozen: Page, “How to train your ResNet”,
 * part 8). Where there are fewer filters than that, those stay in whose directions patches vary most. Behind them come
 * their opposites, so that a ReLU lets pass one of each pair.
 * @param images f64[N, height, width, channels]
 * @param filters how many, an even number, at most twice the values of a patch
 * @throws LabError 'invalid-input' when all patches are the same
 */
export function whiteningFilters(
  images: Float64Array,
  shape: readonly [number, number, number],
  kernelSize: readonly [number, number],
  filters: number
): WhiteningFilters {
  const values = patchValues(kernelSize, shape[2])
  const { mean, covariance } = patchStatistics(images, shape, kernelSize)
  const pairs = symmetricEigen(covariance)
  const average = pairs.reduce((sum, { value }) => sum + value, 0) / values
  if (!(average > 0)) {
    throw new LabError(
      'invalid-input',
      'All training images that whitening looks at have a single colour, so there is nothing to whiten.',
      'Start the convolution at random or as the identity.'
    )
  }
  const half = filters / 2
  const kernel = new Float64Array(values * filters)
  const bias = new Float64Array(filters)
  pairs.slice(0, half).forEach(({ value, vector }, filter) => {
    // Rounding makes an eigenvalue of 0 slightly negative.
    const deviation = Math.sqrt(Math.max(0, value) + leastVariance * average)
    let shift = 0
    vector.forEach((entry, i) => {
      const weight = entry / deviation
      kernel[i * filters + filter] = weight
      kernel[i * filters + half + filter] = -weight
      shift += weight * at(mean, i)
    })
    bias[filter] = -shift
    bias[half + filter] = shift
  })
  return { kernel, bias }
}

interface PatchStatistics {
  /** f64[kh * kw * channels] */
  readonly mean: Float64Array
  readonly covariance: readonly Float64Array[]
}

/** Over all patches of all images, in the order in which a kernel's weights lie: rows, columns, channels. */
function patchStatistics(
  images: Float64Array,
  shape: readonly [number, number, number],
  [kh, kw]: readonly [number, number]
): PatchStatistics {
  const [height, width, channels] = shape
  const row = kw * channels
  const n = kh * row
  const sums = new Float64Array(n)
  const products = Array.from({ length: n }, () => new Float64Array(n))
  const patch = new Float64Array(n)
  /** Sums go from this one on: where all patches are the same, nothing is left of them. */
  let origin: Float64Array | undefined
  let patches = 0
  for (let first = 0; first < images.length; first += volume(shape)) {
    for (let y = 0; y + kh <= height; y++) {
      for (let x = 0; x + kw <= width; x++) {
        for (let i = 0; i < kh; i++) {
          const from = first + ((y + i) * width + x) * channels
          patch.set(images.subarray(from, from + row), i * row)
        }
        origin ??= patch.slice()
        addPatch(patch, origin, sums, products)
        patches++
      }
    }
  }
  const means = sums.map((sum) => sum / patches)
  for (let i = 0; i < n; i++) {
    for (let k = i; k < n; k++) {
      const [line, other] = [required(products[i], 'a line'), required(products[k], 'a line')]
      const value = at(line, k) / patches - at(means, i) * at(means, k)
      line[k] = value
      other[i] = value
    }
  }
  const first = required(origin, 'a patch')
  return { mean: means.map((value, i) => value + at(first, i)), covariance: products }
}

/** Products of all pairs of a patch's values, each pair once. */
function addPatch(
  patch: Float64Array,
  origin: Float64Array,
  sums: Float64Array,
  products: readonly Float64Array[]
): void {
  for (let i = 0; i < patch.length; i++) patch[i] = at(patch, i) - at(origin, i)
  products.forEach((line, i) => {
    const value = at(patch, i)
    sums[i] = at(sums, i) + value
    for (let k = i; k < patch.length; k++) line[k] = at(line, k) + value * at(patch, k)
  })
}

function at(values: Float64Array, i: number): number {
  return required(values[i], 'a value of a patch')
}
