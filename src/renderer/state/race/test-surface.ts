/** A hilly surface whose height and slope are known everywhere: z = f(x, y). */
export interface TestSurface {
  readonly id: SurfaceId
  readonly title: string
  /** What an optimizer meets there, in a sentence. */
  readonly about: string
  readonly formula: string
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  readonly start: readonly [number, number]
  /** The deepest places. */
  readonly minima: readonly (readonly [number, number])[]
  /** Rates at which every optimizer gets somewhere: for those that step by the slope, and for the adaptive ones. */
  readonly rates: { readonly slope: number; readonly adaptive: number }
  height(x: number, y: number): number
  /** [df/dx, df/dy] */
  slope(x: number, y: number): readonly [number, number]
}

export type SurfaceId = 'ravine' | 'beale' | 'himmelblau' | 'saddle' | 'localLow'

const himmelblau = (x: number, y: number): readonly [number, number] => [x * x + y - 11, x + y * y - 7]

/** The three parentheses of Beale's function. */
const beale = (x: number, y: number): readonly [number, number, number] => [
  1.5 - x + x * y,
  2.25 - x + x * y ** 2,
  2.625 - x + x * y ** 3
]

export const testSurfaces: readonly TestSurface[] = [
  {
    id: 'ravine',
    title: 'Ravine',
    about: 'A narrow valley: steep across, almost flat along its floor.',
    formula: 'x² / 60 + y²',
    x: [-10, 10],
    y: [-4, 4],
    start: [-9, 3],
    minima: [[0, 0]],
    rates: { slope: 0.6, adaptive: 0.3 },
    height: (x, y) => (x * x) / 60 + y * y,
    slope: (x, y) => [x / 30, 2 * y]
  },
  {
    id: 'beale',
    title: 'Beale',
    about: 'A curved valley between very steep walls.',
    formula: '(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²',
    x: [-1, 4.5],
    y: [-1.6, 1.4],
    start: [1, 1.2],
    minima: [[3, 0.5]],
    rates: { slope: 0.008, adaptive: 0.1 },
    height: (x, y) => beale(x, y).reduce((sum, part) => sum + part * part, 0),
    slope: (x, y) => {
      const [a, b, c] = beale(x, y)
      return [
        2 * (a * (y - 1) + b * (y ** 2 - 1) + c * (y ** 3 - 1)),
        2 * x * (a + 2 * b * y + 3 * c * y ** 2)
      ]
    }
  },
  {
    id: 'himmelblau',
    title: 'Himmelblau',
    about: 'Four minima of the same depth. Which optimizer ends up in which?',
    formula: '(x² + y − 11)² + (x + y² − 7)²',
    x: [-5.5, 5.5],
    y: [-5, 5],
    start: [0.3, -1],
    minima: [
      [3, 2],
      [-2.805118, 3.131312],
      [-3.77931, -3.283186],
      [3.584428, -1.848126]
    ],
    rates: { slope: 0.01, adaptive: 0.2 },
    height: (x, y) => {
      const [a, b] = himmelblau(x, y)
      return a * a + b * b
    },
    slope: (x, y) => {
      const [a, b] = himmelblau(x, y)
      return [4 * x * a + 2 * b, 2 * a + 4 * y * b]
    }
  },
  {
    id: 'saddle',
    title: 'Saddle',
    about: 'A saddle point: level in the middle, up along x and down along y.',
    formula: 'x² − y² + y⁴ / 8',
    x: [-3.2, 3.2],
    y: [-2.9, 2.9],
    start: [-2.6, 0.01],
    minima: [
      [0, 2],
      [0, -2]
    ],
    rates: { slope: 0.05, adaptive: 0.1 },
    height: (x, y) => x * x - y * y + y ** 4 / 8,
    slope: (x, y) => [2 * x, -2 * y + y ** 3 / 2]
  },
  {
    id: 'localLow',
    title: 'Local minimum',
    about: 'A shallow local minimum on the way to a deeper one.',
    formula: 'x⁴ / 4 − x³ / 3 − 2x² + y² / 2 − x',
    x: [-2.9, 4.2],
    y: [-2.6, 2.6],
    start: [-2.6, 1.8],
    minima: [[2.651093, 0]],
    rates: { slope: 0.05, adaptive: 0.08 },
    height: (x, y) => x ** 4 / 4 - x ** 3 / 3 - 2 * x * x - x + (y * y) / 2,
    slope: (x, y) => [x ** 3 - x * x - 4 * x - 1, y]
  }
]

export function testSurface(id: SurfaceId): TestSurface {
  const found = testSurfaces.find((surface) => surface.id === id)
  if (found === undefined) throw new Error(`no test surface is called ${id}`)
  return found
}
