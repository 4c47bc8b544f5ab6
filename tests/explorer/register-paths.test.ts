import { describe, expect, test } from 'vitest'
import { pathsBetween } from '../../src/explorer/register-paths.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { sample } from '../sample.ts'
import { data, knowledge, entity, viewpoints } from './whole-dataset.ts'

const key = (it: {
  capture: string
  path: readonly string[]
  conversions: readonly string[]
  proposals: readonly string[]
}) => JSON.stringify([it.capture, it.path, it.conversions, it.proposals])

describe('pathsBetween(from, to, snapshot)', () => {
  test('finds the paths to a reader that the analysis finds, from every capture', { tags: ['sampled'] }, () => {
    for (const at of sample(viewpoints, 60)) {
      const hazards = hazardsAt(data, data.readers, at)
      for (const reader of data.readers) {
        const expected = hazards.filter(it => it.reader === reader.id)
        const captures = new Set(expected.map(it => it.capture))
        const paths = [...captures].flatMap(id =>
          pathsBetween(entity('capture', id), entity('reader', reader.id), knowledge.snapshotAt(at)),
        )
        expect(paths.map(it => key(it.hazard!)).sort(), `${reader.id} on ${at.arch} in ${at.release}`).toEqual(
          expected.map(key).sort(),
        )
      }
    }
  })

  test('has a step for each link, and the last step has the frame that arrives', { tags: ['sampled'] }, () => {
    for (const at of sample(viewpoints, 60)) {
      for (const end of data.mechanisms) {
        for (const { flow, steps } of data.mechanisms
          .filter(it => it.kind === 'origin')
          .flatMap(it =>
            pathsBetween(entity('mechanism', it.id), entity('mechanism', end.id), knowledge.snapshotAt(at)),
          )) {
          expect(steps.map(it => it.link)).toEqual(flow.path.slice(1).map((id, i) => `${flow.path[i]}>${id}`))
          expect(steps.at(-1)!.frame).toEqual(flow.frame)
          expect(steps.at(-1)!.struct).toBe(flow.struct)
        }
      }
    }
  })

  test('names each register that is not there in the end as a loss of some step', { tags: ['sampled'] }, () => {
    let converted = 0
    for (const at of sample(viewpoints, 60)) {
      for (const end of data.mechanisms) {
        for (const { flow, steps } of data.mechanisms
          .filter(it => it.kind === 'origin')
          .flatMap(it =>
            pathsBetween(entity('mechanism', it.id), entity('mechanism', end.id), knowledge.snapshotAt(at)),
          )) {
          const named = new Set(
            steps.flatMap(it => it.losses).flatMap(it => (it.reason === 'dropped' ? [] : it.registers)),
          )
          for (const cell of flow.frame.filter(it => ['made-up', 'unset', 'unknown'].includes(it.state)))
            expect([...named], `${flow.path.join()} ${at.arch} ${at.release}`).toContain(
              cell.field.alias ?? cell.field.name,
            )
          if (flow.conversions.length > 0 && steps.slice(1).some(it => it.losses.length > 0)) converted++
        }
      }
    }
    expect(converted).toBeGreaterThan(0)
  })

  test('finds only paths that pass the start', () => {
    const snapshot = knowledge.snapshotAt({ arch: 'x86-64', release: '6.6' })
    const through = pathsBetween(entity('mechanism', 'rethook'), entity('mechanism', 'perf-events'), snapshot)
    expect(through.length).toBeGreaterThan(0)
    expect(through.every(it => it.flow.path.includes('rethook'))).toBe(true)
    expect(pathsBetween(entity('mechanism', 'ptrace'), entity('mechanism', 'ebpf-tp'), snapshot)).toEqual([])
  })

  test('names the registers that a conversion loses', () => {
    const snapshot = knowledge.snapshotAt({ arch: 'arm64', release: '6.6' })
    const [path] = pathsBetween(entity('capture', 'arm64-ftrace-caller'), entity('mechanism', 'perf-events'), snapshot)
    expect(path!.steps.at(-1)!.losses).toContainEqual(
      expect.objectContaining({ reason: 'unset', registers: expect.arrayContaining(['pstate', 'x9']) as string[] }),
    )
    // It is the field lr in the one and regs[30] in the other, and was not lost.
    expect(path!.steps.at(-1)!.losses.flatMap(it => it.registers)).not.toContain('x30')
  })
})
