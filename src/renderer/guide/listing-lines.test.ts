import { describe, expect, test } from 'vitest'
import { lineText } from '../../core/code/code-line'
import { dialects } from '../../core/code/dialect'
import { scriptParts, scriptText } from '../../core/code/script'
import { writeScript } from '../../core/lesson/write-script'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { lessonConfig } from '../../core/settings/run-config'
import { listingLines, explainedLine } from './listing-lines'

describe.each(dialects)('the listing in %s', (dialect) => {
  const script = writeScript(dialect, lessonConfig, lessonDataset)
  const lines = listingLines(script)

  test('has every line of the file, under the same number', () => {
    const shown = lines.map(({ indent, words }) => indent + words.map(({ text }) => text).join(''))
    expect(shown).toEqual(scriptText(script).split('\n'))
  })

  test('cuts the indentation off the words', () => {
    for (const { indent, words, line } of lines) {
      expect(indent.trim()).toBe('')
      expect(words[0]?.text ?? 'x').not.toMatch(/^\s/)
      expect(indent.length).toBe(lineText(line).search(/\S|$/))
    }
  })

  test('names each part on the blank line before it', () => {
    expect(lines.flatMap(({ before }) => before ?? [])).toEqual(scriptParts.slice(1))
  })

  test('has its tab stop at what the guide explains, in the room’s part first', () => {
    for (const part of scriptParts) {
      const start = lines.findIndex((entry) => entry.part === part)
      expect(explainedLine(lines, part, 'layer:of another network', undefined)).toBe(start)
    }
    const loss = explainedLine(lines, 'train', 'loss', undefined)
    expect(lines[loss]).toMatchObject({ part: 'train', line: { link: 'loss' } })
    // From another room it leads to where the line stands.
    const elsewhere = explainedLine(lines, 'data', 'backward', undefined)
    expect(lines[elsewhere]?.line.link).toBe('backward')
  })

  test('finds the line that was pointed at by its key, which no other line has', () => {
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
    lines.forEach(({ key, part, line }, at) => {
      if (line.link !== undefined) expect(explainedLine(lines, part, line.link, key)).toBe(at)
    })
    // A key of another thing: something else was pointed at since.
    expect(explainedLine(lines, 'train', 'loss', lines[0]?.key)).toBe(
      explainedLine(lines, 'train', 'loss', undefined)
    )
  })
})
