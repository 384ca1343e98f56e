import { dataTasks } from './data-tasks'
import { evaluateTasks } from './evaluate-tasks'
import { networkTasks } from './network-tasks'
import { optimizerTasks } from './optimizer-tasks'
import type { Task } from './task'
import { trainTasks } from './train-tasks'

/** In the order of the lesson. */
export const tasks: readonly Task[] = [
  ...dataTasks,
  ...networkTasks,
  ...optimizerTasks,
  ...trainTasks,
  ...evaluateTasks
]
