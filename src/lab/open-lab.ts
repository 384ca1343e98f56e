import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { downloadableSets } from '../core/data/downloadable-sets'
import { lessonDataset } from '../core/data/lesson-dataset'
import { ImageDecoder } from './dataset/decoding/image-decoder'
import { loadManifest } from './dataset/files/load-manifest'
import { DatasetEditor } from './dataset/edit/dataset-editor'
import { DatasetExporter } from './dataset/export/dataset-exporter'
import { DatasetImporter } from './dataset/import/dataset-importer'
import { DatasetLibrary } from './dataset/library/dataset-library'
import { DatasetRemoval } from './dataset/library/dataset-removal'
import { sweepDatasets } from './dataset/library/sweep-datasets'
import { EngineBench } from './devices/engine-bench'
import { EngineProbe } from './devices/engine-probe'
import { SpeedStore } from './devices/speed-store'
import type { LabHost, LabService } from './contract/host'
import { checkpointMethods } from './methods/checkpoint-methods'
import { datasetMethods } from './methods/dataset-methods'
import { editingMethods } from './methods/editing-methods'
import { engineMethods } from './methods/engine-methods'
import { evaluationMethods } from './methods/evaluation-methods'
import { exportMethods } from './methods/export-methods'
import { importMethods } from './methods/import-methods'
import { inspectionMethods } from './methods/inspection-methods'
import type { LabParts } from './methods/lab-parts'
import { libraryMethods } from './methods/library-methods'
import { lossSurfaceMethods } from './methods/loss-surface-methods'
import { pictureMethods } from './methods/picture-methods'
import { openExport } from './methods/open-export'
import { planMethods } from './methods/plan-methods'
import { rateSearchMethods } from './methods/rate-search-methods'
import { reportMethods } from './methods/report-methods'
import { runMethods } from './methods/run-methods'
import { studyMethods } from './methods/study-methods'
import { tensorflowMethods } from './methods/tensorflow-methods'
import { trainingMethods } from './methods/training-methods'
import { workbenchMethods } from './methods/workbench-methods'
import { NoticeBoard } from './notice-board'
import { removeLeftovers } from './ownership/remove-leftovers'
import { CheckpointFinder } from './runs/checkpoint-finder'
import { writtenFolders } from './runs/run-folder'
import { RunStore } from './runs/run-store'
import { StudyStore } from './studies/study-store'
import { StudySupervisor } from './studies/study-supervisor'
import { TensorflowService } from './tensorflow/tensorflow-service'
import { verifyInTrainer } from './tensorflow/verify-in-trainer'
import { makeFolder } from './storage/make-folder'
import { readFolder } from './storage/read-folder'
import { storageError } from './storage/storage-error'
import { Uploads } from './user-files/uploads'
import { EvaluationSupervisor } from './training/evaluation-supervisor'
import { Inspector } from './training/inspector'
import { LossSurfaceSupervisor } from './training/loss-surface-supervisor'
import { RateSearchSupervisor } from './training/rate-search-supervisor'
import { TrainingSupervisor } from './training/training-supervisor'

/**
 * Opens the lab on the host's data folder. Runs whose process is gone are marked as interrupted.
 * @throws LabError 'storage' when the folder cannot be read; 'not-found' | 'invalid-input' for a wrong manifest
 */
export async function openLab(host: LabHost): Promise<LabService> {
  // A command that only reads makes nothing; a workbench says at once where it could keep nothing.
  if (host.kind !== 'terminal') {
    await makeFolder(host.dataFolder).catch((cause: unknown) => {
      throw storageError(cause, 'make the data folder', host.dataFolder)
    })
  }
  await readFolder(host.dataFolder)
  const { notify, subscribe } = new NoticeBoard()
  const datasets = await DatasetLibrary.open({
    dataFolder: host.dataFolder,
    manifest: await loadManifest(process.env),
    environment: process.env,
    onChange: (data) => notify({ event: 'dataset', data })
  })
  const decoder = new ImageDecoder({ decoderFile: host.decoderFile })
  const importer = new DatasetImporter({
    folder: datasets.folder,
    reserved: [datasets.home.info.id, lessonDataset.id],
    decoder,
    downloadable: downloadableSets,
    environment: process.env,
    onChange: (data) => {
      notify({ event: 'datasetImport', data })
      if (data.state === 'done') notify({ event: 'datasets', data: {} })
    },
    clock: () => performance.now(),
    now: () => Date.now()
  })
  const exporter = new DatasetExporter(
    (data) => notify({ event: 'datasetExport', data }),
    () => performance.now()
  )
  const store = new RunStore(host.dataFolder, notify)
  const tensorflow = await TensorflowService.open({
    folder: path.join(host.dataFolder, 'tensorflow'),
    environment: process.env,
    verify: verifyInTrainer(host.trainerFile)
  })
  const probe = new EngineProbe(host.trainerFile)
  const bench = new EngineBench({
    trainerFile: host.trainerFile,
    version: host.version,
    probe,
    store: new SpeedStore(path.join(host.dataFolder, 'engine-speeds.json')),
    onTiming: (data) => notify({ event: 'engineTiming', data })
  })
  const parts: LabParts = {
    host,
    datasets,
    decoder,
    importer,
    removal: new DatasetRemoval(datasets.folder),
    editor: new DatasetEditor({
      folder: datasets.folder,
      reserved: [datasets.home.info.id, lessonDataset.id],
      now: () => Date.now()
    }),
    uploads: new Uploads(host.dataFolder),
    exporter,
    store,
    checkpoints: new CheckpointFinder(store),
    supervisor: new TrainingSupervisor(host.trainerFile, store, (data) =>
      notify({ event: 'timeline', data })
    ),
    studyStore: new StudyStore(host.dataFolder),
    studies: new StudySupervisor({
      trainerFile: host.trainerFile,
      store,
      onChange: () => notify({ event: 'studies', data: {} })
    }),
    evaluations: new EvaluationSupervisor(host.trainerFile),
    inspector: new Inspector(host.trainerFile),
    surfaces: new LossSurfaceSupervisor(host.trainerFile, (data) => notify({ event: 'lossSurface', data })),
    rateSearch: new RateSearchSupervisor(host.trainerFile),
    probe,
    bench,
    tensorflow,
    notify
  }
  tensorflow.onChange((data) => {
    if (data.status.state !== 'installing') probe.forget()
    notify({ event: 'tensorflow', data })
  })
  // A command that is over in a second has no time for it, and trains none the less: see training-methods.
  if (host.kind !== 'terminal') tensorflow.beginRenewal()
  const runs = await store.list()
  if (host.kind !== 'terminal') void parts.uploads.removeOld(Date.now()).catch(() => undefined)
  const swept = Promise.all([
    sweepDatasets(datasets.folder),
    removeLeftovers([
      ...['', 'datasets', 'runs', 'studies', 'trash'].map((name) => path.join(host.dataFolder, name)),
      ...runs.flatMap(({ runId }) => writtenFolders(store.folder(runId))),
      ...(await parts.studyStore.list()).map(({ studyId }) => parts.studyStore.folder(studyId)),
      ...(await parts.uploads.folders().catch(() => []))
    ])
  ])
  return {
    lab: {
      ...workbenchMethods(parts),
      ...datasetMethods(parts),
      ...libraryMethods(parts),
      ...importMethods(parts),
      ...editingMethods(parts),
      ...exportMethods(parts),
      ...engineMethods(parts),
      ...tensorflowMethods(parts),
      ...planMethods(parts),
      ...trainingMethods(parts),
      ...studyMethods(parts),
      ...runMethods(parts),
      ...evaluationMethods(parts),
      ...inspectionMethods(parts),
      ...pictureMethods(parts),
      ...lossSurfaceMethods(parts),
      ...rateSearchMethods(parts),
      ...checkpointMethods(parts),
      ...reportMethods(parts)
    },
    subscribe,
    activeRuns: () => {
      const { activeRun } = parts.supervisor
      return [...(activeRun === undefined ? [] : [activeRun]), ...parts.studies.activeRuns]
    },
    openExport: (dataset) => openExport(datasets, dataset),
    close: async () => {
      const { supervisor, studies, evaluations, inspector, surfaces, rateSearch } = parts
      const open = [
        supervisor,
        studies,
        evaluations,
        inspector,
        surfaces,
        rateSearch,
        datasets,
        importer,
        exporter,
        decoder,
        parts.removal,
        parts.editor,
        bench,
        tensorflow
      ]
      await Promise.all(open.map((part) => part.close()))
      await store.close()
      await swept
    }
  }
}
