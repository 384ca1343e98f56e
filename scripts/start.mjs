// @ts-check
// npm start: installs and builds what is missing, then opens the workbench, or hands its arguments to the command line.
import path from 'node:path'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { openDesktop } from './setup/open-desktop.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { exitLike, runChild } from './setup/run-child.mjs'
import { runMain, say } from './setup/say.mjs'

/** @param {readonly string[]} args */
async function runCommand(args) {
  // Paths in the arguments are relative to where the user typed them.
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  const command = path.join(projectRoot, 'out', 'main', 'cli.cjs')
  // The channel tells the command when this process is gone, whatever ended it.
  exitLike(
    await runChild(process.execPath, [command, ...args], {
      cwd,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc']
    })
  )
}

await runMain(async () => {
  checkNode()
  await ensureDependencies()
  await ensureBuild()
  const args = process.argv.slice(2)
  if (args.length > 0) return runCommand(args)

  const opened = await openDesktop()
  if ('end' in opened) {
    exitLike(opened.end)
    return
  }
  say(`Serving the workbench to your browser instead of opening a window: ${opened.reason}.`)
  await runCommand(['serve'])
})
