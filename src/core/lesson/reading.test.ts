import { describe, expect, test } from 'vitest'
import { lineText } from '../code/code-line'
import { dialects } from '../code/dialect'
import { scriptParts, scriptText } from '../code/script'
import { lessonDataset } from '../data/lesson-dataset'
import { inferShapes } from '../model/infer-shapes'
import { lessonConfig } from '../settings/run-config'
import type { LessonFacts } from './lesson-facts'
import { readingMinutes, readingOf } from './reading'
import { writeScript } from './write-script'

/** What a lesson may take. */
const lessonMinutes = 45

describe.each(dialects)('the lesson to read, in %s', (dialect) => {
  const script = writeScript(dialect, lessonConfig, lessonDataset)
  const shapes = inferShapes(lessonConfig.model)
  const known = new Set<string>()
  const parts = readingOf(
    script,
    (part): LessonFacts => ({
      dialect,
      config: lessonConfig,
      dataset: lessonDataset,
      shapes,
      misfit: undefined,
      part,
      evaluation: undefined,
      surface: 'ravine',
      slice: { directions: 'principal', share: undefined }
    }),
    known
  )
  const blocks = parts.flatMap((entry) => entry.blocks)

  test('has every line of the file, under its number', () => {
    expect(parts.map(({ part }) => part)).toEqual(scriptParts)
    const file = scriptText(script).split('\n')
    const lines = blocks.flatMap((block) => block.lines)
    for (const { number, line } of lines) expect(lineText(line)).toBe(file[number - 1])
    expect(lines).toHaveLength(file.filter((line) => line !== '').length)
  })

  test('explains everything before its first line, and once', () => {
    const first = new Map(blocks.toReversed().map(({ topic, words }) => [topic, words !== undefined]))
    const unexplained = [...first].filter(([, explained]) => !explained).map(([topic]) => topic)
    // What the first layer of a type says holds for the others; what computes is said once.
    expect(unexplained.filter((topic) => !topic.startsWith('layer:') && topic !== 'threads')).toEqual([])
    const texts = blocks
      .flatMap(({ words }) => words?.body ?? [])
      .flatMap((block) => (block.kind === 'text' ? [block.pieces.map(({ text }) => text).join('')] : []))
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('says how the sizes of every window come about', () => {
    const withSizes = blocks.filter(({ words }) => words?.body.some(({ kind }) => kind === 'sizes') === true)
    expect(withSizes.map(({ topic }) => topic)).toEqual([
      'layer:conv1',
      'layer:pool1',
      'layer:conv2',
      'layer:pool2'
    ])
  })

  test('can be read in a lesson', () => {
    const minutes = readingMinutes(parts)
    expect(minutes).toBeGreaterThan(10)
    expect(minutes).toBeLessThanOrEqual(lessonMinutes)
  })

  test('marks terms of the glossary', () => {
    expect(known.size).toBeGreaterThan(40)
  })
})
