import { ownCommand } from '../../core/base/own-command'
import { findingKinds, groupFindings, type ImportFinding } from '../../core/data/import-finding'
import { formatCount } from '../../core/format/format-number'
import type { ImportRequest } from '../../lab/contract/dataset-import'
import type { Session } from '../console/session'
import { followImport } from './follow-import'

/** Of each kind of finding: all of them are in the window, and in the JSON. */
const mostTold = 5

/** Imports what is asked for, and prints what became of it. */
export async function importAndTell(session: Session, request: ImportRequest): Promise<void> {
  const { lab, terminal, json } = session
  const { id, name, images } = await followImport(session, request)
  const { findings } = await lab.getFindings({ dataset: id })
  if (json) {
    terminal.printJson({ dataset: await lab.getDataset({ dataset: id }), findings })
    return
  }
  for (const line of findingLines(findings)) terminal.print(line)
  terminal.print(`${name}: ${formatCount(images)} images, ready as “${id}”`)
  const { datasets } = await lab.listDatasets({})
  const own = datasets.find(({ info }) => info.id === id)
  const twin = datasets.find(({ info }) => info.id !== id && info.hash === own?.info.hash)
  if (twin !== undefined)
    terminal.print(
      `“${twin.info.id}” has the very same images. To delete this one: ${ownCommand} data delete ${id} --yes`
    )
  terminal.say(`Train on it with: ${ownCommand} train --data ${id}`)
}

function findingLines(findings: readonly ImportFinding[]): string[] {
  return groupFindings(findings).flatMap(({ kind, findings: own }) => [
    `${findingKinds[kind].title} (${formatCount(own.length)}):`,
    ...own.slice(0, mostTold).map(({ of, detail }) => `  ${of}${detail === undefined ? '' : `: ${detail}`}`),
    ...(own.length > mostTold ? [`  and ${formatCount(own.length - mostTold)} more`] : []),
    `  ${findingKinds[kind].hint}`
  ])
}
