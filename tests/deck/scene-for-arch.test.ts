import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@slidev/parser'
import { describe, expect, test } from 'vitest'
import type { Deck } from '../../src/deck/deck.ts'
import type { Timelines } from '../../src/deck/timelines.ts'
import { fromTable, type ValueTable } from '../../src/deck/value-table.ts'
import { makeTimelines } from '../../src/deck/timelines.ts'
import { valueAtRelease } from '../../src/deck/value-at-release.ts'
import { counterpart } from '../../src/deck/panels/capture-counterpart.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { root } from '../../src/files/root.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { structAt } from '../../src/model/analysis/struct-at.ts'
import { holdsIn, laterRelease } from '../../src/model/analysis/compare-releases.ts'
import { deckModules } from '../../src/build/deck-modules.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { writtenArches } from '../written-arches.ts'

const modules = deckModules()
const deck = JSON.parse(modules.deck()) as Deck
const { value: data } = readDataset(loadFiles())
const arches = writtenArches(data)
const otherArches = arches.filter(it => !['x86-64', 'i386'].includes(it))
/** x86 and its registers, as its kernel and its assemblers name them; `sp`, `ip` and `flags` are names on any arch. */
const X86 = /x86|i386|\bint3\b|\b(?:[er]?(?:ax|bx|cx|dx|si|di|bp)|[er](?:sp|ip)|orig_[er]?ax|[c-gs]s)\b/i

/** All texts and citations of a scene on an arch, at the talk's release or a chosen one. */
function wordsOn(id: string, arch: string, then?: Parameters<typeof sceneForArch>[3]): readonly string[] {
  const { overline, panels, steps, citations, footnotes } = sceneForArch(deck, id, arch, then)
  return [
    ...overline,
    ...citations.flatMap(it => [it.name, it.url ?? '']),
    ...footnotes,
    ...steps.map(it => it.caption),
    ...panels.flatMap(panel => [
      panel.title,
      ...(panel.kind === 'code'
        ? panel.lines.flatMap(it => [it.text, it.note ?? ''])
        : panel.kind === 'lacking'
          ? [panel.text]
          : panel.kind === 'nothing'
            ? [panel.text]
            : panel.kind === 'words'
              ? panel.words.map(it => it.text)
              : [panel.capture, JSON.stringify(panel.rows)]),
    ]),
  ]
}

describe('sceneForArch(deck, scene, arch)', () => {
  test.for(otherArches)('names nothing of x86 on %s, except where a scene has x86 as its arch', arch => {
    const texts = deck.order
      .filter(id => !deck.scenes[id]!.arch)
      .flatMap(id => wordsOn(id, arch).map(words => `${id}: ${words}`))
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter(it => X86.test(it))).toEqual([])
  })

  test.for([
    ['x86-64', ['ebpf-kprobe', 'ebpf-kretprobe', 'ebpf-multi-kprobe', 'ebpf-tp', 'perf-events']],
    ['arm64', ['ebpf-kretprobe', 'ebpf-tp', 'perf-events']],
  ] as const)(
    'ends the helpers on %s with the callers of user_mode() that are given a sparse pt_regs',
    ([arch, fake]) => {
      const { steps } = sceneForArch(deck, 'shared-code', arch)
      const inFocus = Object.entries(steps.at(-1)!.boxes).filter(([, state]) => state === 'focus')
      expect(inFocus.map(([id]) => id).toSorted()).toEqual(fake)
    },
  )

  test('cites only files of the arch on show, among those of an arch', () => {
    const cited = (arch: string) => sceneForArch(deck, 'shared-code', arch).citations.map(it => it.name)
    expect(cited('s390x')).toEqual(['arch/s390/include/asm/ptrace.h'])
    expect(cited('arm')).toEqual(['arch/arm/include/asm/ptrace.h'])
    expect(cited('i386')).toEqual(cited('x86-64'))
  })

  test('shows captions about x86-64 only on x86-64', () => {
    expect(wordsOn('perf', 'x86-64').join()).toContain('On x86-64 the other 17 fields')
    expect(
      sceneForArch(deck, 'perf', 'riscv64')
        .steps.map(it => it.caption)
        .join(),
    ).not.toContain('17')
    expect(sceneForArch(deck, 'ftrace-frames', 'arm').overline[0]).toBe('arm')
  })

  test('cites, below a frame, the file in which the arch fills it', () => {
    const cited = (id: string, arch: string) => sceneForArch(deck, id, arch).citations.map(it => it.name)
    expect(cited('ftrace-frames', 'riscv64')).toEqual(['arch/riscv/kernel/mcount-dyn.S', 'arch/riscv/kernel/entry.S'])
    expect(cited('uprobe', 'powerpc64').at(-1)).toBe('exceptions-64s.S')
    expect(cited('rethook', 'arm')).toEqual(['f3a112c0c40d', '0ef6f5c09371'])
    expect(cited('rethook', 'x86-64')[0]).toContain('arch/x86/')
  })

  test.for(arches)('cites no file of another arch on %s, except where a scene has another as its arch', arch => {
    const { directory } = data.arches.find(it => it.id === arch)!
    const cited = deck.order
      .filter(id => !deck.scenes[id]!.arch)
      .flatMap(id => sceneForArch(deck, id, arch).citations.map(it => it.name))
    const files = cited.flatMap(it => /arch\/[^/]+/.exec(it) ?? [])
    expect(files.length).toBeGreaterThan(2)
    expect(new Set(files)).toEqual(new Set([directory]))
  })

  test('finds nothing of x86 in headlines and notes of slides that are shown on every arch', () => {
    const { slides } = parseSync(readFileSync(join(root, 'slides.md'), 'utf8'), 'slides.md')
    const texts = slides
      .filter(it => !deck.scenes[(it.frontmatter as { scene: string }).scene]!.arch)
      .flatMap(it => [it.content, it.note ?? ''])
    expect(texts.length).toBeGreaterThan(30)
    expect(texts.filter(it => X86.test(it))).toEqual([])
  })

  test("shows the arch's own frames, or the reason why one is lacking, with the release in which it comes", () => {
    const shown = (id: string, arch: string) =>
      sceneForArch(deck, id, arch).panels.map(it =>
        it.kind === 'frame' ? it.capture : it.kind === 'lacking' ? it.text : it.kind,
      )
    expect(shown('rethook', 'x86-64')).toEqual(['code', 'x86-64-rethook'])
    expect(shown('rethook', 's390x')).toEqual(['code', 's390x-rethook'])
    expect(shown('rethook', 'powerpc64')).toEqual(['code', 'no Rethook on powerpc64 in 6.6; it comes in 6.12'])
    expect(shown('fprobe', 'arm64')).toEqual(['code', 'no FProbe on arm64 in 6.6; it comes in 6.14'])
    expect(shown('ftrace-frames', 'riscv64')).toEqual([
      'riscv64-ftrace-caller',
      'riscv64-ftrace-regs-caller',
      'riscv64-exception',
    ])
    expect(shown('ftrace-frames', 'arm64')[1]).toBe('FTrace fills no pt_regs on arm64 in 6.6')
  })

  test('fills a frame no earlier than the scene speaks of it: general registers, then what C code sets', () => {
    const frame = sceneForArch(deck, 'rethook', 'riscv64').panels.find(it => it.kind === 'frame')!
    if (frame.kind !== 'frame') throw new TypeError('no frame')
    const stepOf = (register: string) =>
      frame.fillsAtStep![frame.rows.find(it => it.registers.includes(register))!.group]
    expect(['s0', 'sp', 'epc', 'status'].map(stepOf)).toEqual([2, 2, 3, 3])
  })

  test('captions a step that only fills a lacking frame with the reason, and keeps the title of the panel', () => {
    const { panels, steps } = sceneForArch(deck, 'ftrace-frames', 'arm64')
    expect(panels.map(it => it.title)).toEqual(['ftrace_regs', 'ftrace, SAVE_REGS', 'exception'])
    expect(steps.map(it => it.caption)).toEqual([
      expect.stringContaining('arm64 stores'),
      'FTrace fills no pt_regs on arm64 in 6.6.',
      expect.stringContaining('An exception saves'),
    ])
    // Beside code, a step is about more than the frame.
    expect(sceneForArch(deck, 'rethook', 'powerpc64').steps[0]!.caption).toContain('Rethook builds on trampolines')
  })

  test('has no row longer than half a slide where a frame stands beside another panel', () => {
    const rows = arches.flatMap(arch =>
      deck.order.flatMap(id => {
        const { panels } = sceneForArch(deck, id, arch)
        return panels.flatMap(it =>
          panels.length === 2 && it.kind === 'frame' && (it.columns ?? 1) === 1 ? it.rows : [],
        )
      }),
    )
    expect(rows.length).toBeGreaterThan(100)
    const written = rows.map(
      ({ offset, label, registers, text }) =>
        `${offset} ${label}${registers.length > 1 ? ` ×${registers.length}` : ''} ${text}`,
    )
    expect(written.filter(it => it.length > 43)).toEqual([])
  })

  test('highlights by the classes of the arch on show: return probes of powerpc64 have registers of an exception', () => {
    const highlighted = (arch: string) =>
      Object.entries(sceneForArch(deck, 'mapping', arch).steps[1]!.boxes)
        .filter(([, state]) => state === 'focus')
        .map(([id]) => id)
    expect(highlighted('x86-64')).toEqual(expect.arrayContaining(['exceptions', 'kprobe', 'uprobe']))
    expect(highlighted('x86-64')).not.toContain('kretprobe')
    expect(highlighted('powerpc64')).toContain('kretprobe')
  })
})

describe('sceneForArch(deck, scene, arch, { release, scene })', () => {
  const timelines = fromTable(JSON.parse(modules.timelines()) as ValueTable) as Timelines

  test.for(otherArches)('names nothing of x86 on %s, in any release', arch => {
    const texts = deck.releases.flatMap(release =>
      Object.entries(timelines[arch]!.frames).flatMap(([id, frames]) =>
        wordsOn(id, arch, { release, scene: valueAtRelease(frames, release, deck.releases)! }).map(
          words => `${id} in ${release}: ${words}`,
        ),
      ),
    )
    expect(texts.length).toBeGreaterThan(1000)
    expect(texts.filter(it => X86.test(it))).toEqual([])
  })

  test.for(arches)('shows frames of captures that %s has in the release, or names what is lacking', arch => {
    const shown = deck.releases.flatMap(release =>
      Object.entries(timelines[arch]!.frames).flatMap(([id, frames]) => {
        const scene = sceneForArch(deck, id, arch, { release, scene: valueAtRelease(frames, release, deck.releases)! })
        return scene.panels.map(panel => ({ panel, release }))
      }),
    )
    const frames = shown.flatMap(({ panel, release }) =>
      panel.kind === 'frame' ? [{ ...data.captures.get(panel.capture)!, release }] : [],
    )
    expect(frames.length).toBeGreaterThan(50)
    expect(frames.filter(it => it.arch !== arch || !holdsIn(it.value, it.release))).toEqual([])
    for (const { panel, release } of shown) {
      if (panel.kind === 'lacking')
        expect(panel.text).toMatch(new RegExp(` in (?:${release}|[67]\\.\\d+\\.\\d+, the newest tree read)(?:[;:]|$)`))
    }
  })

  /** The frames that leave too little room, for themselves or for the stage, at a release on an arch. */
  function tooLong(all: Timelines, release: string, releases: readonly string[]): readonly string[] {
    return arches.flatMap(arch =>
      Object.entries(all[arch]!.frames).flatMap(([id, frames]) => {
        const { slot, cameras, panels } = valueAtRelease(frames, release, releases)!
        const rows = panels.flatMap(it => (it?.kind === 'frame' ? [it.rows.length] : []))
        const fits = slot ? cameras!.every(it => it.camera.scale >= 1) : rows.every(it => it * 24 <= 300)
        return fits ? [] : [`${id} on ${arch} in ${release}: ${rows.join(', ')} rows`]
      }),
    )
  }

  test('folds frames until text is 16 px high, on every arch in every release', () => {
    expect(deck.releases.flatMap(release => tooLong(timelines, release, deck.releases))).toEqual([])
  })

  test('folds the frame of any capture, also one in which every field is in another state than the one before', () => {
    const states = ['captured', 'computed', 'made-up', 'unset'] as const
    const wild = new Map(
      [...data.captures].map(([id, it]) => {
        const owner = data.arches.find(arch => arch.id === it.arch)!
        const then = it.value.until === undefined ? laterRelease(it.value.since, '7.2') : it.value.since
        const struct = structAt(owner, it.value.struct, then)!
        const writes = struct.fields.map(({ name }, i) => ({
          fields: [name],
          state: states[i % states.length]!,
          value: 'a value of some length',
          how: 'written',
        }))
        return [id, it.arch === 'x86-64' ? it : { ...it, value: { ...it.value, writes } }]
      }),
    )
    const then = { ...data, captures: wild, talk: { ...data.talk, release: '7.2' } }
    const all = makeTimelines(then, 'x86-64', ['7.2'], createTextMeasurer())
    expect(tooLong(all, '7.2', ['7.2'])).toEqual([])
  })

  test('names the newest tree read where nothing newer is known, or else the release', () => {
    const releases = ['6.12', '6.16', '6.18', '7.3']
    const later = makeTimelines(data, 'x86-64', releases, createTextMeasurer())
    const says = (id: string, arch: string, release: string) =>
      sceneForArch(deck, id, arch, {
        release,
        scene: valueAtRelease(later[arch]!.frames[id]!, release, releases)!,
      }).panels.flatMap(it => (it.kind === 'lacking' ? [it.text] : []))
    expect(says('rethook', 'arm64', '6.12')).toEqual(['no Rethook on arm64 in 6.12'])
    expect(says('rethook', 'arm64', '7.3')).toEqual(['no Rethook on arm64 in 7.2.13, the newest tree read'])
    expect(says('fprobe', 'powerpc64', '6.16')).toEqual(['no FProbe on powerpc64 in 6.16; it comes in 6.18'])
    expect(says('fprobe', 'i386', '6.18')).toEqual(['no FProbe on i386 in 6.18'])
  })

  test('shows the same frames and citations as the talk, at its release on x86-64', () => {
    for (const [id, frames] of Object.entries(timelines['x86-64']!.frames)) {
      const now = sceneForArch(deck, id, 'x86-64', {
        release: '6.6',
        scene: valueAtRelease(frames, '6.6', deck.releases)!,
      })
      const inTalk = sceneForArch(deck, id, 'x86-64')
      expect(now.citations).toEqual(inTalk.citations)
      expect(now.panels.map(it => (it.kind === 'frame' ? [it.capture, it.rows] : it))).toEqual(
        inTalk.panels.map(it => (it.kind === 'frame' ? [it.capture, it.rows] : it)),
      )
    }
  })

  test('follows history: ftrace on x86-64 provides nothing, then a pt_regs on request, then a struct of its own', () => {
    const at = (release: string) =>
      sceneForArch(deck, 'ftrace-frames', 'x86-64', {
        release,
        scene: valueAtRelease(timelines['x86-64']!.frames['ftrace-frames']!, release, deck.releases)!,
      }).panels.map(it => (it.kind === 'frame' ? it.capture : it.kind))
    expect(at('3.5')).toEqual(['lacking', 'lacking', 'x86-64-exception-entry'])
    expect(at('3.7')).toEqual(['lacking', 'x86-64-ftrace-regs-caller-early', 'x86-64-exception-entry'])
    expect(at('5.11')).toEqual(['x86-64-ftrace-caller', 'x86-64-ftrace-regs-caller', 'x86-64-exception-entry'])
  })
})

describe('counterpart(capture, preferred, data, { arch, release })', () => {
  test.for(arches)(
    'finds a capture of the arch, or a reason that names the release, for each frame of the talk, on %s',
    arch => {
      const captures = data.talk.scenes
        .filter(it => it.aboutArch)
        .flatMap(it => it.sketch?.panels ?? [])
        .flatMap(it => (it.kind === 'frame' ? [it.capture] : []))
      expect(captures.length).toBeGreaterThan(5)
      for (const release of ['6.6', '6.12']) {
        for (const capture of captures) {
          const found = counterpart(capture, [], data, { arch, release })
          if ('capture' in found) expect(data.captures.get(found.capture.id)!.arch).toBe(arch)
          else expect(found.missing).toContain(release)
        }
      }
    },
  )
})
