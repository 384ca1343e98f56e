import type { ScriptPart } from '../../core/code/script'

export function roomTitle(room: ScriptPart): string {
  return `${room.charAt(0).toUpperCase()}${room.slice(1)}`
}
