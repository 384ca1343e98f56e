import type { Room } from '../app/app.svelte'
import type { IconName } from '../ui/icons'

interface RoomEntry {
  readonly room: Room
  readonly title: string
  readonly icon: IconName
  /** A part of the lesson, with an explanation beside it. */
  readonly lesson: boolean
}

/** In the order of the rail; their places are their keys: 0, 1, ... */
export const rooms: readonly RoomEntry[] = [
  { room: 'lesson', title: 'Lesson', icon: 'lesson', lesson: false },
  { room: 'data', title: 'Data', icon: 'data', lesson: true },
  { room: 'network', title: 'Network', icon: 'network', lesson: true },
  { room: 'optimizer', title: 'Optimizer', icon: 'optimizer', lesson: true },
  { room: 'train', title: 'Train', icon: 'train', lesson: true },
  { room: 'evaluate', title: 'Evaluate', icon: 'evaluate', lesson: true },
  { room: 'runs', title: 'Runs', icon: 'runs', lesson: false },
  { room: 'devices', title: 'Devices', icon: 'devices', lesson: false }
]
