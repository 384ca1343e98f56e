import { Command } from 'commander'
import { parseInput } from '../../core/base/parse-input'
import type { Finding } from '../../lab/contract/diagnosis'
import { EndWith, errorExitCodes } from '../console/exit-codes'
import { withSession, type CommandContext } from '../console/session'
import { jsonFlag, jsonOption } from './json-option'

const marks: Readonly<Record<Finding['state'], string>> = { ok: '+', absent: '-', problem: '!' }

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description(
      'Check processor, graphics cards, drivers and libraries: what is missing, and how to fix it.'
    )
    .addOption(jsonOption('what was found'))
    .addHelpText(
      'after',
      '\n+ fine   - not there, and not needed   ! a problem: the command then exits with 20'
    )
    .action(async (options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async ({ lab, terminal, interruption }) => {
        const { findings } = await interruption.unlessInterrupted(lab.diagnose({}))
        const problems = findings.filter(({ state }) => state === 'problem')
        if (json) terminal.printJson({ findings })
        else {
          for (const finding of findings) for (const line of findingLines(finding)) terminal.print(line)
        }
        if (problems.length === 0) return
        terminal.say(problems.length === 1 ? 'One problem.' : `${problems.length} problems.`)
        throw new EndWith(errorExitCodes['engine-unavailable'])
      })
    })
}

function findingLines({ state, title, detail, remedy, command }: Finding): string[] {
  return [
    `${marks[state]} ${title}: ${detail}`,
    ...(remedy === undefined ? [] : [`    → ${remedy}`]),
    ...(command === undefined ? [] : [`      ${command}`])
  ]
}
