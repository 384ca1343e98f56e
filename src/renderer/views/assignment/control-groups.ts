import type { AssignmentControl } from '../../../core/assignment'

interface ControlGroup {
  readonly title: string
  readonly controls: readonly { readonly control: AssignmentControl; readonly text: string }[]
}

/** What can be hidden, in the order of the rooms. */
export const controlGroups: readonly ControlGroup[] = [
  {
    title: 'Data and network',
    controls: [
      { control: 'batchSize', text: 'Batch size' },
      { control: 'workers', text: 'Workers' },
      { control: 'validationSplit', text: 'Validation' },
      { control: 'trainImages', text: 'Train on' },
      { control: 'network', text: 'Editing the network' }
    ]
  },
  {
    title: 'Optimizer',
    controls: [
      { control: 'optimizer', text: 'Choice of optimizer' },
      { control: 'learningRate', text: 'Learning rate' },
      { control: 'momentum', text: 'Momentum' },
      { control: 'optimizerDetails', text: 'Its other knobs' }
    ]
  },
  {
    title: 'Training and machine',
    controls: [
      { control: 'epochs', text: 'Epochs' },
      { control: 'seed', text: 'Seed' },
      { control: 'logEvery', text: 'Log interval' },
      { control: 'checkpointEvery', text: 'Checkpoint interval' },
      { control: 'keepCheckpoints', text: 'Which checkpoints are kept' },
      { control: 'engine', text: 'Engine' },
      { control: 'threads', text: 'Threads' }
    ]
  }
]
