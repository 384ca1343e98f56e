import { required } from '../base/required'
import { formatBytes } from '../format/format-bytes'
import { formatDuration } from '../format/format-duration'
import { formatLoss } from '../format/format-loss'
import { formatCount, formatPercent } from '../format/format-number'
import { type FieldName, fieldNames, isField, settings } from '../settings/settings'
import type { RunColumn } from './run-column'
import { settingColumn } from './setting-column'
import type { TableRun } from './table-run'

type OwnColumnId =
  | 'star'
  | 'number'
  | 'name'
  | 'status'
  | 'study'
  | 'dataset'
  | 'network'
  | 'recipe'
  | 'device'
  | 'loss'
  | 'accuracy'
  | 'best'
  | 'time'
  | 'disk'
  | 'started'
  | 'tag'
  | 'group'
  | 'note'
export type ColumnId = OwnColumnId | FieldName

const present = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text])
const percent = (share: number | undefined): number | undefined =>
  share === undefined ? undefined : share * 100
const known = <T, U>(value: T | undefined, say: (value: T) => U): U | undefined =>
  value === undefined ? undefined : say(value)

/** Where a run trained without taking time, or before anybody knew when, nothing is known. */
const unlessNought = (value: number): number | undefined => (value === 0 ? undefined : value)

/** `Lesson`, or its size. */
function networkText({ details }: TableRun): string | undefined {
  if (details === undefined) return undefined
  const { preset, parameters } = details.network
  return preset ?? known(parameters, (count) => `${formatCount(count)} parameters`)
}

const tagsOf = ({ notes }: TableRun): readonly string[] => notes?.tags ?? []
const noteOf = ({ notes }: TableRun): string | undefined =>
  notes === undefined || notes.note === '' ? undefined : notes.note

const studyNumber = ({ studyId }: { readonly studyId: string }): string => studyId.replace(/^study-/, '')

/** `Study 3`, `Study 3: Batch sizes` */
function studyTitle(number: string, name: string | undefined): string {
  const usual = `Study ${number}`
  return name === undefined || name === usual ? usual : `${usual}: ${name}`
}

const own: Readonly<Record<OwnColumnId, RunColumn>> = {
  star: {
    kind: 'text',
    label: 'Star',
    whole: true,
    values: ({ notes }) => [notes?.star === true ? 'yes' : 'no'],
    text: ({ notes }) => (notes?.star === true ? '★' : undefined)
  },
  number: {
    kind: 'number',
    label: '#',
    title: 'Number',
    value: ({ number }) => number,
    text: ({ number }) => String(number)
  },
  name: { kind: 'text', label: 'Name', whole: false, values: ({ name }) => [name], text: ({ name }) => name },
  status: {
    kind: 'text',
    label: 'Status',
    whole: true,
    // What the window calls a run that came from a file.
    values: ({ status: { kind } }) => (kind === 'imported' ? [kind, 'loaded'] : [kind]),
    text: ({ status }) => status.kind
  },
  study: {
    kind: 'text',
    label: 'Study',
    whole: true,
    title: 'The study that it belongs to: its number and name',
    values: ({ study, studyName }) =>
      study === undefined ? [] : [studyNumber(study), study.studyId, ...present(studyName)],
    text: ({ study, studyName }) => known(study, (one) => studyTitle(studyNumber(one), studyName))
  },
  dataset: {
    kind: 'text',
    label: 'Data set',
    whole: false,
    title: 'The data set that it was trained on',
    values: ({ dataset }) => present(dataset?.name),
    text: ({ dataset }) => dataset?.name
  },
  network: {
    kind: 'text',
    label: settings.network.label,
    whole: false,
    values: (run) => present(networkText(run)),
    text: networkText
  },
  recipe: {
    kind: 'text',
    label: 'Recipe',
    whole: false,
    values: ({ details }) => present(details?.recipe),
    text: ({ details }) => details?.recipe
  },
  device: {
    kind: 'text',
    label: 'Device',
    whole: false,
    values: ({ device }) => present(device),
    text: ({ device }) => device
  },
  loss: {
    kind: 'number',
    label: 'Loss',
    title: 'Running loss',
    value: ({ runningLoss }) => runningLoss,
    text: ({ runningLoss }) => known(runningLoss, (loss) => formatLoss(loss, 3))
  },
  accuracy: {
    kind: 'number',
    label: 'Accuracy',
    title: 'On the test images',
    value: ({ accuracy }) => percent(accuracy),
    text: ({ accuracy }) => known(accuracy, (share) => formatPercent(share))
  },
  best: {
    kind: 'number',
    label: 'Best validation',
    title: 'Best accuracy on the validation images at the end of an epoch',
    value: ({ validation }) => percent(validation?.best),
    text: ({ validation }) => known(validation?.best, (share) => formatPercent(share))
  },
  time: {
    kind: 'number',
    label: 'Time',
    title: 'Time spent on training',
    value: ({ trainMs }) => known(unlessNought(trainMs), (ms) => ms / 1000),
    text: ({ trainMs }) => known(unlessNought(trainMs), formatDuration)
  },
  disk: {
    kind: 'number',
    label: 'Disk',
    title: 'Disk space of its checkpoints',
    value: ({ checkpointBytes }) => known(checkpointBytes, (bytes) => bytes / 1e6),
    text: ({ checkpointBytes }) => known(checkpointBytes, formatBytes)
  },
  started: {
    kind: 'date',
    label: 'Started',
    value: ({ createdAt }) => unlessNought(createdAt),
    text: ({ createdAt }) => known(unlessNought(createdAt), (at) => new Date(at).toISOString())
  },
  tag: {
    kind: 'text',
    label: 'Tags',
    whole: true,
    values: tagsOf,
    text: (run) => (tagsOf(run).length === 0 ? undefined : tagsOf(run).join(', '))
  },
  group: {
    kind: 'text',
    label: 'Group',
    whole: true,
    values: ({ notes }) => present(notes?.group),
    text: ({ notes }) => notes?.group
  },
  note: { kind: 'text', label: 'Note', whole: false, values: (run) => present(noteOf(run)), text: noteOf }
}

const settingColumns = new Map(fieldNames.map((name) => [name, settingColumn(name)]))

export function runColumn(id: ColumnId): RunColumn {
  return isField(id) ? required(settingColumns.get(id), 'a column of each setting') : own[id]
}

/** In the order of the table. */
export const columnIds: readonly ColumnId[] = [
  'star',
  'number',
  'name',
  'status',
  'study',
  'group',
  'tag',
  'dataset',
  'network',
  'recipe',
  ...fieldNames,
  'device',
  'loss',
  'accuracy',
  'best',
  'time',
  'disk',
  'started',
  'note'
]

/** Always in the table. */
export const fixedColumns: readonly ColumnId[] = ['star', 'number', 'name']

/** Beside those, as long as nobody chose others. */
export const defaultColumns: readonly ColumnId[] = [
  'status',
  'batchSize',
  'epochs',
  'learningRate',
  'seed',
  'loss',
  'accuracy',
  'time',
  'disk',
  'started'
]

/** What people write for a column, in a search and in the terminal: `batch-size`. */
export function columnKey(id: ColumnId): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The column that somebody wrote, however they write capitals and hyphens: `batch-size`, `batchSize`. */
export function columnCalled(text: string): ColumnId | undefined {
  const bare = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '')
  return columnIds.find((id) => bare(id) === bare(text))
}
