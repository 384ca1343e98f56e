import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readResults } from '../../scripts/read-results.mjs'
import { projectRoot } from '../../scripts/setup/project-root.mjs'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-results-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('what failed is named: a test with what it said, and a file that cannot be loaded', async () => {
  const file = path.join(folder, 'unit.json')
  const assertion = (status: string, fullName: string, ...failureMessages: string[]): object => ({
    status,
    fullName,
    failureMessages
  })
  await writeFile(
    file,
    JSON.stringify({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        {
          name: path.join(projectRoot, 'src/a.test.ts'),
          message: '',
          assertionResults: [assertion('passed', 'a one'), assertion('failed', 'a two', 'Error: no\n  at a')]
        },
        { name: path.join(projectRoot, 'src/b.test.ts'), message: 'no such module\n', assertionResults: [] }
      ]
    })
  )
  expect(readResults(file, 'unit')).toEqual({
    passed: 1,
    failed: 1,
    skipped: 3,
    failures: ['unit: src/a.test.ts > a two\n    Error: no', 'unit: src/b.test.ts: no such module']
  })
})
