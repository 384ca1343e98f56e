import { z } from '../../core/base/schema'

/** What a native menu asks of the window that is in front. */
export const command = z.enum([
  'loadCheckpoint',
  'saveCheckpoint',
  'exportNetwork',
  'exportReport',
  'openAssignment',
  'shareAssignment',
  'train',
  'pause',
  'stop',
  'themeSystem',
  'themeLight',
  'themeDark',
  'back',
  'forward'
])
export type Command = z.infer<typeof command>
