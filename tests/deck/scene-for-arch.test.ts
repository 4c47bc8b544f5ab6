import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@slidev/parser'
import { describe, expect, test } from 'vitest'
import type { Deck } from '../../src/deck/deck.ts'
import type { Timelines } from '../../src/deck/timelines.ts'
import { valueAtRelease } from '../../src/deck/value-at-release.ts'
import { counterpart } from '../../src/deck/panels/capture-counterpart.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { root } from '../../src/files/root.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { holdsIn } from '../../src/model/analysis/compare-releases.ts'
import { deckJson } from '../../src/build/deck-modules.ts'

const deck = JSON.parse(deckJson('deck')) as Deck
const { value: data } = readDataset(loadFiles())
const arches = deck.arches.map(it => it.id)
const elsewhere = arches.filter(it => !['x86-64', 'i386'].includes(it))
/** x86 and its registers, as its kernel and its assemblers name them; `sp`, `ip` and `flags` are anybody's words. */
const X86 = /x86|i386|\bint3\b|\b(?:[er]?(?:ax|bx|cx|dx|si|di|bp)|[er](?:sp|ip)|orig_[er]?ax|[c-gs]s)\b/i

/** All that a scene says, shows and cites on an arch; as the talk tells it, or as of a release. */
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
          : panel.kind === 'words'
            ? panel.words.map(it => it.text)
            : [panel.capture, JSON.stringify(panel.rows)]),
    ]),
  ]
}

describe('sceneOn(deck, scene, arch)', () => {
  test.for(elsewhere)('says nothing of x86 on %s, but where a scene is about that', arch => {
    const told = deck.order
      .filter(id => !deck.scenes[id]!.arch)
      .flatMap(id => wordsOn(id, arch).map(words => `${id}: ${words}`))
    expect(told.length).toBeGreaterThan(100)
    expect(told.filter(it => X86.test(it))).toEqual([])
  })

  test('cites, of the files of an arch, those of the arch on show', () => {
    const cited = (arch: string) => sceneForArch(deck, 'shared-code', arch).citations.map(it => it.name)
    expect(cited('s390x')).toEqual(['arch/s390/include/asm/ptrace.h'])
    expect(cited('arm')).toEqual(['arch/arm/include/asm/ptrace.h'])
    expect(cited('i386')).toEqual(cited('x86-64'))
  })

  test('says what it says of x86-64 on x86-64', () => {
    expect(wordsOn('perf', 'x86-64').join()).toContain('On x86-64 the other 17 fields')
    expect(wordsOn('perf', 'riscv64').join()).not.toContain('17')
    expect(sceneForArch(deck, 'ftrace-frames', 'arm').overline[0]).toBe('arm')
  })

  test('cites, below a frame of an arch, the file in which that arch fills it', () => {
    const cited = (id: string, arch: string) => sceneForArch(deck, id, arch).citations.map(it => it.name)
    expect(cited('ftrace-frames', 'riscv64')).toEqual(['arch/riscv/kernel/mcount-dyn.S', 'arch/riscv/kernel/entry.S'])
    expect(cited('uprobe', 'powerpc64').at(-1)).toBe('exceptions-64s.S')
    expect(cited('rethook', 'arm')).toEqual(['f3a112c0c40d', '0ef6f5c09371'])
    expect(cited('rethook', 'x86-64')[0]).toContain('arch/x86/')
  })

  test.for(arches)('cites no other arch on %s, but where a scene is about that', arch => {
    const { directory } = data.arches.find(it => it.id === arch)!
    const cited = deck.order
      .filter(id => !deck.scenes[id]!.arch)
      .flatMap(id => sceneForArch(deck, id, arch).citations.map(it => it.name))
    const files = cited.flatMap(it => /arch\/[^/]+/.exec(it) ?? [])
    expect(files.length).toBeGreaterThan(2)
    expect(new Set(files)).toEqual(new Set([directory]))
  })

  test('headlines and notes say nothing of x86 on slides that every arch is shown on', () => {
    const { slides } = parseSync(readFileSync(join(root, 'slides.md'), 'utf8'), 'slides.md')
    const told = slides
      .filter(it => !deck.scenes[(it.frontmatter as { scene: string }).scene]!.arch)
      .flatMap(it => [it.content, it.note ?? ''])
    expect(told.length).toBeGreaterThan(30)
    expect(told.filter(it => X86.test(it))).toEqual([])
  })

  test("shows the arch's own frames, and what is lacking with the release in which it comes", () => {
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

  test('says of a step that tells of a frame alone what is lacking, and keeps what the panel is called', () => {
    const { panels, steps } = sceneForArch(deck, 'ftrace-frames', 'arm64')
    expect(panels.map(it => it.title)).toEqual(['ftrace, arguments', 'ftrace, SAVE_REGS', 'exception'])
    expect(steps.map(it => it.caption)).toEqual([
      expect.stringContaining('arm64 stores'),
      'FTrace fills no pt_regs on arm64 in 6.6.',
      expect.stringContaining('An exception saves'),
    ])
    // Beside code a step tells of more than the frame.
    expect(sceneForArch(deck, 'rethook', 'powerpc64').steps[0]!.caption).toContain('Rethook stands on trampolines')
  })

  test('has no row beside a panel that is longer than half a slide', () => {
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

  test('lights what the arch on show has: return probes of powerpc64 have the registers of an exception', () => {
    const lit = (arch: string) =>
      Object.entries(sceneForArch(deck, 'mapping', arch).steps[0]!.boxes)
        .filter(([, state]) => state === 'focus')
        .map(([id]) => id)
    expect(lit('x86-64')).toEqual(expect.arrayContaining(['exceptions', 'kprobe', 'uprobe']))
    expect(lit('x86-64')).not.toContain('kretprobe')
    expect(lit('powerpc64')).toContain('kretprobe')
  })
})

describe('the frames as of a release', () => {
  const moments = JSON.parse(deckJson('moments')) as Timelines

  test.for(elsewhere)('say nothing of x86 on %s, in any release', arch => {
    const told = deck.releases.flatMap(release =>
      Object.entries(moments[arch]!.frames).flatMap(([id, frames]) =>
        wordsOn(id, arch, { release, scene: valueAtRelease(frames, release, deck.releases)! }).map(
          words => `${id} in ${release}: ${words}`,
        ),
      ),
    )
    expect(told.length).toBeGreaterThan(1000)
    expect(told.filter(it => X86.test(it))).toEqual([])
  })

  test.for(arches)('are of sites of %s that hold then, or name what is lacking', arch => {
    const shown = deck.releases.flatMap(release =>
      Object.entries(moments[arch]!.frames).flatMap(([id, frames]) => {
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
        expect(panel.text).toMatch(new RegExp(` in (?:${release}|6\\.12\\.117, the newest tree read)(?:[;:]|$)`))
    }
  })

  test('name the newest tree where it is all that is known, and the release where the data goes on', () => {
    const says = (id: string, arch: string, release: string) =>
      sceneForArch(deck, id, arch, {
        release,
        scene: valueAtRelease(moments[arch]!.frames[id]!, release, deck.releases)!,
      }).panels.flatMap(it => (it.kind === 'lacking' ? [it.text] : []))
    expect(says('rethook', 'arm64', '6.12')).toEqual(['no Rethook on arm64 in 6.12'])
    expect(says('rethook', 'arm64', '6.18')).toEqual(['no Rethook on arm64 in 6.12.117, the newest tree read'])
    expect(says('fprobe', 'powerpc64', '6.16')).toEqual(['no FProbe on powerpc64 in 6.16; it comes in 6.18'])
    expect(says('fprobe', 'i386', '6.18')).toEqual(['no FProbe on i386 in 6.18'])
  })

  test('are those of the talk where what it shows is still there, with what it cites', () => {
    for (const [id, frames] of Object.entries(moments['x86-64']!.frames)) {
      const now = sceneForArch(deck, id, 'x86-64', {
        release: '6.6',
        scene: valueAtRelease(frames, '6.6', deck.releases)!,
      })
      const told = sceneForArch(deck, id, 'x86-64')
      expect(now.citations).toEqual(told.citations)
      expect(now.panels.map(it => (it.kind === 'frame' ? [it.capture, it.rows] : it))).toEqual(
        told.panels.map(it => (it.kind === 'frame' ? [it.capture, it.rows] : it)),
      )
    }
  })

  test('change as history does: ftrace on x86-64 hands on nothing, then a pt_regs on request, then a struct of its own', () => {
    const at = (release: string) =>
      sceneForArch(deck, 'ftrace-frames', 'x86-64', {
        release,
        scene: valueAtRelease(moments['x86-64']!.frames['ftrace-frames']!, release, deck.releases)!,
      }).panels.map(it => (it.kind === 'frame' ? it.capture : it.kind))
    expect(at('3.5')).toEqual(['lacking', 'lacking', 'x86-64-exception-entry'])
    expect(at('3.7')).toEqual(['lacking', 'x86-64-ftrace-regs-caller-early', 'x86-64-exception-entry'])
    expect(at('5.11')).toEqual(['x86-64-ftrace-caller', 'x86-64-ftrace-regs-caller', 'x86-64-exception-entry'])
  })
})

describe('counterpart(capture, preferred, data, { arch, release })', () => {
  test.for(arches)('is a site of that arch that holds, or a reason, for every frame of the talk, on %s', arch => {
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
  })
})
