import { describe, expect, test } from 'vitest'
import { waysBetween } from '../../src/explorer/register-paths.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { data, knowledge, thing, viewpoints } from './whole-dataset.ts'

const key = (it: {
  capture: string
  path: readonly string[]
  conversions: readonly string[]
  proposals: readonly string[]
}) => JSON.stringify([it.capture, it.path, it.conversions, it.proposals])

describe('how registers get from A to B', () => {
  test('to a reader, is what the analysis finds, from every capture', () => {
    for (const at of viewpoints.filter((_, i) => i % 3 === 0)) {
      const hazards = hazardsAt(data, data.readers, at)
      for (const reader of data.readers) {
        const expected = hazards.filter(it => it.reader === reader.id)
        const captures = new Set(expected.map(it => it.capture))
        const ways = [...captures].flatMap(id =>
          waysBetween(thing('capture', id), thing('reader', reader.id), knowledge.momentAt(at)),
        )
        expect(ways.map(it => key(it.hazard!)).sort(), `${reader.id} on ${at.arch} in ${at.release}`).toEqual(
          expected.map(key).sort(),
        )
      }
    }
  })

  test('is told link by link: each begins where the last ended, and the last is what arrives', () => {
    for (const at of viewpoints.filter((_, i) => i % 4 === 0)) {
      for (const end of data.mechanisms) {
        for (const { flow, hops } of data.mechanisms
          .filter(it => it.kind === 'origin')
          .flatMap(it => waysBetween(thing('mechanism', it.id), thing('mechanism', end.id), knowledge.momentAt(at)))) {
          expect(hops.map(it => it.link)).toEqual(flow.path.slice(1).map((id, i) => `${flow.path[i]}>${id}`))
          expect(hops.at(-1)!.frame).toEqual(flow.frame)
          expect(hops.at(-1)!.struct).toBe(flow.struct)
        }
      }
    }
  })

  test('names every field that is not what it was, where that happens', () => {
    let converted = 0
    for (const at of viewpoints) {
      for (const end of data.mechanisms) {
        for (const { flow, hops } of data.mechanisms
          .filter(it => it.kind === 'origin')
          .flatMap(it => waysBetween(thing('mechanism', it.id), thing('mechanism', end.id), knowledge.momentAt(at)))) {
          const named = new Set(
            hops.flatMap(it => it.losses).flatMap(it => (it.fate === 'dropped' ? [] : it.registers)),
          )
          for (const cell of flow.frame.filter(it => it.state !== 'captured'))
            expect([...named], `${flow.path.join()} ${at.arch} ${at.release}`).toContain(
              cell.field.alias ?? cell.field.name,
            )
          if (flow.conversions.length > 0 && hops.slice(1).some(it => it.losses.length > 0)) converted++
        }
      }
    }
    expect(converted).toBeGreaterThan(0)
  })

  test('tells a way that does not go through what was asked for from one that does', () => {
    const moment = knowledge.momentAt({ arch: 'x86-64', release: '6.6' })
    const through = waysBetween(thing('mechanism', 'rethook'), thing('mechanism', 'perf-events'), moment)
    expect(through.length).toBeGreaterThan(0)
    expect(through.every(it => it.flow.path.includes('rethook'))).toBe(true)
    expect(waysBetween(thing('mechanism', 'ptrace'), thing('mechanism', 'ebpf-tp'), moment)).toEqual([])
  })

  test('says what a conversion has no room for', () => {
    const moment = knowledge.momentAt({ arch: 'arm64', release: '6.6' })
    const [way] = waysBetween(thing('capture', 'arm64-ftrace-caller'), thing('mechanism', 'perf-events'), moment)
    expect(way!.hops.at(-1)!.losses).toContainEqual(
      expect.objectContaining({ fate: 'unset', registers: expect.arrayContaining(['pstate', 'x9']) as string[] }),
    )
    // It is the field lr in the one and regs[30] in the other, and was not lost.
    expect(way!.hops.at(-1)!.losses.flatMap(it => it.registers)).not.toContain('x30')
  })
})
