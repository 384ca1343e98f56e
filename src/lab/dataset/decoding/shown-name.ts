import { basename } from 'node:path'
import { controlCharacters } from '../../../core/base/control-characters'
import type { ImageSource } from './decoder-protocol'

const longest = 80
const control = new RegExp(controlCharacters.source, 'gu')

/** What an image is called in messages: without its folder, on one line, and not too long. */
export function shownName(source: ImageSource): string {
  const name = basename('path' in source ? source.path : source.name).replace(control, '�')
  if (name === '') return 'The image'
  return name.length <= longest ? name : `${name.slice(0, longest / 2)}…${name.slice(-longest / 2)}`
}
