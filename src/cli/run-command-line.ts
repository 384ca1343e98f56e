import { Command, CommanderError, type OutputConfiguration } from 'commander'
import { LabError } from '../core/base/lab-error'
import { ownCommand } from '../core/base/own-command'
import { compareCommand } from './commands/compare'
import { dataCommand } from './commands/data'
import { devicesCommand } from './commands/devices'
import { doctorCommand } from './commands/doctor'
import { evaluateCommand } from './commands/evaluate'
import { exportCommand } from './commands/export'
import { findRateCommand } from './commands/find-rate'
import { forkCommand } from './commands/fork'
import { predictCommand } from './commands/predict'
import { recipesCommand } from './commands/recipes'
import { reportCommand } from './commands/report'
import { runsCommand } from './commands/runs'
import { serveCommand } from './commands/serve'
import { studyCommand } from './commands/study'
import { trainCommand } from './commands/train'
import { describeExitCodes, EndWith, errorExitCodes } from './console/exit-codes'
import { InterruptedError } from './console/interruption'
import { seeHelp } from './console/see-help'
import type { CommandContext } from './console/session'

/**
 * Runs one command.
 * @param args without Node and script
 * @returns the exit code
 */
export async function runCommandLine(
  context: CommandContext,
  args: readonly string[],
  version: string
): Promise<number> {
  try {
    await createProgram(context, version).parseAsync([...args], { from: 'user' })
    return 0
  } catch (thrown) {
    return exitCodeOf(context, thrown, args.includes('--json'))
  }
}

function createProgram(context: CommandContext, version: string): Command {
  const { terminal } = context
  const program = new Command(ownCommand)
    .description('A workbench for training an image classifier on CIFAR-10, in the terminal.')
    .version(version)
    .addHelpText(
      'after',
      `
Data goes to stdout, messages and progress to stderr. With --json, stdout is one JSON document;
if the command fails, it is { "error": { code, message, hint } }.
Data sets and runs are kept in the data folder; to use another one, set TENFOLD_DATA.

Exit codes:
${describeExitCodes()}`
    )
  const commands = [
    trainCommand,
    forkCommand,
    findRateCommand,
    evaluateCommand,
    predictCommand,
    compareCommand,
    studyCommand,
    reportCommand,
    exportCommand,
    runsCommand,
    recipesCommand,
    devicesCommand,
    doctorCommand,
    dataCommand,
    serveCommand
  ]
  for (const create of commands) program.addCommand(create(context))
  settle(program, {
    writeOut: (text) => {
      for (const line of text.replace(/\n$/, '').split('\n')) terminal.print(line)
    },
    writeErr: (text) => terminal.sayLines(text),
    // What is wrong is thrown, and said where all errors are.
    outputError: () => undefined
  })
  return program
}

/**
 * Commands that were made on their own inherit nothing: each gets the output, and throws instead of exiting.
 * @param names that lead to the command
 */
function settle(command: Command, output: OutputConfiguration, names: readonly string[] = []): void {
  command.configureOutput(output).exitOverride((error) => {
    throw isHelp(error) ? error : usageError(error, names)
  })
  for (const child of command.commands) settle(child, output, [...names, child.name()])
}

/** Help or version, asked for or shown where no command was given: all is said. */
const isHelp = ({ exitCode, code }: CommanderError): boolean => exitCode === 0 || code === 'commander.help'

function usageError({ message }: CommanderError, names: readonly string[]): LabError {
  const line = message.replace(/^error: /, '').replaceAll('\n', ' ')
  return new LabError('invalid-input', line, seeHelp(...names))
}

function exitCodeOf({ terminal }: CommandContext, thrown: unknown, json: boolean): number {
  if (thrown instanceof InterruptedError || thrown instanceof EndWith) return thrown.exitCode
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : errorExitCodes['invalid-input']
  const error = LabError.from(thrown)
  const { cause, ...data } = error.toData()
  terminal.sayError(error.message, error.hint)
  if (error.code === 'internal' && cause !== undefined) terminal.sayLines(cause)
  if (json) terminal.printJson({ error: data })
  return errorExitCodes[error.code]
}
