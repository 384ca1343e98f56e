import { augmentationSchemas } from '../../core/augmentation/augmentation-kinds'
import { parseInput } from '../../core/base/parse-input'
import { runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { mostAnswered, workbenchSettings, type WorkbenchSettings } from './workbench-settings'

const { runId, dataset, assignment, guideDone, config: _config, ...plain } = workbenchSettings.shape

/** A value that is left out must stay left out, and not become its default. */
const {
  trainImages,
  schedule,
  warmup,
  labelSmoothing,
  classWeights,
  clip,
  patience,
  ema,
  evaluateEvery,
  watchTest,
  keepCheckpoints,
  ...others
} = runConfig.shape
const configChange = z
  .object({
    ...others,
    ...augmentationSchemas,
    trainImages: trainImages.unwrap(),
    schedule: schedule.unwrap(),
    warmup: warmup.unwrap(),
    labelSmoothing: labelSmoothing.unwrap(),
    classWeights: classWeights.unwrap(),
    clip: clip.unwrap(),
    patience: patience.unwrap(),
    ema: ema.unwrap(),
    evaluateEvery: evaluateEvery.unwrap(),
    watchTest: watchTest.unwrap(),
    keepCheckpoints: keepCheckpoints.unwrap()
  })
  .partial()

/**
 * What one window changed. Several windows share the settings: each saves what was changed in it, down to the fields of
 * the training form, and leaves the rest as the others saved it.
 */
export const settingsChange = z
  .object({
    ...plain,
    config: configChange,
    /** Answered since, or the whole list once it was cleared. */
    guideDone: z.object({ cleared: z.boolean(), answered: guideDone }),
    /** Null takes it away, as it does with those below. */
    runId: runId.unwrap().nullable(),
    dataset: dataset.unwrap().nullable(),
    assignment: assignment.unwrap().nullable()
  })
  .partial()
export type SettingsChange = z.infer<typeof settingsChange>

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The fields of `after` that differ from `before`. */
function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const changed: Partial<T> = {}
  for (const key in after) if (!same(before[key], after[key])) changed[key] = after[key]
  return changed
}

/** @returns undefined where nothing differs */
export function changeOfSettings(
  before: WorkbenchSettings,
  after: WorkbenchSettings
): SettingsChange | undefined {
  const { runId, dataset, assignment, guideDone, config, ...plain } = changedFields(before, after)
  const change: SettingsChange = {
    ...plain,
    ...(config === undefined ? {} : { config: changedFields(before.config, config) }),
    ...(guideDone === undefined ? {} : { guideDone: changeOfList(before.guideDone, guideDone) }),
    ...(same(before.runId, after.runId) ? {} : { runId: runId ?? null }),
    ...(same(before.dataset, after.dataset) ? {} : { dataset: dataset ?? null }),
    ...(same(before.assignment, after.assignment) ? {} : { assignment: assignment ?? null })
  }
  return Object.keys(change).length === 0 ? undefined : change
}

function changeOfList(
  before: readonly string[],
  after: readonly string[]
): { cleared: boolean; answered: string[] } {
  const cleared = before.some((id) => !after.includes(id))
  return { cleared, answered: after.filter((id) => cleared || !before.includes(id)) }
}

/**
 * Settings as another window may have saved them meanwhile, with a change put on top.
 * @throws LabError 'invalid-input' when the two together cannot be
 */
export function applySettingsChange(present: WorkbenchSettings, change: SettingsChange): WorkbenchSettings {
  const { runId: _run, dataset: _dataset, assignment: _assignment, ...kept } = present
  const {
    runId = present.runId,
    dataset = present.dataset,
    assignment = present.assignment,
    guideDone,
    config,
    ...plain
  } = change
  const answered = [...(guideDone?.cleared === true ? [] : present.guideDone), ...(guideDone?.answered ?? [])]
  const next = {
    ...kept,
    ...plain,
    config: { ...present.config, ...config },
    guideDone: [...new Set(answered)].slice(-mostAnswered),
    runId: runId ?? undefined,
    dataset: dataset ?? undefined,
    assignment: assignment ?? undefined
  }
  return parseInput(workbenchSettings, next, 'The settings')
}
