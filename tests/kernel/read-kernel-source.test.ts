import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rmSync } from 'node:fs'
import {
  ROW_MAX_CHARACTERS,
  ROWS_PER_PAGE,
  pagesForArch,
  sourcePages,
} from '../../src/deck/panels/kernel-source-pages.ts'
import { loadCParser, type CParser } from '../../src/kernel/c/parse-c.ts'
import { definitionLines } from '../../src/kernel/c/definition-lines.ts'
import { readKernelSource } from '../../src/kernel/read-kernel-source.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { readValidDeck } from '../../src/build/read-deck.ts'
import { makeTree } from './make-tree.ts'
import { SHARED } from './toy-files.ts'

let parser: CParser
beforeAll(async () => {
  parser = await loadCParser()
})

describe('definitionLines(text, file, symbol, parser)', () => {
  const lines = (file: string, symbol: string, text: string) => definitionLines(text, file, symbol, parser)

  test('gives the whole function of C, and not a declaration before it', () => {
    expect(
      lines(
        'a.c',
        'take',
        'int take(struct regs *r);\n\n/* all */\nint\ntake(struct regs *r)\n{\n\treturn r->a;\n}\n\nint other;\n',
      ),
    ).toEqual({ first: 4, lines: ['int', 'take(struct regs *r)', '{', '\treturn r->a;', '}'] })
  })

  test('goes up to the closing brace where macros before the name keep the parser from seeing the body', () => {
    expect(
      lines('a.c', 'enter', '__seen noinstr void enter(struct regs *r)\n{\n\tcall(r);\n}\nint x;\n')?.lines.at(-1),
    ).toBe('}')
  })

  test('gives the whole struct', () => {
    expect(lines('a.h', 'struct regs', '#define X 1\nstruct regs {\n\tlong a;\n\tlong b;\n};\n')).toEqual({
      first: 2,
      lines: ['struct regs {', '\tlong a;', '\tlong b;', '};'],
    })
  })

  test('gives assembly from the start to the end of the symbol, and a macro up to its .endm', () => {
    const text =
      '.macro SAVE\n\tpush %a\n.endm\n\nSYM_CODE_START(hook)\n\tSAVE\n\tcall f\nSYM_CODE_END(hook)\n\nSYM_CODE_START(next)\nSYM_CODE_END(next)\n'
    expect(lines('a.S', 'hook', text)).toEqual({
      first: 5,
      lines: ['SYM_CODE_START(hook)', '\tSAVE', '\tcall f', 'SYM_CODE_END(hook)'],
    })
    expect(lines('a.S', 'SAVE', text)).toEqual({ first: 1, lines: ['.macro SAVE', '\tpush %a', '.endm'] })
  })

  test('gives undefined where the file only mentions the symbol', () => {
    expect(lines('a.c', 'take', 'int f(void) { return take(0); }\n')).toBeUndefined()
  })
})

describe('sourcePages(file, symbol, first, lines)', () => {
  test('puts every line on one page, in order, with its number, and makes no row wider than a slide', () => {
    const source = Array.from({ length: 40 }, (_, i) => `${'\t'.repeat(i % 4)}line ${i} ${'of words '.repeat(i % 12)}`)
    const pages = sourcePages('a.c', 'f', 7, source)
    expect(
      pages.every((it, i) => it.part === i + 1 && it.parts === pages.length && it.rows.length <= ROWS_PER_PAGE),
    ).toBe(true)
    const rows = pages.flatMap(it => it.rows)
    expect(Math.max(...rows.map(it => it.text.length))).toBeLessThanOrEqual(ROW_MAX_CHARACTERS)
    expect(rows.flatMap(it => it.line ?? [])).toEqual(source.map((_, i) => i + 7))
    expect(
      rows
        .map(it => it.text)
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe(source.join(' ').replace(/\s+/g, ' ').trim())
  })

  test('breaks a line of one long word', () => {
    expect(
      sourcePages('a.c', 'f', 1, ['x'.repeat(500)])
        .flatMap(it => it.rows)
        .map(it => it.text.trim())
        .join(''),
    ).toBe('x'.repeat(500))
  })
})

describe('readKernelSource(tree, data)', () => {
  const dir = makeTree({
    ...SHARED,
    'arch/x86/kernel/rethook.c': 'void arch_rethook_trampoline_callback(struct pt_regs *regs)\n{\n\tinvent(regs);\n}\n',
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  test('gives each sketch the source that the tree has, and an empty page for what it lacks', async () => {
    const { release, scenes } = await readKernelSource(openTree(dir), readValidDeck().data)
    expect(release).toBe('6.12.3')
    expect(
      scenes.rethook!.find(it => it.symbol === 'arch_rethook_trampoline_callback')!.rows.map(it => it.text),
    ).toEqual(['void arch_rethook_trampoline_callback(struct pt_regs *regs)', '{', '        invent(regs);', '}'])
    expect(scenes.rethook!.find(it => it.symbol === 'rethook_trampoline_handler')).toEqual({
      file: 'kernel/trace/rethook.c',
      symbol: 'rethook_trampoline_handler',
      rows: [],
      part: 1,
      parts: 1,
    })
  })

  test('shows no arch the files of another, except in a scene about that other arch', async () => {
    const { data } = readValidDeck()
    const sources = await readKernelSource(openTree(dir), data)
    const shown = (scene: string, arch: string) => pagesForArch(sources, scene, arch).map(it => it.file)
    expect(shown('rethook', 'x86-64')).toContain('arch/x86/kernel/rethook.c')
    expect(shown('rethook', 's390x')).toContain('arch/s390/kernel/mcount.S')
    expect(shown('rethook', 's390x')).toContain('kernel/trace/rethook.c')
    for (const { id, directory } of data.arches) {
      for (const scene of data.talk.scenes.filter(it => it.aboutArch))
        expect(
          shown(scene.id, id).filter(it => it.startsWith('arch/') && !it.startsWith(`${directory}/`)),
          `${scene.id} on ${id}`,
        ).toEqual([])
    }
    expect(shown('arm64-issue', 's390x')).toContain('arch/arm64/include/asm/ptrace.h')
  })
})
