import type { TfjsSettingName } from './tfjs-setting.text'

/** A setting of a layer of `tf.layers`. */
export interface TfjsSetting {
  readonly name: TfjsSettingName
  /** As code. */
  readonly value: string
}

export const tfjsSetting = (name: TfjsSettingName, value: string | number): TfjsSetting => ({
  name,
  value: String(value)
})
