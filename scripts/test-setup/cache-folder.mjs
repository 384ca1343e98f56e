// @ts-check
import path from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'

/** What tests download or unpack once; it goes when node_modules goes. */
export const cacheFolder = path.join(projectRoot, 'node_modules', '.cache', 'tenfold')
