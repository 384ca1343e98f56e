// @ts-check
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './setup/project-root.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[] }} Results */

/**
 * What vitest wrote down with its JSON reporter.
 * @param {string} file
 * @param {string} project named in failures
 * @returns {Results}
 */
export function readResults(file, project) {
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} */
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(file, 'utf8')
  )
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const where = `${project}: ${path.relative(projectRoot, name)}`
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && message) return [`${where}: ${firstLine(message)}`]
    return failed.map(
      ({ fullName, failureMessages }) =>
        `${where} > ${fullName}\n    ${firstLine(failureMessages?.[0] ?? '')}`
    )
  })
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures
  }
}

/** @param {string} text */
const firstLine = (text) => text.split('\n', 1)[0] ?? ''
