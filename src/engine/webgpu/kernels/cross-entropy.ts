import type { WebgpuPlan } from '../plan/plan'
import { region } from '../plan/region'
import { type ImageJob, type Job, wgslFloat } from './job'
import { throughActivation } from './activation-code'

/**
 * Softmax and cross-entropy of each image, and the gradient of the batch's mean:
 * dlogits = slope * (softmax - target) / N. A workgroup does an image.
 * @param smoothing of the label; see `crossEntropy` in core/maths
 */
export function crossEntropyJob(plan: WebgpuPlan, threads: number, smoothing: number): ImageJob {
  const { logits, classes, imageLosses } = plan
  if (plan.classWeights !== undefined)
    return weightedCrossEntropyJob(plan, plan.classWeights, threads, smoothing)
  const off = wgslFloat(smoothing / classes)
  const on = wgslFloat(1 - smoothing + smoothing / classes)
  const gradient = throughActivation(logits.activation, 'gradient', 'score')
  const store =
    logits.gradient === undefined
      ? ''
      : `
  for (var c = thread; c < ${classes}u; c += ${threads}u) {
    let score = memory[first + c];
    let gradient = (exponential(score - largest) / total - select(${off}, ${on}, c == label)) / f32(step.images);
    memory[${logits.gradient}u + tile * ${classes}u + c] = ${gradient};
  }`
  const spread =
    smoothing === 0
      ? ''
      : `
  var scores = 0.0;
  for (var c = thread; c < ${classes}u; c += ${threads}u) { scores += memory[first + c]; }
  let all = workgroupSum(scores, thread);`
  const own =
    smoothing === 0
      ? 'memory[first + label]'
      : `(${wgslFloat(1 - smoothing)} * memory[first + label] + ${off} * all)`
  const code = `
fn crossEntropy(tile: u32, thread: u32) {
  if (tile >= step.images) { return; }
  let first = ${logits.values}u + tile * ${classes}u;
  let label = rows[step.first + tile].y;
  var own = memory[first];
  for (var c = thread; c < ${classes}u; c += ${threads}u) { own = larger(own, memory[first + c]); }
  let largest = workgroupLargest(own, thread);
  var sum = 0.0;
  for (var c = thread; c < ${classes}u; c += ${threads}u) { sum += exponential(memory[first + c] - largest); }
  let total = workgroupSum(sum, thread);${store}${spread}
  if (thread == 0u) {
    memory[${imageLosses}u + tile] = logarithm(total) + (largest - ${own});
  }
}`
  return lossJob(plan, code, threads)
}

/** The same for classes that count differently; see core/maths/weighted-targets. @param table where their weights begin */
function weightedCrossEntropyJob(
  plan: WebgpuPlan,
  table: number,
  threads: number,
  smoothing: number
): ImageJob {
  const { logits, classes, imageLosses } = plan
  const spread = wgslFloat(smoothing / classes)
  const target = (c: string): string =>
    `memory[${table}u + ${c}] * (${spread} + select(0.0, ${wgslFloat(1 - smoothing)}, ${c} == label))`
  const gradient = throughActivation(logits.activation, 'gradient', 'score')
  const store =
    logits.gradient === undefined
      ? ''
      : `
  for (var c = thread; c < ${classes}u; c += ${threads}u) {
    let score = memory[first + c];
    let gradient = (targets * exponential(score - largest) / total - ${target('c')}) * step.share;
    memory[${logits.gradient}u + tile * ${classes}u + c] = ${gradient};
  }`
  const code = `
fn crossEntropy(tile: u32, thread: u32) {
  if (tile >= step.images) { return; }
  let first = ${logits.values}u + tile * ${classes}u;
  let label = rows[step.first + tile].y;
  let targets = memory[${table + classes}u + label];
  var own = memory[first];
  for (var c = thread; c < ${classes}u; c += ${threads}u) { own = larger(own, memory[first + c]); }
  let largest = workgroupLargest(own, thread);
  var sum = 0.0;
  var below = 0.0;
  for (var c = thread; c < ${classes}u; c += ${threads}u) {
    let score = memory[first + c] - largest;
    sum += exponential(score);
    below -= ${target('c')} * score;
  }
  let total = workgroupSum(sum, thread);
  let distances = workgroupSum(below, thread);${store}
  if (thread == 0u) { memory[${imageLosses}u + tile] = fma(targets, logarithm(total), distances); }
}`
  return lossJob(plan, code, threads)
}

/** A workgroup for each image. */
function lossJob({ logits, batchSize }: WebgpuPlan, code: string, threads: number): ImageJob {
  return {
    name: 'crossEntropy',
    code,
    tiles: batchSize,
    tilesPerImage: 1,
    threads,
    scratch: threads,
    reads: [region.values(logits)],
    writes: [region.gradient(logits), region.imageLosses]
  }
}

/** The mean of the images' losses, for the host. */
export function meanLoss({ imageLosses, classWeights }: WebgpuPlan, threads: number): Job {
  const mean = classWeights === undefined ? 'total / f32(step.images)' : 'total * step.share'
  const code = `
fn meanLoss(tile: u32, thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < step.images; i += ${threads}u) { sum += memory[${imageLosses}u + i]; }
  let total = workgroupSum(sum, thread);
  if (thread == 0u) { losses[step.index] = ${mean}; }
}`
  return {
    name: 'meanLoss',
    code,
    tiles: 1,
    threads,
    scratch: threads,
    reads: [region.imageLosses],
    writes: [region.losses]
  }
}
