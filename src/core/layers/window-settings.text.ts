import { spacedTimes } from './layer-text'
import type { SlidingWindow } from './layer-kind'

/** What PyTorch's line says about stride and padding, where they are not what it takes anyway. */
export function windowSettingNotes({ strides, padding }: Omit<SlidingWindow, 'size'>): readonly string[] {
  return [
    ...(strides.every((n) => n === 1)
      ? []
      : [`\`stride\` moves the window by **${spacedTimes(strides)}** instead of 1.`]),
    ...(padding.every((n) => n === 0)
      ? []
      : [`\`padding\` adds **${spacedTimes(padding)}** rows and columns of zeros on each side.`])
  ]
}
