import { describe, expect, test } from 'vitest'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { answerEntity } from '../../src/explorer/suggestions.ts'
import { readersOf } from '../../src/explorer/answers/register.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { sample } from '../sample.ts'
import { data, knowledge, entity, viewpoints } from './whole-dataset.ts'

const at = { arch: 'x86-64', release: '6.6' }
const reply = (text: string, from = at) => answerQuery(text, { at: from, preferredArch: from.arch }, knowledge)
const first = (text: string, from = at) => {
  const [option] = reply(text, from).options
  return option!.answer(option!.viewpoint)
}

describe('answerQuery(text, context, index)', () => {
  test('offers queries where it finds nothing, and the closest match', () => {
    for (const text of ['', '?', 'qqqq', 'who reads qqqq', 'how qqqq to fprobe', 'how fprobe to qqqq', 'how qqqq']) {
      const { message, options } = reply(text)
      expect(message, text).toMatch(/you can ask for/i)
      const asks = options.filter(it => it.query)
      expect(asks.length, text).toBeGreaterThan(6)
      for (const { query: next } of asks) expect(reply(next!).options[0]!.query, `${text}: ${next}`).toBeUndefined()
    }
    expect(reply('kporbe').options[0]).toMatchObject({ label: 'KProbe' })
  })

  test('has an answer after each typed letter, on every arch, at every release', { tags: ['sampled'] }, () => {
    const begins = ['rethook', 'tracepoint', 'perf', 'arm64', 'x86-64-rethook'].map(it => `how ${it} to `)
    const whole = ['who reads cs', 'how tracepoint to perf', 'how kprobe to kprobe', '2.6.9', 'ebpf-fentry']
    const texts = [...begins, ...whole.flatMap(it => [...it].map((_, i) => it.slice(0, i + 1)))]
    for (const [text, from] of sample(viewpoints, 40).flatMap(it => texts.map(text => [text, it] as const))) {
      const { message, options } = reply(text, from)
      expect(message, text).not.toBe('')
      expect(options.length, `${text} on ${from.arch} in ${from.release}`).toBeGreaterThan(0)
      expect(new Set(options.map(it => it.key)).size, text).toBe(options.length)
    }
  })

  test('says which running kernels have shown a capture, and what stood there', () => {
    const words = (term: string) => first('riscv64-rethook').facts.find(it => it.term === term)?.words
    expect(words('Signed by')).toMatch(/✓ kernel 7\.2\.13, by kretprobe, \d+ calls: \d+ captured, .*never written/)
    expect(words('Stood there')).toMatch(/status 0x[0-9a-f]+/)
  })

  test('says that there is no path, and offers no viewpoint where there is none either', () => {
    expect(reply('how tracepoint to ').message).toBe('No registers go on from Tracepoint on x86-64 in 6.6')
    const { message, options } = reply('how kprobe to kprobe')
    expect([message, ...options.map(it => it.key)]).toEqual([
      'No registers get from KProbe to KProbe on x86-64 in 6.6',
      'mechanism kprobe',
    ])
  })

  test('reads the name of an arch as the arch, and of a register as that of the arch on show', () => {
    expect(reply('how arm64 to perf').message).toBe('1 way from ftrace_caller to Perf events on arm64 in 6.6')
    for (const [name, id] of [
      ['lr', 'x30'],
      ['fp', 'x29'],
    ] as const)
      expect(reply(`who reads ${name}`, { arch: 'arm64', release: '6.6' }).options[0]!.key).toBe(`register ${id}`)
    expect(reply('é').message).toContain('you can ask for')
    expect(reply('who').options[0]!.viewpoint.arch).toBe('x86-64')
  })

  test('takes a query in other words, with capitals and a question mark', () => {
    const same = (...texts: string[]) =>
      new Set(
        texts.map(it => {
          const { message, options } = reply(it)
          return JSON.stringify([message, options.map(({ key, viewpoint }) => [key, viewpoint])])
        }),
      ).size
    expect(
      same(
        'how rethook to user_mode',
        'how do registers get from rethook to user_mode?',
        'How does it get from Rethook to user_mode',
        'rethook to user_mode',
      ),
    ).toBe(1)
    expect(same('2.6.9', 'what existed in 2.6.9?', 'What changed in 2.6.9')).toBe(1)
    expect(same('fprobe', 'what is FProbe ?')).toBe(1)
    expect(reply('who reads cs in 5.18 on i386').message).toMatch(/ of cs in the data on i386 in 5\.18$/)
    expect(reply('how rethook to user_mode on riscv64 in 6.12').message).toMatch(/ on riscv64 in 6\.12$/)
    const { message, options } = reply('how do the registers get to perf')
    expect(message).toBe('To Perf events from where?')
    for (const { query } of options)
      expect(reply(query!).message).toMatch(/^\d+ ways? from .* to Perf events on x86-64 in 6\.6$/)
  })

  test('gives a register that is asked for a row of its own in the frames', () => {
    const { frames } = first('who reads r10')
    expect(frames.length).toBeGreaterThan(0)
    for (const { rows } of frames) expect(rows.find(it => it.registers.includes('r10'))!.registers).toEqual(['r10'])
  })

  test('has options with different keys, even if all entities had the same name', () => {
    const alike = { ...knowledge, entities: knowledge.entities.map(it => ({ ...it, name: 'a' })) }
    for (const text of ['', '?', 'a']) {
      const keys = answerQuery(text, { at, preferredArch: at.arch }, alike).options.map(it => it.key)
      expect(new Set(keys).size, text).toBe(keys.length)
    }
  })

  test(
    'answers about every entity, on every arch, at the first and the last release and between',
    {
      tags: ['sampled'],
    },
    () => {
      const releases = ['0.01', '2.6.9', '6.6', knowledge.releases.at(-1)!]
      const places = data.arches.flatMap(({ id: arch }) => releases.map(release => ({ arch, release })))
      const cases = knowledge.entities.flatMap(it => places.map(place => ({ it, place })))
      for (const { it, place } of sample(cases, 3000)) {
        const answer = answerEntity(it, place, knowledge)
        expect(answer.title, `${it.kind} ${it.id}`).not.toBe('')
        expect(answer.summary.join(' '), `${it.kind} ${it.id}`).not.toBe('')
        expect(answer.highlighted.every(id => data.mechanisms.some(mechanism => mechanism.id === id))).toBe(true)
      }
    },
  )

  test('answers about a mechanism with its parents, children, frames, classes and sources', () => {
    expect(first('fprobe')).toMatchObject({
      title: 'FProbe',
      classes: { 'x86-64': 'sparse', i386: 'sparse', arm64: null },
      subject: 'fprobe',
      citations: expect.arrayContaining([expect.objectContaining({ name: 'cad9931f64dc' })]) as unknown,
    })
    const { facts, frames, highlighted } = first('fprobe')
    expect(facts).toContainEqual({ term: 'Stands on', words: 'FTrace · Rethook' })
    expect(facts).toContainEqual({ term: 'Carries', words: 'eBPF Multi-kprobe · Trace FProbe' })
    expect(frames.map(it => `${it.struct} by ${it.by}`)).toEqual([
      'pt_regs by ftrace_regs_caller',
      'pt_regs by arch_rethook_trampoline',
    ])
    expect(highlighted).toEqual(['fprobe', 'ftrace', 'rethook', 'ebpf-multi-kprobe', 'trace-fprobe'])
  })

  test('answers `who reads` on an arch that has the register, with every reader', () => {
    const { message, options } = reply('who reads pstate')
    expect(message).toMatch(/readers of pstate in the data on arm64 in 6\.6/)
    const place = { arch: 'arm64', release: '6.6' }
    const expected = new Set(
      hazardsAt(data, data.readers, place)
        .filter(it => it.proposals.length === 0 && it.fields.some(field => field.field === 'pstate'))
        .map(it => it.reader),
    )
    expect(options.slice(1).map(it => it.key)).toEqual([...expected].map(id => `reader ${id}`))
    expect(first('who reads pstate').highlighted).toContain('perf-events')
    expect(first('who reads pstate').marks['kretprobe']).toMatchObject({ worst: 'made-up' })
  })

  test(
    'answers `who reads` as the analysis does, under any name that the register has then',
    { tags: ['sampled'] },
    () => {
      for (const place of sample(viewpoints, 40)) {
        const hazards = hazardsAt(data, data.readers, place).filter(it => it.proposals.length === 0)
        const byReader = new Map<string, number>()
        for (const register of knowledge.registers.keys()) {
          for (const { reader, found } of readersOf(register, place, knowledge))
            byReader.set(reader, (byReader.get(reader) ?? 0) + found.length)
        }
        for (const { id } of data.readers.filter(it => !it.writes))
          expect(byReader.get(id) ?? 0, `${id} on ${place.arch} in ${place.release}`).toBe(
            hazards.filter(it => it.reader === id).flatMap(it => it.fields).length,
          )
      }
    },
  )

  test('answers `how A to B` path by path, with losses and verdict', () => {
    const { options } = reply('how rethook to user_mode')
    expect(options.length).toBeGreaterThan(2)
    const { steps, frames } = options[0]!.answer(at)
    expect(steps![0]).toMatchObject({ link: 'trampolines>rethook' })
    expect(steps![0]!.summary.join()).toMatch(/arch_rethook_trampoline fills pt_regs,made up: .*cs/)
    expect(steps!.at(-1)!.summary.join()).toMatch(/reads cs made up \(__KERNEL_CS\): bad/)
    expect(frames.length).toBe(steps!.length - 1)
    expect(reply('how do registers get from rethook to user_mode?').options).toHaveLength(options.length)
  })

  test('answers `how A to B` without a path with the viewpoints that have one', () => {
    const { message, options } = reply('how rethook to perf', { arch: 'arm64', release: '6.6' })
    expect(message).toMatch(/^No registers get from Rethook to Perf events on arm64/)
    const there = options.find(it => it.label === 'i386 in 6.6')!
    expect(there.viewpoint).toEqual({ arch: 'i386', release: '6.6' })
    expect(reply('how rethook to perf', there.viewpoint).message).toMatch(/^\d+ ways? from/)
  })

  test('offers completions of a query that is half typed', () => {
    const ends = reply('how rethook to ').options
    expect(ends.length).toBeGreaterThan(3)
    for (const { query } of ends) expect(reply(query!).message, query).toMatch(/^\d+ ways? from Rethook/)
    expect(reply('how ret').options.map(it => it.query)).toContain('how rethook to ')
    expect(reply('who reads ').options.map(it => it.query)).toContain('who reads pstate')
  })

  test('answers about a release at that release, also where nothing changed in it', () => {
    expect(reply('5.18').options[0]!.viewpoint).toEqual({ arch: 'x86-64', release: '5.18' })
    expect(first('5.18').facts).toContainEqual({ term: 'New', words: 'eBPF Multi-kprobe · FProbe · Rethook' })
    expect(first('5.3.7').summary.join()).toBe('Nothing in the data changes in 5.3.7; it is as in 5.3.')
  })

  test('answers about a capture on its arch, at a release that has it', () => {
    const option = reply('arm64-ftrace-caller-6-2').options[0]!
    expect(option.viewpoint).toEqual({ arch: 'arm64', release: '6.2' })
    expect(option.answer(option.viewpoint).frames[0]).toMatchObject({ capture: 'arm64-ftrace-caller-6-2' })
    expect(answerEntity(entity('capture', 'arm64-ftrace-caller-6-2'), at, knowledge).summary[0]).toBe('Not in 6.6.')
  })

  test('names and highlights only neighbours that the arch has at the release', { tags: ['sampled'] }, () => {
    for (const place of sample(viewpoints, 60)) {
      const { existence } = knowledge.snapshotAt(place)
      const gone = data.mechanisms.filter(it => existence[it.id] !== 'there')
      for (const { id } of data.mechanisms) {
        const { facts, highlighted } = answerEntity(entity('mechanism', id), place, knowledge)
        const named = facts
          .filter(it => ['Stands on', 'Carries'].includes(it.term))
          .flatMap(it => it.words.split(' · '))
        const wrong = gone.filter(
          it => it.id !== id && (named.includes(it.label.join(' ')) || highlighted.includes(it.id)),
        )
        expect(
          wrong.map(it => it.id),
          `${id} ${place.arch} ${place.release}`,
        ).toEqual([])
      }
    }
  })

  test('distinguishes a mechanism that the arch lacks from one that the dataset does not cover', () => {
    const says = (id: string, place: typeof at) => answerEntity(entity('mechanism', id), place, knowledge).summary[0]
    expect(says('fprobe', { arch: 'arm64', release: '6.6' })).toBe('Not on arm64 in 6.6.')
    expect(says('rethook', { arch: 'arm64', release: '6.18' })).toBe('Not on arm64 in 6.18.')
    expect(says('rethook', { arch: 'arm64', release: '7.3' })).toBe('Not on arm64 in 7.2.13, the newest tree read.')
    expect(says('ebpf-fentry-fexit', { arch: 'loongarch64', release: '6.16' })).toBe('Not on loongarch64 in 6.16.')
    expect(says('kprobe', { arch: 'arm64', release: '5.18' })).toBe(
      'What it hands on there, on arm64 in 5.18, is not in the data.',
    )
    expect(says('ebpf-kprobe', { arch: 'arm64', release: '5.18' })).toBe(
      'What it hands on there, on arm64 in 5.18, is not in the data.',
    )
    expect(says('fprobe', { arch: 'arm64', release: '2.6.9' })).toBe('Not there in 2.6.9.')
    expect(
      answerEntity(entity('mechanism', 'rethook'), { arch: 'arm64', release: '7.3' }, knowledge).classes,
    ).toMatchObject({ arm64: 'unread', 'x86-64': 'sparse' })
    const arm64 = answerEntity(entity('arch', 'arm64'), { arch: 'arm64', release: '7.3' }, knowledge)
    expect(arm64.facts).toContainEqual({ term: 'Not in 7.2.13, the newest tree read', words: 'Rethook' })
    expect(arm64.summary.join(' ')).toContain('1 was not in 7.2.13, the newest tree read.')
  })
})
