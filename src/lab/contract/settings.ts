import { labFile } from '../../core/lab-file'
import { lessonConfig, runConfig } from '../../core/run-config'
import { z } from '../../core/schema'

/** What the workbench remembers from one day to the next. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  guideOpen: z.boolean(),
  view: z.enum(['data', 'network', 'optimizer', 'train', 'evaluate', 'runs', 'devices']),
  /** The training form as it was left. */
  config: runConfig,
  /** The run that was on screen. */
  runId: z.string().optional(),
  /** The teacher's lab that is open. */
  lab: labFile.optional()
})
export type Settings = z.infer<typeof settings>

export const defaultSettings: Settings = {
  theme: 'system',
  guideOpen: true,
  view: 'train',
  config: lessonConfig
}
