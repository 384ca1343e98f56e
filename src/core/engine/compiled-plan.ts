import { engineIds } from '../base/engine-id'
import { z } from '../base/schema'

/** A function that was emitted for a network. */
const kernel = z.object({
  /** As in profiles and stack traces: `conv1.forward`. */
  name: z.string(),
  /** Of code. */
  bytes: z.int(),
  /** How it goes about it, where there is something to say: `4 images × 8 units in registers`. */
  blocking: z.string().optional()
})

const plannedLayer = z.object({
  name: z.string(),
  type: z.string(),
  /** Of one image. */
  input: z.array(z.int()),
  output: z.array(z.int()),
  /** Weights, frozen or not. */
  parameters: z.int(),
  /** Dense multiply-adds for one image, see multiply-adds.ts. */
  forward: z.int(),
  weightGradient: z.int(),
  inputGradient: z.int(),
  /** The layer whose kernels compute it along with their own: ReLU and pooling behind a convolution. */
  within: z.string().optional(),
  kernels: z.array(kernel)
})
export type PlannedLayer = z.infer<typeof plannedLayer>

const memoryBuffer = z.object({
  name: z.string(),
  /** Of the first copy. */
  address: z.int(),
  /** Padding included. */
  bytes: z.int(),
  /** Parameters that lie in it, without padding. */
  values: z.int().optional()
})

const regionKinds = ['control', 'weights', 'optimizer', 'batch', 'gradients', 'thread', 'image'] as const

const memoryRegion = z.object({
  kind: z.enum(regionKinds),
  /** For people. */
  name: z.string(),
  /** The compute thread that it belongs to, from 1; undefined for what all share. */
  thread: z.int().min(1).optional(),
  address: z.int(),
  /** All copies, and what rounds them up. */
  bytes: z.int(),
  /** How often the buffers lie in it, one set after the other. */
  copies: z.int().min(1),
  buffers: z.array(memoryBuffer)
})
export type MemoryRegion = z.infer<typeof memoryRegion>

/** What an engine made of a network: everything is decided before the first step. */
export const compiledPlan = z.object({
  engine: z.enum(engineIds),
  /** `WebAssembly, plain SIMD`. */
  instructions: z.string(),
  threads: z.int(),
  /** The largest batch that fits. */
  batchSize: z.int(),
  /** Parts of a full batch, each of which sums its gradients by itself. */
  parts: z.int(),
  moduleBytes: z.int(),
  layers: z.array(plannedLayer),
  /** Emitted functions that belong to no layer. */
  shared: z.array(kernel),
  /** In the order of their addresses, without overlaps. */
  regions: z.array(memoryRegion),
  /** Of all that was placed. Slots for batches that are prepared ahead lie behind it. */
  memoryBytes: z.int()
})
export type CompiledPlan = z.infer<typeof compiledPlan>
