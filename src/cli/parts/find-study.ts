import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import type { Lab } from '../../lab/contract/contract'
import type { StudySummary } from '../../lab/contract/study'

/** How the help explains an argument that names a study. */
export const studyArgument = `number (3), id, or "latest"; see "${ownCommand} study"`

/** The study that a user means by its number (`3`, `#3`), its id, or `latest`. @throws LabError 'not-found' */
export async function findStudy(lab: Lab, text: string): Promise<StudySummary> {
  const { studies } = await lab.listStudies({})
  const number = /^#?(\d+)$/.exec(text)?.[1]
  const found =
    text === 'latest'
      ? studies[0]
      : studies.find(({ studyId, number: own }) => studyId === text || String(own) === number)
  if (found !== undefined) return found
  throw new LabError(
    'not-found',
    `No study is called “${text.slice(0, 80)}”.`,
    studies.length === 0
      ? `There are no studies yet. Start one: ${ownCommand} study start --seeds 5`
      : `List them: ${ownCommand} study`
  )
}
