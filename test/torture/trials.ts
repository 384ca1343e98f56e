import { corruptionTrial } from './corruption-trial'
import { datasetKillTrial } from './dataset-kill-trial'
import { diskTrial } from './disk-trial'
import { hostileTrial } from './hostile-trial'
import { killTrial } from './kill-trial'
import { raceTrial } from './race-trial'
import { signalTrial } from './signal-trial'
import { socketTrial } from './socket-trial'
import { studyTrial } from './study-trial'
import type { Trial } from './trial'

export const trials: readonly Trial[] = [
  killTrial,
  studyTrial,
  datasetKillTrial,
  corruptionTrial,
  diskTrial,
  hostileTrial,
  raceTrial,
  signalTrial,
  socketTrial
]
