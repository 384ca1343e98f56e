// @ts-check
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { projectRoot } from './setup/project-root.mjs'

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly string[]} command a tool of node_modules/.bin, and its arguments
 */

const rooms = readdirSync(path.join(projectRoot, 'src'), { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && existsSync(path.join(projectRoot, 'src', entry.name, 'tsconfig.json'))
  )
  .map((entry) => entry.name)

/** @type {readonly Check[]} */
const checks = [
  // Components take more than half the time: types are worked out again for each.
  { name: 'lint of renderer', command: ['eslint', 'src/renderer', '--max-warnings', '0'] },
  {
    name: 'lint of everything else',
    command: ['eslint', '.', '--ignore-pattern', 'src/renderer/**', '--max-warnings', '0']
  },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'import rules', command: ['depcruise', 'src', '--config', '.dependency-cruiser.js'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  ...['renderer', 'page'].map((room) => ({
    name: `types of ${room}`,
    command: [
      'svelte-check',
      '--workspace',
      `src/${room}`,
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human'
    ]
  })),
  ...rooms
    .filter((room) => room !== 'renderer' && room !== 'page')
    .map((room) => ({ name: `types of ${room}`, command: ['tsc', '-p', `src/${room}`] })),
  { name: 'types of tests and scripts', command: ['tsc', '-p', '.'] }
]

/** Each takes up to one processor and 2 GB. */
const parallel = Math.min(4, Math.max(2, availableParallelism()))

/**
 * Runs every check, whatever becomes of the others.
 * @param {(line: string) => void} print
 * @returns {Promise<{ passed: number, failed: readonly string[] }>} names of those that failed
 */
export async function runChecks(print) {
  const waiting = [...checks]
  /** @type {string[]} */
  const failed = []
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedAt = Date.now()
      const { code, output } = await runTool(check.command)
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      print(`  ${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`)
      if (code === 0) continue
      failed.push(check.name)
      print(output.trimEnd())
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return { passed: checks.length - failed.length, failed }
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runTool([tool = '', ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(projectRoot, 'node_modules', '.bin', tool), args, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32'
    })
    let output = ''
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, output })
    })
  })
}
