// @ts-check
// npm run check: everything about the code that can be known without running it.
import { runChecks } from './checks.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  await ensureDependencies()
  const { failed } = await runChecks((line) => {
    console.log(line)
  })
  if (failed.length > 0) process.exitCode = 1
})
