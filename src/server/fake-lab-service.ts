import { LabError } from '../core/base/lab-error'
import type { Lab } from '../lab/contract/contract'
import { labOf } from '../lab/contract/lab-of'
import type { LabNotice, LabService } from '../lab/contract/host'

const refused = (): Promise<never> =>
  Promise.reject(new LabError('unsupported', 'Not in this test.', 'Ask another lab.'))

/** For tests of hosts: a lab without disk and processes that does what the test gives it to do, and nothing else. */
export class FakeLabService implements LabService {
  readonly listeners = new Set<(notice: LabNotice) => void>()
  readonly lab: Lab
  openExport: LabService['openExport'] = refused
  closed = 0

  constructor(methods: Partial<Lab> = {}) {
    this.lab = { ...labOf(() => refused), ...methods }
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
