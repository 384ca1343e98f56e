import { corruptionTrial } from './corruption-trial'
import { raceTrial } from './race-trial'
import type { Trial } from './trial'

export const trials: readonly Trial[] = [corruptionTrial, raceTrial]
