import { datasetKey } from '../../core/data/dataset-id'
import { dialects } from '../../core/code/dialect'
import { assignment } from '../../core/assignment/assignment'
import { defaultSmoothing } from '../../core/maths/smoother'
import { columnIds, defaultColumns } from '../../core/run-table/run-columns'
import { groupings } from '../../core/run-table/group-runs'
import { lessonConfig, runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'

/** Of the lesson's exercises; ids of older versions are among them. */
export const mostAnswered = 100

/** A window may be wider; lines of code are not. */
export const mostGuideWidth = 900

/** What the workbench remembers from one day to the next. */
export const workbenchSettings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  guideOpen: z.boolean(),
  /** In CSS pixels; 0: as suits the window. */
  guideWidth: z.int().min(0).max(mostGuideWidth),
  /** Of the loss curve: the share of the average before that each point keeps. */
  smoothing: z.number().min(0).max(0.99),
  /** Whether single keys do something; people who speak to the machine, or hit keys by accident, want them off. */
  singleKeys: z.boolean(),
  /** In which the guide writes the lesson's code. */
  dialect: z.enum(dialects),
  /** The lesson's exercises that were answered. */
  guideDone: z.array(z.string().max(40)).max(mostAnswered),
  /** Whether the welcome was put away. */
  welcomed: z.boolean(),
  view: z.enum(['lesson', 'data', 'network', 'optimizer', 'train', 'evaluate', 'runs', 'devices']),
  /** Of the table of runs, beside those that it always has. */
  runColumns: z.array(z.enum(columnIds)).max(100),
  /** Of the settings, the table of runs shows those in which the runs differ. */
  onlyDiffering: z.boolean(),
  /** What the table of runs puts them together by. */
  groupRunsBy: z.enum(['none', ...groupings]),
  /** The chosen data set; left out: the home. */
  dataset: datasetKey.optional(),
  /** The training form as it was left. */
  config: runConfig,
  /** The run that was on screen. */
  runId: z.string().optional(),
  /** The assignment that is open. */
  assignment: assignment.optional()
})
export type WorkbenchSettings = z.infer<typeof workbenchSettings>

export const defaultSettings: WorkbenchSettings = {
  theme: 'system',
  guideOpen: true,
  guideWidth: 0,
  smoothing: defaultSmoothing,
  singleKeys: true,
  dialect: 'pytorch',
  guideDone: [],
  welcomed: false,
  view: 'data',
  runColumns: [...defaultColumns],
  onlyDiffering: false,
  groupRunsBy: 'none',
  config: lessonConfig
}
