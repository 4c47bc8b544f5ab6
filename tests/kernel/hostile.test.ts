import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cpuMs } from '../cpu-time.ts'
import { DataError, faultLine } from '../../src/errors/fault.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { makeTree, toyTree } from './make-tree.ts'
import { SHARED } from './toy-files.ts'

/** The faults with which deriving the toy arch of a tree ends; none if it succeeds. */
async function faultsOf(dir: string): Promise<readonly string[]> {
  try {
    const tree = openTree(dir)
    await deriveArch(tree, variantOf(tree, 'toy'))
    return []
  } catch (error) {
    if (error instanceof DataError) return error.faults.map(faultLine)
    throw error
  }
}

describe('deriveArch(tree, variant) on a hostile tree', () => {
  test.for(['../../etc/passwd', '../../../../../../etc/passwd', '/etc/passwd', 'arch/../../x'])(
    'does not follow source "%s" out of the tree',
    async path => {
      expect(await faultsOf(toyTree(['config TOY', '\tdef_bool y', `source "${path}"`]))).toEqual([
        `arch/toy/Kconfig:3:1: source "${path}" leads out of the kernel tree; name a file in the tree; nothing outside it is read`,
      ])
    },
  )

  test('does not follow a link to a file outside the tree', async () => {
    const outside = makeTree({ secret: 'config SECRET\n\tdef_bool y\n\tselect HAVE_KPROBES\n' })
    const dir = toyTree(['source "arch/toy/link"'])
    symlinkSync(join(outside, 'secret'), join(dir, 'arch/toy/link'))
    expect(await faultsOf(dir)).toEqual([
      'arch/toy/link:1:1: the link leads out of the kernel tree; link to a file in the tree; nothing outside it is read',
    ])
  })

  test('does not follow a link to a folder outside the tree', async () => {
    const outside = makeTree({ 'asm/ptrace.h': 'struct pt_regs { long secret; };\n' })
    const dir = toyTree([])
    symlinkSync(outside, join(dir, 'arch/toy/include'))
    expect(await faultsOf(dir)).toEqual([
      expect.stringMatching(/^arch\/toy\/include\/\S+:1:1: the link leads out of the kernel tree/),
    ])
  })

  test('follows a link within the tree', async () => {
    const dir = toyTree(['source "arch/toy/link"'], {
      'arch/toy/real': 'config REAL\n\tdef_bool y\n\tselect HAVE_KPROBES\n',
    })
    symlinkSync('real', join(dir, 'arch/toy/link'))
    const tree = openTree(dir)
    expect((await deriveArch(tree, variantOf(tree, 'toy'))).symbols.HAVE_KPROBES).toEqual({
      value: 'y',
      file: 'arch/toy/link',
      line: 3,
    })
  })

  test('reports files that source one another in a cycle', async () => {
    expect(
      await faultsOf(
        toyTree(['source "arch/toy/a"'], {
          'arch/toy/a': 'source "arch/toy/b"\n',
          'arch/toy/b': '\nsource "arch/toy/a"\n',
        }),
      ),
    ).toEqual([
      expect.stringContaining(
        'arch/toy/b:2:1: source "arch/toy/a" makes a cycle; break it: Kconfig > init/Kconfig > arch/Kconfig > arch/toy/Kconfig > arch/toy/a > arch/toy/b > arch/toy/a',
      ),
    ])
    expect(await faultsOf(toyTree(['source "arch/toy/Kconfig"']))).toEqual([
      expect.stringContaining('source "arch/toy/Kconfig" makes a cycle'),
    ])
  })

  test('reports files that source one another too deeply', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`arch/toy/k${i}`, `source "arch/toy/k${i + 1}"\n`]),
    )
    expect(await faultsOf(toyTree(['source "arch/toy/k0"'], files))).toEqual([
      expect.stringMatching(/ is nested too deeply; let at most 60 files source one another$/),
    ])
  })

  test.for([
    [
      'a block that is not closed',
      ['if TOY', 'config A', '\tbool'],
      'arch/toy/Kconfig:1:1: the if is not closed; end it with endif in the same file',
    ],
    [
      'an end without a block',
      ['if TOY', 'endif', 'endif'],
      'arch/toy/Kconfig:3:1: endif closes no if; close blocks in the reverse of the order in which they were opened',
    ],
    [
      'blocks that overlap',
      ['if TOY', 'menu "m"', 'endif', 'endmenu'],
      'arch/toy/Kconfig:3:1: endif closes no if; close blocks in the reverse of the order in which they were opened',
    ],
    [
      'a condition that lacks a symbol',
      ['config A', '\tbool', '\tdepends on B &&'],
      'arch/toy/Kconfig:3:1: the condition B && cannot be parsed: a symbol is missing at its end; conditions are made of symbols, !, && and ||',
    ],
    [
      'a parenthesis that is not closed',
      ['config A', '\tselect B if (C'],
      'arch/toy/Kconfig:2:1: the condition (C cannot be parsed: a ( is not closed; conditions are made of symbols, !, && and ||',
    ],
    [
      'a quote that is not closed',
      ['config A', '\tdefault "x'],
      'arch/toy/Kconfig:2:1: the condition "x cannot be parsed: a quote is not closed; conditions are made of symbols, !, && and ||',
    ],
    [
      'five thousand parentheses',
      ['config A', `\tdepends on ${'('.repeat(5000)}B`],
      expect.stringContaining('nested too deeply'),
    ],
    [
      'five thousand negations',
      ['config A', `\tdepends on ${'!'.repeat(5000)}B`],
      expect.stringContaining('nested too deeply'),
    ],
  ] as const)('reports %s with its line', async ([, lines, fault]) => {
    expect(await faultsOf(toyTree(lines))).toEqual([fault])
  })

  test('ends within 15 s on a million lines in which each symbol depends on the next', async () => {
    const lines = Array.from(
      { length: 250_000 },
      (_, i) => `config S${i}\n\tdef_bool y\n\tdepends on S${i + 1}\n\tselect HAVE_KPROBES if S${i + 1}`,
    )
    const dir = toyTree([...lines, 'config S250000', '\tdef_bool y'])
    const start = cpuMs()
    expect(await faultsOf(dir)).toEqual([expect.stringContaining('depends on too many other symbols')])
    expect(cpuMs() - start).toBeLessThan(15_000)
  })

  test('reports a chain of 100,000 options that depend on one another', async () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => `config G${i}\n\tbool "g"\n\tdepends on G${i + 1}\n`).join(
      '',
    )
    const dir = toyTree([], {
      'arch/Kconfig': `${SHARED['arch/Kconfig']}${chain}`.replace('depends on HAVE_KPROBES\n', 'depends on G0\n'),
    })
    expect(await faultsOf(dir)).toEqual([expect.stringMatching(/^arch\/(?:toy\/)?Kconfig:\d+:1: /)])
  })

  test('ends within 15 s on 300 symbols that select one another', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `S${i}`)
    const dir = toyTree(
      names.flatMap((name, i) => [
        `config ${name}`,
        '\tbool',
        ...names.filter((_, j) => j !== i && (i * j) % 7 < 3).map(it => `\tselect ${it} if ${names[(i * 13) % 300]}`),
        '\tselect HAVE_KPROBES',
      ]),
    )
    const start = cpuMs()
    expect(await faultsOf(dir)).toEqual([expect.stringContaining('depends on too many other symbols')])
    expect(cpuMs() - start).toBeLessThan(15_000)
  })

  test('does not read a file that is too large', async () => {
    const dir = toyTree(['source "arch/toy/big"'])
    writeFileSync(join(dir, 'arch/toy/big'), Buffer.alloc(33 * 1024 * 1024, '#'))
    expect(await faultsOf(dir)).toEqual([expect.stringMatching(/^arch\/toy\/big:1:1: the file has \d+ bytes;/)])
  })

  test('executes nothing of a checkout: no hook, no setting of git, no macro, no script', async () => {
    const proof = join(tmpdir(), `pt-regs-proof-${process.pid}`)
    const dir = toyTree(['config TOY', '\tdef_bool $(shell,touch PROOF)'.replace('PROOF', proof)], {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/config': `[core]\n\tfsmonitor = "touch ${proof}"\n\thooksPath = hooks\n`,
      '.git/refs/heads/main': `${'a'.repeat(40)}\n`,
      'scripts/setlocalversion': `#!/bin/sh\ntouch ${proof}\n`,
    })
    const tree = openTree(dir)
    await deriveArch(tree, variantOf(tree, 'toy'))
    expect(tree.state).toBe('git checkout of aaaaaaaaaaaa')
    expect(() => openTree(proof)).toThrow(UsageError)
  })

  test('takes a file in place of a folder, and a folder in place of a file, as missing', async () => {
    expect(await faultsOf(toyTree([], { 'arch/toy/net': 'no folder\n' }))).toEqual([])
    const dir = toyTree(['source "arch/toy/dir"'])
    mkdirSync(join(dir, 'arch/toy/dir'))
    expect(await faultsOf(dir)).toEqual([
      expect.stringMatching(/^arch\/toy\/Kconfig:1:1: arch\/toy\/dir is missing, though this line sources it;/),
    ])
  })
})

describe('openTree(dir)', () => {
  test.for([
    ['nothing', '/nonexistent/linux', 'is no folder'],
    ['a folder without a Makefile', makeTree({ README: 'x' }), 'is no kernel source tree'],
    ['a Makefile of something else', makeTree({ Makefile: 'all:\n\tcc x.c\n' }), 'is no kernel source tree'],
  ] as const)('throws UsageError for %s', ([, dir, message]) => {
    expect(() => openTree(dir)).toThrow(UsageError)
    expect(() => openTree(dir)).toThrow(message)
  })

  test.for([
    ['VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\n', '6.12.117'],
    ['VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\n', '6.12-rc3'],
    ['VERSION = 5\nPATCHLEVEL = 10\n', '5.10'],
  ] as const)('reads the release from %j', ([makefile, release]) => {
    expect(openTree(makeTree({ Makefile: makefile })).release).toBe(release)
  })

  test('finds the commit of a checkout by its packed refs, and of a linked worktree', () => {
    const commit = 'b'.repeat(40)
    const files = {
      ...SHARED,
      'main/HEAD': 'ref: refs/heads/topic\n',
      'main/packed-refs': `# pack-refs\n${commit} refs/heads/topic\n`,
    }
    const packed = makeTree({
      ...SHARED,
      '.git/HEAD': files['main/HEAD'],
      '.git/packed-refs': files['main/packed-refs'],
    })
    expect(openTree(packed)).toMatchObject({ commit, state: 'git checkout of bbbbbbbbbbbb' })
    const linked = makeTree({
      ...SHARED,
      '.git': 'gitdir: .main/worktrees/w\n',
      '.main/worktrees/w/HEAD': files['main/HEAD'],
      '.main/worktrees/w/commondir': '../..\n',
      '.main/packed-refs': files['main/packed-refs'],
    })
    expect(openTree(linked).commit).toBe(commit)
    expect(openTree(makeTree(SHARED))).toMatchObject({ state: 'unpacked, without git' })
  })
})

describe('variantsOf(tree) and variantOf(tree, id)', () => {
  test('find an arch for each directory with a Kconfig, and two for one that holds two', () => {
    const dir = makeTree({
      ...SHARED,
      'arch/x86/Kconfig': '',
      'arch/new/Kconfig': '',
      'arch/sh/Kconfig': 'config SUPERH\n',
      'arch/empty/README': '',
    })
    expect(variantsOf(openTree(dir)).map(it => it.id)).toEqual(['i386', 'new', 'sh', 'x86-64'])
  })

  test('name the arches of the tree in the error for an unknown one', () => {
    const tree = openTree(makeTree({ ...SHARED, 'arch/x86/Kconfig': '', 'arch/riscv/Kconfig': '' }))
    expect(() => variantOf(tree, 'x86')).toThrow('arch/x86 holds i386 and x86-64; name one of them')
    expect(() => variantOf(tree, 'i368')).toThrow('did you mean i386?')
    expect(() => variantOf(tree, 'vax')).toThrow('it has i386, riscv32, riscv64, x86-64')
  })
})
