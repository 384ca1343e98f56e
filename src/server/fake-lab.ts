import { LabError } from '../core/lab-error'
import type { Lab } from '../lab/contract/contract'
import type { LabNotice, LabService } from '../lab/host'

const refused = (): Promise<never> =>
  Promise.reject(new LabError('unsupported', 'Not in this test.', 'Ask another lab.'))

/** For tests of hosts: a lab without disk and processes that does what the test gives it to do, and nothing else. */
export class FakeLab implements LabService {
  readonly listeners = new Set<(notice: LabNotice) => void>()
  readonly lab: Lab
  closed = 0

  constructor(methods: Partial<Lab> = {}) {
    this.lab = {
      getWorkbench: refused,
      saveSettings: refused,
      getDataset: refused,
      downloadDataset: refused,
      verifyDataset: refused,
      cancelDownload: refused,
      getSamples: refused,
      getImages: refused,
      listEngines: refused,
      getEngineSpeeds: refused,
      measureEngines: refused,
      cancelMeasuring: refused,
      diagnose: refused,
      getTensorflow: refused,
      installTensorflow: refused,
      renewTensorflow: refused,
      cancelTensorflow: refused,
      removeTensorflow: refused,
      describePlan: refused,
      measurePeak: refused,
      startRun: refused,
      pauseRun: refused,
      stepRun: refused,
      resumeRun: refused,
      stopRun: refused,
      setLearningRate: refused,
      watchTimeline: refused,
      listRuns: refused,
      getRun: refused,
      renameRun: refused,
      deleteRun: refused,
      restoreRun: refused,
      listTrash: refused,
      removeRuns: refused,
      takeOverRun: refused,
      evaluateRun: refused,
      cancelEvaluation: refused,
      getExamples: refused,
      inspectImage: refused,
      getWeights: refused,
      computeLossSurface: refused,
      cancelLossSurface: refused,
      getLossSurface: refused,
      saveCheckpoint: refused,
      loadCheckpoint: refused,
      evaluateCheckpoint: refused,
      exportReport: refused,
      ...methods
    }
  }

  notify(notice: LabNotice): void {
    for (const listener of this.listeners) listener(notice)
  }

  subscribe(listener: (notice: LabNotice) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  activeRuns(): readonly string[] {
    return []
  }

  close(): Promise<void> {
    this.closed += 1
    return Promise.resolve()
  }
}
