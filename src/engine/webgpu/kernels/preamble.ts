import { commonTransform, type PixelTransform } from '../../../core/model/pixel-range'
import { wgslFloat } from './job'

/** Bytes from one step's constants to the next: what WebGPU lets every device align dynamic offsets to. */
export const stepStride = 256
/** Layers whose keys fit into a step's constants. */
export const maxKeys = 24
/** 32-bit words before the layers' keys. */
export const stepWords = {
  first: 0,
  images: 1,
  index: 2,
  rate: 3,
  correction: 4,
  shrink: 5,
  /** What the losses of images are multiplied with to give their weighted mean. */
  share: 6,
  keys: 8
} as const

/** How a network reads the bytes of its images, u8[N, C, H, W]. @param plane H * W */
export function pixelCode(transforms: readonly PixelTransform[], plane: number): string {
  const common = commonTransform(transforms)
  const value =
    common === undefined
      ? transforms
          .map(transformed)
          .reduce((others, own, channel) => `select(${others}, ${own}, channel == ${channel}u)`)
      : transformed(common)
  const channel = common === undefined ? `\n  let channel = (index / ${plane}u) % ${transforms.length}u;` : ''
  return `
fn pixel(index: u32) -> f32 {
  let byte = (bytes[index >> 2u] >> ((index & 3u) * 8u)) & 255u;${channel}
  return ${value};
}
`
}

function transformed({ scale, offset }: PixelTransform): string {
  return `fma(f32(byte), ${wgslFloat(scale)}, ${wgslFloat(offset)})`
}

/**
 * What all kernels share. `step` holds one step's constants: which rows it trains on, and what of the optimizer's
 * formula changes from step to step.
 *
 * exponential: exp(n ln 2 + r) = 2^n * Taylor(r) with ln 2 in two parts (Cody and Waite 1980), to about one unit in the
 * last place; WGSL promises less of its own, and nothing of tanh near 0.
 */
export const preamble = `
struct Step {
  first: u32,
  images: u32,
  index: u32,
  rate: f32,
  correction: f32,
  shrink: f32,
  share: f32,
  unused: u32,
  keys: array<vec4u, ${maxKeys / 2}>
}
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> bytes: array<u32>;
@group(0) @binding(2) var<storage, read> rows: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> memory: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;

fn relu(x: f32) -> f32 {
  return select(x, 0.0, x < 0.0);
}

fn leakyRelu(x: f32, slope: f32) -> f32 {
  return select(slope * x, x, x > 0.0);
}

fn relu6(x: f32) -> f32 {
  return select(relu(x), 6.0, x > 6.0);
}

fn exponential(x: f32) -> f32 {
  let low = select(x, -87.0, x < -87.0);
  let y = select(low, 88.0, low > 88.0);
  let n = round(y * ${wgslFloat(Math.LOG2E)});
  let r = fma(n, ${wgslFloat(-(Math.LN2 - 0.693145751953125))}, fma(n, -0.693145751953125, y));
  var sum = ${wgslFloat(1 / 5040)};
  sum = fma(sum, r, ${wgslFloat(1 / 720)});
  sum = fma(sum, r, ${wgslFloat(1 / 120)});
  sum = fma(sum, r, ${wgslFloat(1 / 24)});
  sum = fma(sum, r, ${wgslFloat(1 / 6)});
  sum = fma(sum, r, 0.5);
  sum = fma(sum, r, 1.0);
  sum = fma(sum, r, 1.0);
  return ldexp(sum, i32(n));
}

// One step of Newton's method takes log to the precision of exponential.
fn logarithm(x: f32) -> f32 {
  let y = log(x);
  return y + (x * exponential(-y) - 1.0);
}

fn hyperbolicTangent(x: f32) -> f32 {
  let square = x * x;
  var series = ${wgslFloat(-1382 / 155925)};
  series = fma(series, square, ${wgslFloat(62 / 2835)});
  series = fma(series, square, ${wgslFloat(-17 / 315)});
  series = fma(series, square, ${wgslFloat(2 / 15)});
  series = fma(series, square, ${wgslFloat(-1 / 3)});
  let near = fma(series * square, x, x);
  let far = 1.0 - 2.0 / (exponential(2.0 * abs(x)) + 1.0);
  return select(sign(x) * far, near, abs(x) < 0.35);
}

fn sigmoid(x: f32) -> f32 {
  return 1.0 / (1.0 + exponential(-x));
}

// erfc(-x / sqrt(2)) / 2: the share of a normal distribution below x, to about one unit in the last place of erfc
// (Press et al., Numerical Recipes, erfcc).
fn normalShare(x: f32) -> f32 {
  let z = abs(x) * ${wgslFloat(Math.SQRT1_2)};
  let t = 1.0 / (1.0 + 0.5 * z);
  var sum = 0.17087277;
${[-0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223].map((term) => `  sum = fma(sum, t, ${wgslFloat(term)});`).join('\n')}
  let tail = 0.5 * t * exponential(fma(-z, z, sum));
  return select(tail, 1.0 - tail, x > 0.0);
}

fn normalDensity(x: f32) -> f32 {
  return ${wgslFloat(1 / Math.sqrt(2 * Math.PI))} * exponential(-0.5 * x * x);
}

// The larger of two; NaN once either is.
fn larger(a: f32, b: f32) -> f32 {
  return select(a, b, b > a || b != b);
}
`
