import { z } from '../../core/base/schema'

/** One thing that was looked at. */
export const finding = z.object({
  id: z.enum([
    'processor',
    'node',
    'gpu',
    'cuda',
    'cudnn',
    'tensorflow',
    'python',
    'compiler',
    'vulkan',
    'wasm-engine',
    'webgpu-engine',
    'tensorflow-engine'
  ]),
  title: z.string(),
  /** absent: not there, and nothing that is there needs it. problem: something is there and cannot be used for want of it. */
  state: z.enum(['ok', 'absent', 'problem']),
  detail: z.string(),
  remedy: z.string().optional(),
  /** The remedy as a command. */
  command: z.string().optional(),
  /** The remedy as a method of the lab. */
  action: z.enum(['installTensorflow', 'renewTensorflow']).optional()
})
export type Finding = z.infer<typeof finding>

export const diagnosis = z.object({ findings: z.array(finding) })
export type Diagnosis = z.infer<typeof diagnosis>
