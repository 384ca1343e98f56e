import { type Control, controlOf } from '../../../core/settings/controls'
import { settingNames, settings } from '../../../core/settings/settings'

interface ControlGroup {
  readonly title: string
  readonly controls: readonly { readonly control: Control; readonly text: string }[]
}

const titles = [
  ['data', 'Data and network'],
  ['optimizer', 'Optimizer'],
  ['training', 'Training and machine']
] as const

/** What can be hidden, in the order of the rooms. */
export const controlGroups: readonly ControlGroup[] = titles.map(([group, title]) => {
  const texts = new Map(
    settingNames
      .filter((name) => settings[name].teaching.group === group)
      .map((name) => [controlOf(name), settings[name].teaching.text ?? settings[name].label])
  )
  return { title, controls: [...texts].map(([control, text]) => ({ control, text })) }
})
