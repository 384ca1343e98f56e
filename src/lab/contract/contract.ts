// Over 300 lines: the one list of all calls and events, with a schema for each.
import { mostCompared } from '../../core/compare/comparison'
import { engineIds } from '../../core/base/engine-id'
import { speedTable, timedWorkload } from '../../core/engine/engine-speed'
import { knobs } from '../../core/optimizers/knobs'
import { labErrorData } from '../../core/base/lab-error'
import { notesChange } from '../../core/run-table/notes-change'
import { runConfig } from '../../core/settings/run-config'
import { disagreement, disagreementKind } from '../../core/run/compare-predictions'
import { exampleChoice } from '../../core/run/choose-examples'
import { runEvent } from '../../core/run/run-event'
import { shownText } from '../../core/base/shown-text'
import { studyPlan } from '../../core/study/study-plan'
import { z } from '../../core/base/schema'
import { checkpointInput } from './checkpoint-input'
import { networkAnswers } from '../../core/exchange/network-answers'
import { examinedNetwork, weightsFit } from './weights-fit'
import { networkFormatId } from '../../core/exchange/network-formats'
import { datasetKey } from '../../core/data/dataset-id'
import { command } from './command'
import { imageShape } from '../../core/data/dataset-info'
import { imageFit } from '../../core/data/image-file'
import { importFinding } from '../../core/data/import-finding'
import {
  addedImages,
  classImages,
  editedDataset,
  datasetCopy,
  editRequest,
  imagesAdding,
  newDataset,
  newImages
} from './dataset-editing'
import { datasetCard } from './dataset-card'
import { examination, importLimits, importRequest, importStatus } from './dataset-import'
import { dataset, datasetSource } from './dataset-status'
import { exportForm, exportProgress } from './dataset-export'
import { diagnosis } from './diagnosis'
import { engineStatus, engineTiming } from './engine-status'
import { evaluationOptions, evaluationResult } from './evaluation-call'
import { inspection } from './inspection'
import { listedRun } from './listed-run'
import { lossSurface, lossSurfaceNotice, surfaceDirections } from './loss-surface'
import { networkChoice } from './network-choice'
import { packedEvents } from './packed-events'
import { picture, pictureInspection } from './picture'
import { planAnswer, planQuestion } from './plan'
import { rateSearchResult } from './rate-search'
import { runId } from './run-id'
import { runSummary } from './run-summary'
import { settingsChange } from './settings-change'
import { study, studyCurves, studyId, studyName, studySummary } from './study'
import { tensor } from './tensor'
import { tensorflowNotice, tensorflowSource } from './tensorflow-status'
import { timeline } from './timeline'
import { removal, trash } from './trash'
import { pathsAtOnce, sentPath, uploadPieces, uploadPlan } from './upload'
import { workbench } from './workbench'

const nothing = z.object({})
/** The data set that a call means; the home where it names none: the lesson's, or the one that the environment names. */
const onDataset = z.object({ dataset: datasetKey.optional() })
const split = z.enum(['train', 'test'])
/** Of the data set's training or test images, counted from 0. */
const row = z.int().min(0)

/** A file made by the lab; the host or the browser lets the user choose where it goes. */
const file = z.object({
  fileName: z.string(),
  mimeType: z.string(),
  /** base64 */
  content: z.string()
})

/** One method: what it takes and what it gives, each parsed once where it crosses a process or a socket. */
const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): { input: I; output: O } => ({
  input,
  output
})

/** Everything that a host can ask of the lab. IPC, WebSocket and the in-process client are derived from this. */
export const methods = {
  /** What the workbench runs on; asked once when a window opens. */
  getWorkbench: method(nothing, workbench),
  /** What was changed in one window; several share the settings. */
  saveSettings: method(settingsChange, nothing),

  /** All that there are, the home first; looked at once, and again by `getDataset`. */
  listDatasets: method(
    nothing,
    z.object({
      datasets: z.array(dataset),
      /** That cannot be trained on yet, and what they need. */
      drafts: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          classes: z.int(),
          images: z.int(),
          missing: z.string()
        })
      ),
      unreadable: z.array(z.object({ id: z.string(), problem: labErrorData }))
    })
  ),
  getDataset: method(onDataset, dataset),
  /** Starts the download and returns; progress arrives as `dataset` events. */
  downloadDataset: method(
    onDataset.extend({
      source: datasetSource,
      /** A local archive or folder, with source `local`. */ path: z.string().optional()
    }),
    nothing
  ),
  cancelDownload: method(onDataset, nothing),
  /** Hashes every file, whether it seems to have changed or not. */
  verifyDataset: method(onDataset, dataset),
  /** What a data set is like; reads all of its images the first time. */
  getDatasetCard: method(onDataset, datasetCard),
  /** Gives a data set another name or licence. The home stays as it is. */
  changeDataset: method(
    z.object({
      dataset: datasetKey,
      name: shownText('the name').optional(),
      licence: z.string().max(importLimits.licence).optional()
    }),
    nothing
  ),
  /**
   * Deletes a data set; its runs stay. Until the lab is closed, `restoreDataset` brings it back. Refused for the home, and
   * while a run trains on it.
   */
  deleteDataset: method(z.object({ dataset: datasetKey }), nothing),
  restoreDataset: method(z.object({ dataset: datasetKey }), nothing),
  /** Makes a data set without images, to be filled by hand. */
  createDataset: method(newDataset, z.object({ id: z.string() })),
  copyDataset: method(datasetCopy, z.object({ id: z.string() })),
  /** A data set as it is edited, complete or not. */
  getEdited: method(z.object({ dataset: datasetKey }), editedDataset),
  /** Changes classes or images. What was trained on the data set as it was keeps that one's sha256. */
  editDataset: method(editRequest, nothing),
  /** Adds images to a class; those that are there already are left out. */
  addImages: method(newImages, addedImages),
  /** Ends an `addImages` of a place; none of its images comes in. */
  cancelAdding: method(z.object({ dataset: datasetKey }), nothing),
  /** Takes the last edit back; until the lab is closed. done: what that was, in a sentence */
  undoEdit: method(z.object({ dataset: datasetKey }), z.object({ done: z.string() })),
  /** Some images of a class, those for training first. */
  getClassImages: method(
    z.object({
      dataset: datasetKey,
      label: z.int().min(0),
      first: z.int().min(0),
      count: z.int().min(1).max(500)
    }),
    classImages
  ),
  /**
   * Looks at a place on the lab's machine: a folder of images, files of well-known data sets, or an exported data set. What
   * could become a data set of it? Nothing is stored.
   */
  examinePlace: method(z.object({ path: z.string().min(1).max(4096) }), examination),
  /**
   * How images of a folder would look at a shape. Files that cannot be read are left out.
   * images: base64 of u8[files, channels, height, width], planar
   */
  previewImages: method(
    z.object({
      path: z.string().min(1).max(4096),
      files: z.array(z.string().max(4096)).max(24),
      shape: imageShape,
      fit: imageFit
    }),
    z.object({ files: z.array(z.string()), images: z.string() })
  ),
  /** Looks for a folder: below `path`, or where looking around begins. */
  browseFolders: method(
    z.object({ path: z.string().max(4096).optional() }),
    z.object({
      path: z.string(),
      /** undefined where looking around ends */
      parent: z.string().optional(),
      /** Where looking around may begin. */
      roots: z.array(z.string()),
      folders: z.array(z.string()),
      files: z.array(z.string()),
      more: z.boolean()
    })
  ),
  /**
   * Announces files that a client on another machine is about to send. The same files go on where they stopped.
   * path: where they come to lie, to be examined once they are complete
   */
  beginUpload: method(uploadPlan, z.object({ path: z.string() })),
  /** received: bytes of each of some files that are here */
  getReceived: method(
    z.object({ upload: uploadPlan.shape.key, paths: z.array(sentPath).max(pathsAtOnce) }),
    z.object({ received: z.array(z.number()) })
  ),
  /** Sends pieces of files, in the order of their bytes. */
  sendPieces: method(uploadPieces, nothing),
  /** Removes what was sent. An import removes what it was made of by itself. */
  removeUpload: method(z.object({ upload: uploadPlan.shape.key }), nothing),
  /** Opens the system's dialog for a folder or a file; see `hasDialogs`. No path when nothing was chosen. */
  pickPlace: method(
    z.object({ what: z.enum(['folder', 'file']) }),
    z.object({ path: z.string().optional() })
  ),
  /** Starts to make a data set of it and returns; progress and the end arrive as `datasetImport` events. */
  importDataset: method(importRequest, nothing),
  getImport: method(nothing, importStatus),
  /** Nothing of the import under way stays. */
  cancelImport: method(nothing, nothing),
  /** What the import of a data set noticed: files that were left out, and what is worth a look. */
  getFindings: method(z.object({ dataset: datasetKey }), z.object({ findings: z.array(importFinding) })),
  /** Opens the system's dialog for where an export is to go; see `hasDialogs`. No path when nothing was chosen. */
  chooseExportPlace: method(
    z.object({ dataset: datasetKey, as: exportForm }),
    z.object({ path: z.string().optional() })
  ),
  /**
   * Writes a data set to a path on the lab's machine where nothing is yet, or a file that was chosen to be replaced: as one
   * file, or as folders of PNG files. Answers when it is complete; until then, progress arrives as `datasetExport` events.
   */
  exportDataset: method(
    z.object({ dataset: datasetKey, as: exportForm, path: z.string().min(1).max(4096) }),
    z.object({ path: z.string() })
  ),
  /** Nothing of the export under way stays. */
  cancelExport: method(nothing, nothing),
  /**
   * The first images of some classes, `first` and those that follow it in label order, straight from the data files.
   * images: base64 of u8[count, channels, height, width], planar.
   */
  getSamples: method(
    onDataset.extend({
      first: z.int().min(0),
      classes: z.int().min(1).max(50),
      perClass: z.int().min(1).max(50)
    }),
    z.object({
      classes: z.array(
        z.object({ name: z.string(), count: z.int(), rows: z.array(z.int()), images: z.string() })
      )
    })
  ),

  /** Images by their rows, in the order asked for. images: base64 of u8[rows, channels, height, width], planar. */
  getImages: method(
    onDataset.extend({ split, rows: z.array(row).min(1).max(1000) }),
    z.object({ labels: z.array(z.int()), images: z.string() })
  ),

  /** What was found the last time, or with `again` now: drivers and libraries come and go. */
  listEngines: method(
    z.object({ again: z.boolean().optional() }),
    z.object({ engines: z.array(engineStatus) })
  ),
  /** Speeds that are known from before, of these versions on this machine. */
  getEngineSpeeds: method(
    z.object({ workload: timedWorkload, batchSizes: z.array(runConfig.shape.batchSize).max(40) }),
    z.object({ tables: z.array(speedTable) })
  ),
  /**
   * Lets every available engine train for a moment at each batch size, and between two sizes with different winners at
   * more, until the crossover is known to a factor of two. Progress arrives as `engineTiming` events. `again` measures
   * what is known already.
   */
  measureEngines: method(
    z.object({
      workload: timedWorkload,
      batchSizes: z.array(runConfig.shape.batchSize).min(1).max(12),
      again: z.boolean().optional()
    }),
    z.object({ tables: z.array(speedTable) })
  ),
  cancelMeasuring: method(nothing, nothing),
  /** Looks at processor, graphics cards, drivers and libraries, and says what each engine lacks. */
  diagnose: method(nothing, diagnosis),

  getTensorflow: method(nothing, tensorflowNotice),
  /** Starts to set TensorFlow's library up and returns; progress and the end arrive as `tensorflow` events. */
  installTensorflow: method(z.object({ source: tensorflowSource }), nothing),
  /** Builds again for a TensorFlow that changed. */
  renewTensorflow: method(nothing, nothing),
  cancelTensorflow: method(nothing, nothing),
  removeTensorflow: method(nothing, nothing),

  /** How a network would be compiled; nothing is trained. */
  describePlan: method(planQuestion.extend(onDataset.shape), planAnswer),
  /**
   * The most floating-point operations a second of one thread in WebAssembly, measured once; undefined where it does
   * not run, and as long as a training keeps it from being measured.
   */
  measurePeak: method(nothing, z.object({ operationsPerSecond: z.number().positive().optional() })),

  /**
   * Searches for a learning rate for a run with these settings: trains from its start weights while the rate grows from
   * step to step. Stores nothing, and may go on beside a training. Progress arrives as `rateSearch` events. One at a time.
   */
  findRate: method(onDataset.extend({ config: runConfig }), rateSearchResult),
  cancelRateSearch: method(nothing, nothing),

  startRun: method(
    onDataset.extend({
      config: runConfig,
      name: shownText('the name').optional(),
      /** Pause before the first step. */ paused: z.boolean().optional(),
      /** Forks that run: continues from its checkpoint at `step`, with the settings of `config`. */
      from: z.object({ runId, step: z.int().min(0) }).optional()
    }),
    z.object({ runId })
  ),
  pauseRun: method(z.object({ runId }), nothing),
  /** Trains a paused run by exactly one mini-batch, tells of it in a `stepped` event, and keeps it paused. */
  stepRun: method(z.object({ runId }), nothing),
  /**
   * Goes on after a pause, or from the last checkpoint of a run that was stopped or interrupted; there with another
   * engine, where the one that it began with is gone.
   */
  resumeRun: method(z.object({ runId, engine: z.enum(engineIds).optional() }), nothing),
  /**
   * Ends the training after the step that it is in, and answers when what was trained is saved, however long that takes.
   * `now` does not wait for it: what was trained since the last checkpoint is lost.
   */
  stopRun: method(z.object({ runId, now: z.boolean().optional() }), nothing),
  setLearningRate: method(z.object({ runId, learningRate: knobs.learningRate.schema }), nothing),

  /**
   * From now on, or no longer, `timeline` notices of a run in training; until then nothing is measured for them. Does
   * nothing for a run that is over.
   */
  watchTimeline: method(z.object({ runId, on: z.boolean() }), nothing),

  /**
   * Starts a study and returns. Its runs are runs like others and tell what happens to them as `run` events; `studies`
   * events tell how the study gets on. Refused while a run is in training.
   */
  startStudy: method(onDataset.extend({ plan: studyPlan }), z.object({ studyId })),
  /** Goes on where a study was paused or interrupted: what has finished is not trained again. `atOnce`: runs at a time. */
  resumeStudy: method(z.object({ studyId, atOnce: studyPlan.shape.parallel }), nothing),
  /** Stops its runs; answers when what they trained is saved. */
  pauseStudy: method(z.object({ studyId }), nothing),
  /** Stops one trial for good, in training or not yet begun; the others go on. */
  stopTrial: method(z.object({ studyId, trial: z.int().min(0) }), nothing),
  listStudies: method(nothing, z.object({ studies: z.array(studySummary) })),
  getStudy: method(z.object({ studyId }), study),
  getStudyCurves: method(z.object({ studyId }), studyCurves),
  renameStudy: method(z.object({ studyId, name: studyName }), nothing),
  /** As `takeOverRun`, together with the runs of the study that are in the same case. */
  takeOverStudy: method(z.object({ studyId }), nothing),
  /** Its runs stay. */
  deleteStudy: method(z.object({ studyId }), nothing),

  /** Each with what a table of runs shows beside its summary. */
  listRuns: method(nothing, z.object({ runs: z.array(listedRun) })),
  /** All events so far. Later ones arrive as `run` events, numbered on from here. */
  getRun: method(z.object({ runId }), z.object({ summary: runSummary, events: packedEvents })),
  renameRun: method(z.object({ runId, name: shownText('the name') }), nothing),
  /** Changes some of the notes of one or several runs, also while they train, and says which could not be changed. */
  setRunNotes: method(
    z.object({ runIds: z.array(runId).min(1).max(100_000), change: notesChange }),
    z.object({ failed: z.array(z.object({ runId, error: labErrorData })) })
  ),
  /** Moves the run to the trash of the data folder; `restoreRun` brings it back from there. */
  deleteRun: method(z.object({ runId }), nothing),
  restoreRun: method(z.object({ runId }), nothing),
  listTrash: method(nothing, trash),
  /**
   * Removes runs that are in the trash for good, and no others: who asked for it saw these. One that cannot be removed
   * stays, with the reason.
   */
  removeRuns: method(z.object({ runIds: z.array(runId).min(1) }), removal),
  /**
   * Takes a run that seems to be in training elsewhere, when a person knows that it is not. Refused where it is certain
   * that it is.
   */
  takeOverRun: method(z.object({ runId }), nothing),

  /**
   * Runs the test images through the run's latest checkpoint; progress arrives as `evaluation` events. On the run's own
   * data set, unless another one is named: the run keeps that result beside its own. A result that the disk does not take
   * is given all the same.
   */
  evaluateRun: method(evaluationOptions.extend({ runId }), evaluationResult),
  cancelEvaluation: method(z.object({ runId }), nothing),
  /** The first of the test images that are meant. The hardest of a class need a result of this version. */
  getExamples: method(
    z.object({ runId, choice: exampleChoice, limit: z.int().min(1).max(200) }),
    z.object({
      total: z.int(),
      examples: z.array(
        z.object({
          /** Of the test set. */
          row,
          trueClass: z.int(),
          predictedClass: z.int(),
          /** The probability given to the predicted class. */
          confidence: z.number(),
          /** The probability given to the true class; missing where an earlier version made the result. */
          trueProbability: z.number().optional()
        })
      ),
      /** Their pixels: base64 of u8[count, channels, height, width], planar. */
      images: z.string()
    })
  ),

  /**
   * What two runs predicted for the same test images: counts, and some of the images on which they disagree, those first
   * of which the wrong one is most certain. Both have to be evaluated on the same data set.
   */
  comparePredictions: method(
    z.object({ first: runId, second: runId, show: disagreementKind, limit: z.int().min(1).max(200) }),
    z.object({
      counts: disagreement,
      /** How many images there are of the kind that is shown. */
      total: z.int(),
      examples: z.array(
        z.object({
          row,
          trueClass: z.int(),
          first: z.object({ predictedClass: z.int(), confidence: z.number() }),
          second: z.object({ predictedClass: z.int(), confidence: z.number() })
        })
      ),
      /** Their pixels: base64 of u8[count, channels, height, width], planar. */
      images: z.string()
    })
  ),

  /** One image's way through a network, layer by layer. Answers in milliseconds once its process has started. */
  inspectImage: method(onDataset.extend({ network: networkChoice, split, row }), inspection),
  /**
   * The same for a picture that is of no data set: it goes through the network as an image of the data set would. Classes
   * are those that the run recorded; of an untrained network they are the data set's, whose images need not be here.
   * `fit`: how a file becomes as large as the network's images.
   */
  inspectPicture: method(
    onDataset.extend({ network: networkChoice, picture, fit: imageFit.optional() }),
    pictureInspection
  ),
  /** A network's parameters in layer order, or those that are named. Some start weights are computed from a data set. */
  getWeights: method(
    onDataset.extend({ network: networkChoice, names: z.array(z.string().max(100)).max(1000).optional() }),
    z.object({ step: z.int().min(0), parameters: z.array(tensor) })
  ),

  /**
   * Starts to compute the training loss around a run's latest weights, in the background, and returns; progress and
   * the end arrive as `lossSurface` events. size: rows and columns, odd. images: training images to average over, or
   * all that the run trains on where it has fewer. Principal directions need at least 3 checkpoints.
   */
  computeLossSurface: method(
    z.object({
      runId,
      directions: surfaceDirections,
      size: z
        .int()
        .min(3)
        .max(41)
        .refine((n) => n % 2 === 1, 'size must be odd, so that the run’s weights are in the middle'),
      images: z.int().min(1).max(10_000)
    }),
    nothing
  ),
  cancelLossSurface: method(z.object({ runId }), nothing),
  /** The surface that was computed last in these directions, if any, and how far one on its way is. */
  getLossSurface: method(
    z.object({ runId, directions: surfaceDirections }),
    z.object({
      surface: lossSurface.optional(),
      computing: z.object({ done: z.int(), total: z.int() }).optional()
    })
  ),

  /** A checkpoint of the run, its result or that at `step`, as one self-contained `.tenfold.json` file. */
  saveCheckpoint: method(z.object({ runId, step: z.int().min(0).optional() }), z.object({ file })),
  /**
   * The same as a file of another program. averaged: the moving average of
   * its weights in place of the weights.
   */
  exportNetwork: method(
    z.object({
      runId,
      step: z.int().min(0).optional(),
      format: networkFormatId,
      averaged: z.boolean().default(false),
      /** Whether an ONNX network takes images as image libraries give them. */
      preprocessing: z.boolean().default(false)
    }),
    z.object({ file })
  ),
  /**
   * Reads a `.tenfold.json` file, or the files of a model folder (model.json and its weights, training.json and
   * metadata.json if there are any). It becomes a run of its own, ready to be evaluated; the same files a second time
   * are `known`, and the run of the first time is given.
   */
  loadCheckpoint: method(
    checkpointInput
      .extend(onDataset.shape)
      .extend({ fit: weightsFit.optional(), answers: networkAnswers.optional() }),
    z.object({ runId, known: z.boolean() })
  ),
  /**
   * What files say of their network and what they leave open; and of weights alone, to which networks here they may
   * belong.
   */
  examineNetwork: method(checkpointInput.extend(onDataset.shape), examinedNetwork),
  /** The same, evaluated at once; without a result there is no new run. */
  evaluateCheckpoint: method(
    checkpointInput
      .extend(evaluationOptions.omit({ pixels: true }).shape)
      .extend({ fit: weightsFit.optional(), answers: networkAnswers.optional() }),
    evaluationResult.extend({ runId, known: z.boolean() })
  ),
  exportReport: method(
    z.object({ runId, format: z.enum(['html', 'pdf', 'json', 'csv']) }),
    z.object({ file })
  ),
  /** Several runs side by side: settings, results, classes, loss curves. */
  exportComparison: method(
    z.object({
      runIds: z.array(runId).min(2).max(mostCompared),
      format: z.enum(['html', 'pdf', 'json', 'csv'])
    }),
    z.object({ file })
  )
} as const

/** What the lab tells without being asked. */
export const events = {
  dataset,
  /** A data set was added, changed or removed; ask `listDatasets` again. */
  datasets: nothing,
  datasetImport: importStatus,
  /** Images of a place on their way into a data set that is edited. */
  imagesAdding,
  datasetExport: exportProgress,
  /** A run was added, changed or removed; ask `listRuns` again. */
  runs: nothing,
  /** A study was added, changed or removed, or got on; ask `listStudies` or `getStudy` again. */
  studies: nothing,
  /** Something came into the trash or left it; ask `listTrash` again. */
  trash: nothing,
  /** New events of a run: `first` is the number of the first of them, counted from 0. */
  run: z.object({ runId, first: z.int().min(0), events: z.array(runEvent) }),
  evaluation: z.object({ runId, done: z.int(), total: z.int() }),
  lossSurface: lossSurfaceNotice,
  /** Steps of a search for a learning rate; it may end before `total`. */
  rateSearch: z.object({ done: z.int().min(0), total: z.int().min(1) }),
  /** The engine that is being timed, before a run or for a table. */
  engineTiming,
  tensorflow: tensorflowNotice,
  /** At most 4 a second, while somebody watches; see `watchTimeline`. */
  timeline: timeline.extend({ runId }),
  /** The user chose an item of the desktop's menu. */
  command: z.object({ command })
} as const

export type MethodName = keyof typeof methods
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<(typeof methods)[M]['output']>
export type EventName = keyof typeof events
export type EventData<E extends EventName> = z.output<(typeof events)[E]>

/** The lab as its hosts and their clients see it. */
export type Lab = {
  readonly [M in MethodName]: (input: MethodInput<M>) => Promise<MethodOutput<M>>
}
export type { ListedRun } from './listed-run'
export type { RunSummary } from './run-summary'
