import { dataExercises } from './data-exercises'
import { evaluateExercises } from './evaluate-exercises'
import { networkExercises } from './network-exercises'
import { optimizerExercises } from './optimizer-exercises'
import type { Exercise } from './exercise'
import { trainExercises } from './train-exercises'

/** In the order of the lesson. */
export const exercises: readonly Exercise[] = [
  ...dataExercises,
  ...networkExercises,
  ...optimizerExercises,
  ...trainExercises,
  ...evaluateExercises
]
