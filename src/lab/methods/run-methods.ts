import { withStudyNames } from './with-study-names'
import type { LabParts, Methods } from './lab-parts'

export function runMethods({
  store,
  studyStore,
  supervisor,
  evaluations,
  surfaces
}: LabParts): Methods<
  | 'listRuns'
  | 'getRun'
  | 'renameRun'
  | 'setRunNotes'
  | 'deleteRun'
  | 'restoreRun'
  | 'listTrash'
  | 'removeRuns'
  | 'takeOverRun'
> {
  return {
    listRuns: async () => ({ runs: withStudyNames(await store.list(), await studyStore.list()) }),
    getRun: async ({ runId }) => {
      const { summary, events } = await store.read(runId)
      return { summary, events: [...events] }
    },
    renameRun: async ({ runId, name }) => {
      await store.rename(runId, name)
      return {}
    },
    setRunNotes: async ({ runIds, change }) => {
      const failed = await store.changeNotes(runIds, change)
      return { failed: failed.map(({ runId, error }) => ({ runId, error: error.toData() })) }
    },
    deleteRun: async ({ runId }) => {
      // Their results would be written to where the run no longer is.
      evaluations.refuse(runId)
      surfaces.refuse(runId)
      await supervisor.settled(runId)
      await store.delete(runId)
      return {}
    },
    restoreRun: async ({ runId }) => {
      await store.restore(runId)
      return {}
    },
    listTrash: () => store.trash.list(),
    removeRuns: ({ runIds }) => store.trash.remove(runIds),
    takeOverRun: async ({ runId }) => {
      await store.takeOver(runId)
      return {}
    }
  }
}
