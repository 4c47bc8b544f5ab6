import { expect, test } from 'vitest'
import type { Deck } from '../../src/deck/deck.ts'
import { archTable } from '../../src/deck/arch-table.ts'
import { deckModules } from '../../src/build/deck-modules.ts'

const deck = JSON.parse(deckModules().deck()) as Deck

const classesIn = (release: string) => (arch: string) => deck.availability[arch]![release]!

/** Each row as letters: the first of each class, - for none, a capital where it is new. */
function letters(release: string, before?: string): Record<string, string> {
  return Object.fromEntries(
    archTable(deck, classesIn(release), before ? classesIn(before) : undefined).rows.map(({ id, cells }) => [
      id,
      cells
        .map(it => {
          const letter = it.class?.[0] ?? '-'
          return it.isNew ? letter.toUpperCase() : letter
        })
        .join(''),
    ]),
  )
}

test('archTable(deck, now) has the class of each mechanism on each arch, without origins', () => {
  const { mechanisms } = archTable(deck, classesIn('6.6'))
  expect(mechanisms.slice(0, 8).map(it => it.label)).toEqual([
    'PTrace',
    'KProbe',
    'KRetprobe',
    'FTrace',
    'Tracepoint',
    'UProbe',
    'Rethook',
    'FProbe',
  ])
  const rows = letters('6.6')
  expect(Object.keys(rows)).toEqual(deck.arches.map(it => it.id))
  // Columns: see above, then programs and events, and perf last.
  expect(rows['x86-64']!.slice(0, 8)).toBe('eesooess')
  expect(rows.arm64!.slice(0, 8)).toBe('eesooe--')
  expect(rows.powerpc64!.slice(0, 8)).toBe('eeeooe--')
  expect(rows.arm!.slice(0, 8)).toBe('eesooe--')
})

test('archTable(deck, now, before) marks mechanisms that came, and those whose class changed', () => {
  const rows = letters('7.2', '6.6')
  // A kretprobe's registers come from a BRK since 6.9 on arm64, and FProbe came there with ftrace's own structure.
  expect(rows.arm64!.slice(0, 8)).toBe('eeEooe-O')
  expect(rows.powerpc64!.slice(0, 8)).toBe('eeeooeEO')
  // FProbe is ftrace's registers on x86-64 since 6.14, and has none to stand on with i386's.
  expect(rows['x86-64']).toBe('eesooesOeseooseesOoseo')
  expect(rows.i386).toBe('eesooes-eseo--ees-oseo')
})
