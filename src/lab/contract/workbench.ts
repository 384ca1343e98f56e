import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { workbenchSettings } from './workbench-settings'

/** What the workbench runs on. */
export const workbench = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser', 'terminal']),
  dataFolder: z.string(),
  /** Cores, memory, operating system, Node. */
  machine: z.string(),
  /** Of the processor: more runs at a time would slow one another down. */
  cores: z.int(),
  canPrintPdf: z.boolean(),
  /** Whether the system's dialogs for files and folders can be opened. */
  hasDialogs: z.boolean(),
  /** Folders of the lab's machine below which exports may be written; missing: everywhere. */
  exportFolders: z.array(z.string()).optional(),
  settings: workbenchSettings,
  /** Why some of the settings are back to their defaults. */
  settingsProblem: labErrorData.optional()
})
