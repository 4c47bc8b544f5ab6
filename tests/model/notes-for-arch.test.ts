import { describe, expect, test } from 'vitest'
import { notesFor, notesParts } from '../../src/model/notes-for-arch.ts'

const NOTE = 'It pushes ss. [click] Then cs.\n\n[otherArches]\n\nIt saves them. [click] Then the rest.'
const HTML = NOTE.split('\n\n')
  .map(it => `<p>${it}</p>`)
  .join('\n')

describe('notesFor(note, on)', () => {
  test.for([
    ['the arch that the scene is about', { aboutArch: 'x86-64', arch: 'x86-64' }, 'pushes ss'],
    ['another arch', { aboutArch: 'x86-64', arch: 'arm64' }, 'saves them'],
    ['any arch, where the scene is about none', { arch: 'arm64' }, 'pushes ss'],
  ] as const)('has what is said on %s, in Markdown and in HTML', ([, on, words]) => {
    for (const note of [NOTE, HTML]) {
      expect(notesFor(note, on)).toContain(words)
      expect(notesFor(note, on)).not.toContain('otherArches')
      expect(notesFor(note, on).match(/\[click\]/g)).toHaveLength(1)
    }
  })

  test('has the same on all arches where the note has one part', () => {
    expect(notesFor('To all.', { aboutArch: 'x86-64', arch: 'arm64' })).toBe('To all.')
  })

  test('takes no mark within a sentence for a divider', () => {
    expect(notesParts('The word [otherArches] is no divider here.')).toHaveLength(1)
  })
})
