import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'

/** From where TensorFlow is to come. */
export const tensorflowSource = z.discriminatedUnion('kind', [
  /** Build the binding for the TensorFlow of a Python environment; without a place, of the first that has one. */
  z.object({ kind: z.literal('python'), place: z.string().min(1).optional() }),
  /** The npm package's own download: TensorFlow 2.9.1, for CUDA 11.2. */
  z.object({ kind: z.literal('package'), device: z.enum(['cpu', 'gpu']) }),
  /** A `tfjs_binding.node` that is there already. */
  z.object({ kind: z.literal('file'), path: z.string().min(1) })
])
export type TensorflowSource = z.infer<typeof tensorflowSource>

export const installStages = ['looking', 'fetching', 'compiling', 'verifying'] as const
export type InstallStage = (typeof installStages)[number]

export const tensorflowStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('installing'), stage: z.enum(installStages) }),
  /** `description`: `TensorFlow 2.21.0 on the CPU`. */
  z.object({ state: z.literal('ready'), description: z.string(), binding: z.string() }),
  /** Its TensorFlow changed or went; install again. */
  z.object({ state: z.literal('outdated'), reason: z.string(), binding: z.string() }),
  z.object({ state: z.literal('failed'), error: labErrorData })
])
export type TensorflowStatus = z.infer<typeof tensorflowStatus>

/** Status, and what compiler, npm and verification said in the last installation, its end where it is long. */
export const tensorflowNotice = z.object({ status: tensorflowStatus, log: z.string() })
export type TensorflowNotice = z.infer<typeof tensorflowNotice>
