import { momentsLeft } from './evaluation-moments'
import type { RunState } from '../run/run-state'
import type { Snapshot } from '../run/snapshot'
import { recentTiming, stepParts } from '../run/run-timing'

/** What a run that trains is busy with. */
export type RunPhase = 'training' | 'validating' | 'evaluating'

/** @returns undefined unless it trains */
export function runPhase(run: RunState): RunPhase | undefined {
  const { status, step, stepsPerEpoch, totalSteps, validationImages, validations, selected } = run
  if (status.kind !== 'training') return undefined
  // Training is over, after whatever epoch.
  if (selected !== undefined) return 'evaluating'
  const epochOver = step > 0 && step % stepsPerEpoch === 0
  if (epochOver && validationImages > 0 && validations.at(-1)?.step !== step) return 'validating'
  return step > 0 && step === totalSteps ? 'evaluating' : 'training'
}

/** A forward pass without backward is about this part of a step, where the engine has not measured it. */
const forwardShare = 1 / 3
/** Validations from whose times the next are guessed. */
const latest = 3

/**
 * Seconds until a run that trains will have ended: its steps, the validations after its epochs and the evaluation of
 * the finished network, from what it has shown of its speed.
 * @returns undefined before that is known, and unless it trains
 */
export function secondsLeft(run: RunState): number | undefined {
  const time = recentTiming(run)
  if (run.status.kind !== 'training' || time === undefined) return undefined
  const forward = stepParts(time, run.phases)?.forward ?? time.compute * time.stepMs * forwardShare
  const imageMs = time.imagesPerSecond === 0 ? 0 : (forward * time.stepsPerSecond) / time.imagesPerSecond
  if (run.selected !== undefined) return (run.testImages * imageMs) / 1000
  const epochs = run.stepsPerEpoch === 0 ? 0 : Math.round(run.totalSteps / run.stepsPerEpoch)
  const validations = run.validationImages === 0 ? 0 : Math.max(0, epochs - run.validations.length)
  const ms =
    Math.max(0, run.totalSteps - run.step) * time.stepMs +
    validations * (validationMs(run) ?? 2 * run.validationImages * imageMs) +
    watchMs(run, imageMs) +
    run.testImages * imageMs
  return ms / 1000
}

/** How long the evaluations that are only watched will take. @param imageMs a forward pass of an image */
function watchMs(run: RunState, imageMs: number): number {
  const { config, step, totalSteps, stepsPerEpoch, snapshots, validations } = run
  if (config === undefined || stepsPerEpoch === 0) return 0
  const { inside, ends } = momentsLeft(step, totalSteps, config, stepsPerEpoch)
  const validated = new Set(validations.slice(-latest).map(({ step: at }) => at))
  const each = (split: Snapshot['split'], images: number): number => {
    const known = snapshots
      .slice(-2 * latest)
      // Those of a validation take longer: they count images that are trained on too.
      .filter((one) => one.split === split && (split === 'test' || !validated.has(one.step)))
      .flatMap(({ durationMs }) => durationMs ?? [])
    return known.length === 0 ? images * imageMs : known.reduce((sum, ms) => sum + ms, 0) / known.length
  }
  return (
    (config.watchTest ? (inside + ends) * each('test', run.testImages) : 0) +
    (run.validationImages === 0 ? 0 : inside * each('validation', run.validationImages))
  )
}

/** How long the latest validations took. */
function validationMs({ validations }: RunState): number | undefined {
  const known = validations.slice(-latest).flatMap(({ durationMs }) => durationMs ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, ms) => sum + ms, 0) / known.length
}
