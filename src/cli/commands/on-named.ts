import { parseInput } from '../../core/base/parse-input'
import { withSession, type CommandContext, type Session } from '../console/session'
import { jsonFlag } from './json-option'

/** What a command does that takes the name of one thing, and no options but `--json`. */
export const onNamed =
  (context: CommandContext, run: (session: Session, name: string) => Promise<void>) =>
  async (name: string, options: unknown): Promise<void> => {
    const { json } = parseInput(jsonFlag, options, 'The command')
    await withSession(context, { json }, (session) => run(session, name))
  }
