// @ts-check
// The package unpacks into the system's temporary folder: prepare-chromium.mjs runs this with one of its own.
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
