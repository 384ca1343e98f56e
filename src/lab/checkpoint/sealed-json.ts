import { z } from '../../core/base/schema'
import { hints, invalidCheckpoint, parsePart } from './invalid-checkpoint'
import { sha256 } from '../storage/sha256'

/** `tenfold-checkpoint`: a whole `*.tenfold.json`. `tenfold-training`: the `training.json` of a model folder. */
type SealedFormat = 'tenfold-checkpoint' | 'tenfold-training'

/** The function at index n - 1 lifts content of version n to version n + 1. */
const migrations: readonly ((content: unknown) => unknown)[] = []

/** The version of both formats that is written; older ones are lifted to it when read. */
const formatVersion = migrations.length + 1

const envelope = z.object({
  version: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'not 64 hexadecimal digits'),
  content: z.unknown().optional()
})

/** JSON text that carries its format, its version and the sha256 of `JSON.stringify(content)`. */
export function sealJson(format: SealedFormat, content: unknown): string {
  const json = JSON.stringify(content)
  return `{"format":"${format}","version":${formatVersion},"sha256":"${sha256(json)}","content":${json}}\n`
}

/**
 * Checks version and checksum.
 * @param value parsed JSON whose format has been looked at already
 * @returns the content in today's version, not yet parsed
 * @throws LabError 'checkpoint-invalid'
 */
export function unsealJson(value: unknown, name: string): unknown {
  const { version } = parsePart(envelope.pick({ version: true }), value, name)
  if (version > formatVersion) {
    throw invalidCheckpoint(
      `${name} was saved by a newer Tenfold: its format is version ${version}; this Tenfold reads versions up to ${formatVersion}.`,
      'Update Tenfold, then load it again.'
    )
  }
  const sealed = parsePart(envelope, value, name)
  if (sealed.content === undefined) throw invalidCheckpoint(`${name} has no content.`, hints.damaged)
  if (sha256(JSON.stringify(sealed.content)) !== sealed.sha256) {
    throw invalidCheckpoint(`${name} was changed: its content does not match its sha256.`, hints.damaged)
  }
  return migrations.slice(version - 1).reduce<unknown>((content, migrate) => migrate(content), sealed.content)
}
