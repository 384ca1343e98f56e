import { Option } from 'commander'
import { z } from '../../core/base/schema'

export const jsonOption = (what: string): Option => new Option('--json', `print ${what} as one JSON document`)

/** The part of a command's options that all commands share. */
export const jsonFlag = z.object({ json: z.boolean().default(false) })
