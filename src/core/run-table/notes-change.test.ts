import { expect, test } from 'vitest'
import { Random } from '../maths/random'
import { applyNotesChange, notesChange, type NotesChange } from './notes-change'
import { mostTags, noNotes, runNotes, type RunNotes } from './run-notes'

const some: RunNotes = { star: true, note: 'Try again', tags: ['wide', 'slow'], group: 'first' }

test('what is left out stays as it is', () => {
  expect(applyNotesChange(some, {})).toEqual(some)
  expect(applyNotesChange(noNotes, {})).toEqual(noNotes)
  expect(applyNotesChange(some, { star: false })).toEqual({ ...some, star: false })
  expect(applyNotesChange(some, { note: '' })).toEqual({ ...some, note: '' })
})

test('tags are added behind the others, once, and taken away', () => {
  expect(applyNotesChange(some, { tag: ['new', 'wide'], untag: ['slow', 'unknown'] }).tags).toEqual([
    'wide',
    'new'
  ])
})

test('null takes a run out of its group', () => {
  expect(applyNotesChange(some, { group: null })).not.toHaveProperty('group')
  expect(applyNotesChange(some, { group: 'second' }).group).toBe('second')
})

test('a run has at most so many tags', () => {
  const full = { ...noNotes, tags: Array.from({ length: mostTags }, (_, i) => `tag ${i}`) }
  expect(() => applyNotesChange(full, { tag: ['one more'] })).toThrow('at most 20 tags')
  expect(applyNotesChange(full, { tag: ['one more'], untag: ['tag 0'] }).tags).toHaveLength(mostTags)
})

test.each([
  { tag: ['a,b'] },
  { tag: [''] },
  { tag: ['x'.repeat(41)] },
  { group: 'x'.repeat(61) },
  { group: 'two\nlines' },
  { note: 'x'.repeat(2001) },
  { note: 'bell \u0007' }
])('%o is refused', (change) => {
  expect(notesChange.safeParse(change).success).toBe(false)
})

test('a note has lines', () => {
  expect(notesChange.parse({ note: 'one\n\ttwo' })).toEqual({ note: 'one\n\ttwo' })
})

test('the same change a second time changes nothing more, and every result can be stored', () => {
  const random = Random.seeded(22)
  const names = ['a', 'b', 'c', 'd']
  const pick = (): string[] => names.filter(() => random.nextFloat() < 0.4)
  let notes = noNotes
  for (let i = 0; i < 500; i++) {
    const change: NotesChange = {
      ...(random.nextFloat() < 0.5 ? { star: random.nextFloat() < 0.5 } : {}),
      ...(random.nextFloat() < 0.5 ? { tag: pick() } : {}),
      ...(random.nextFloat() < 0.5 ? { untag: pick() } : {}),
      ...(random.nextFloat() < 0.5 ? { group: random.nextFloat() < 0.5 ? null : (pick()[0] ?? 'e') } : {})
    }
    notes = applyNotesChange(notes, change)
    expect(applyNotesChange(notes, change)).toEqual(notes)
    expect(runNotes.parse(JSON.parse(JSON.stringify(notes)))).toEqual(notes)
  }
})
