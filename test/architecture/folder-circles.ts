import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** An import that leads from one folder of a tree to another. */
export interface FolderImport {
  readonly from: string
  readonly to: string
}

const endings = ['', '.ts', '.svelte.ts', '.svelte', '/index.ts']

/**
 * The imports between the folders of a tree, of types alone too and from Svelte's components too; tests are left out.
 * @param root a folder of sources
 */
export function folderImports(root: string): FolderImport[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
    .filter((name) => statSync(path.join(root, name)).isFile())
  const known = new Set(files)
  return files.flatMap((file) =>
    importsOf(readFileSync(path.join(root, file), 'utf8')).flatMap((specifier): FolderImport[] => {
      const target = path.join(path.dirname(file), specifier)
      const found = endings.map((ending) => target + ending).find((name) => known.has(name))
      const [from, to] = [path.dirname(file), path.dirname(found ?? file)]
      return from === to ? [] : [{ from, to }]
    })
  )
}

/** Relative imports of a module or of a component's scripts. */
function importsOf(text: string): string[] {
  const scripts = text.includes('<script')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    : undefined
  const code = scripts === undefined ? text : scripts.map(([, script]) => script).join('\n')
  return ts
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
}

/**
 * Folders that import one another in a circle, as a path that ends where it began: `a -> b -> a`. The first that is
 * found for each folder; none: an empty list.
 */
export function folderCircles(imports: readonly FolderImport[]): string[] {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to))
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (folder: string, way: readonly string[]): void => {
    const at = way.indexOf(folder)
    if (at >= 0) {
      circles.push([...way.slice(at), folder].join(' -> '))
      return
    }
    if (done.has(folder)) return
    for (const other of next.get(folder) ?? []) walk(other, [...way, folder])
    done.add(folder)
  }
  for (const folder of next.keys()) walk(folder, [])
  return circles
}
