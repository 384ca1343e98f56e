import { durationInUnits } from '../../core/format/format-duration'
import { evaluationCost, evaluationCostWords } from '../../core/run/evaluation-cost'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import type { Evaluated } from '../../core/run/run-evaluations'
import type { RunState } from '../../core/run/run-state'
import { partialLoss, partialLossSentence } from '../../core/training/partial-loss'
import { finishedLine } from '../../core/training/running-loss'
import { accuracyDocument, accuracyLines } from '../console/accuracy-lines'
import { errorExitCodes } from '../console/exit-codes'
import { InterruptedError } from '../console/interruption'
import type { Session } from '../console/session'
import { outcomeOf } from './follow-run'
import { sayUnrecorded, showEvaluation } from './show-evaluation'

/** What comes after the last step: nothing more for a run that was stopped, the test for one that has finished. */
export async function finishTraining(session: Session, runId: string, state: RunState): Promise<void> {
  await sayEnd(session, runId, state)
  if (!session.json) session.terminal.say(`Kept as run ${await numberOf(session, runId)} (${runId}).`)
}

async function sayEnd(session: Session, runId: string, state: RunState): Promise<void> {
  const { terminal, interruption } = session
  const partial = partialLoss(state)
  if (partial !== undefined && state.config !== undefined) {
    terminal.say(partialLossSentence(partial, state.config.logEvery, state.stepsPerEpoch))
  }
  const outcome = outcomeOf(state)
  switch (outcome?.kind) {
    case 'failed':
    case 'interrupted':
      throw LabError.fromData(outcome.error)
    case 'stopped': {
      const number = await numberOf(session, runId)
      terminal.say(
        `Stopped after step ${state.step}. Continue with: ${ownCommand} train --resume ${number.slice(1)}`
      )
      if (session.json) terminal.printJson(trainDocument(runId, state, undefined))
      interruption.throwIfInterrupted()
      throw new InterruptedError(errorExitCodes.cancelled)
    }
    case 'finished':
    case undefined:
      break
  }
  if (!session.json) terminal.print(finishedLine)
  const cost = evaluationCost(state)
  if (cost !== undefined)
    terminal.say(`${evaluationCostWords(cost)} The training itself took ${durationInUnits(state.trainMs)}.`)
  // A run ends with a test, unless it was stopped there.
  const { evaluation, averaged, unkept } =
    state.evaluation?.step === (state.selected?.step ?? state.step)
      ? { ...resultOf(state.evaluation), unkept: undefined }
      : await showEvaluation(session, () => session.lab.evaluateRun({ runId }))
  if (session.json) terminal.printJson(trainDocument(runId, state, { evaluation, averaged }))
  else for (const line of accuracyLines({ evaluation, averaged })) terminal.print(line)
  if (unkept !== undefined) sayUnrecorded(session, unkept)
}

const resultOf = ({ result, averaged }: Evaluated) => ({ evaluation: result, averaged })

/** `#14`. */
async function numberOf({ lab }: Session, runId: string): Promise<string> {
  const { summary } = await lab.getRun({ runId })
  return `#${summary.number}`
}

function trainDocument(
  runId: string,
  state: RunState,
  results: ReturnType<typeof resultOf> | undefined
): object {
  return {
    runId,
    status: state.status.kind,
    lineage: state.lineage,
    config: state.config,
    device: state.device,
    arithmetics: state.arithmetics,
    choice: state.choice ?? null,
    dataset: state.dataset,
    versions: state.versions,
    step: state.step,
    totalSteps: state.totalSteps,
    trainMs: state.trainMs,
    log: state.log,
    validations: state.validations,
    snapshots: state.snapshots,
    selected: state.selected ?? null,
    evaluation: results === undefined ? null : accuracyDocument(results)
  }
}
