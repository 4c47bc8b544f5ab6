import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { DataError, faultLine } from '../../src/errors/fault.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { makeTree, toyTree } from './make-tree.ts'
import { SHARED } from './toy-files.ts'

/** What deriving the toy arch of a tree ends with: its faults, or nothing. */
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

describe('a tree that is not what it seems to be', () => {
  test.for(['../../etc/passwd', '../../../../../../etc/passwd', '/etc/passwd', 'arch/../../x'])(
    'source "%s" is not read',
    async path => {
      expect(await faultsOf(toyTree(['config TOY', '\tdef_bool y', `source "${path}"`]))).toEqual([
        `arch/toy/Kconfig:3:1: source "${path}" leads out of the kernel tree; nothing outside is read; is the tree what it seems to be?`,
      ])
    },
  )

  test('a link that leads out is not read', async () => {
    const outside = makeTree({ secret: 'config SECRET\n\tdef_bool y\n\tselect HAVE_KPROBES\n' })
    const dir = toyTree(['source "arch/toy/link"'])
    symlinkSync(join(outside, 'secret'), join(dir, 'arch/toy/link'))
    expect(await faultsOf(dir)).toEqual([
      'arch/toy/link:1:1: the link leads out of the kernel tree; nothing outside is read; is the tree what it seems to be?',
    ])
  })

  test('a folder that is a link out is not read', async () => {
    const outside = makeTree({ 'asm/ptrace.h': 'struct pt_regs { long secret; };\n' })
    const dir = toyTree([])
    symlinkSync(outside, join(dir, 'arch/toy/include'))
    expect(await faultsOf(dir)).toEqual([
      expect.stringMatching(/^arch\/toy\/include\/\S+:1:1: the link leads out of the kernel tree/),
    ])
  })

  test('a link within the tree is followed', async () => {
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

  test('source that goes round in a circle is told', async () => {
    expect(
      await faultsOf(
        toyTree(['source "arch/toy/a"'], {
          'arch/toy/a': 'source "arch/toy/b"\n',
          'arch/toy/b': '\nsource "arch/toy/a"\n',
        }),
      ),
    ).toEqual([expect.stringContaining('arch/toy/b:2:1: source "arch/toy/a" goes round in a circle')])
    expect(await faultsOf(toyTree(['source "arch/toy/Kconfig"']))).toEqual([
      expect.stringContaining('goes round in a circle'),
    ])
  })

  test('source that goes too deep is told', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`arch/toy/k${i}`, `source "arch/toy/k${i + 1}"\n`]),
    )
    expect(await faultsOf(toyTree(['source "arch/toy/k0"'], files))).toEqual([
      expect.stringContaining('is nested too deeply'),
    ])
  })

  test.for([
    [
      'a block that is not closed',
      ['if TOY', 'config A', '\tbool'],
      'arch/toy/Kconfig:1:1: the if is not closed; end it with endif in the same file',
    ],
    [
      'a block that is closed twice',
      ['if TOY', 'endif', 'endif'],
      'arch/toy/Kconfig:3:1: endif closes no if; blocks must be closed in the order in which they were opened',
    ],
    [
      'blocks that cross',
      ['if TOY', 'menu "m"', 'endif', 'endmenu'],
      'arch/toy/Kconfig:3:1: endif closes no if; blocks must be closed in the order in which they were opened',
    ],
    [
      'a condition that is none',
      ['config A', '\tbool', '\tdepends on B &&'],
      'arch/toy/Kconfig:3:1: the condition B && cannot be read: something is missing at its end; conditions are made of symbols, !, && and ||',
    ],
    [
      'a parenthesis that is not closed',
      ['config A', '\tselect B if (C'],
      'arch/toy/Kconfig:2:1: the condition (C cannot be read: a ( is not closed; conditions are made of symbols, !, && and ||',
    ],
    [
      'a quote that is not closed',
      ['config A', '\tdefault "x'],
      'arch/toy/Kconfig:2:1: the condition "x cannot be read: a quote is not closed; conditions are made of symbols, !, && and ||',
    ],
    [
      'parentheses without end',
      ['config A', `\tdepends on ${'('.repeat(5000)}B`],
      expect.stringContaining('nested too deeply'),
    ],
    [
      'negations without end',
      ['config A', `\tdepends on ${'!'.repeat(5000)}B`],
      expect.stringContaining('nested too deeply'),
    ],
  ] as const)('%s is told with its line', async ([, lines, fault]) => {
    expect(await faultsOf(toyTree(lines))).toEqual([fault])
  })

  test('a million lines end quickly', async () => {
    const lines = Array.from(
      { length: 250_000 },
      (_, i) => `config S${i}\n\tdef_bool y\n\tdepends on S${i + 1}\n\tselect HAVE_KPROBES if S${i + 1}`,
    )
    const dir = toyTree([...lines, 'config S250000', '\tdef_bool y'])
    const start = performance.now()
    expect(await faultsOf(dir)).toEqual([expect.stringContaining('hangs on too many others')])
    expect(performance.now() - start).toBeLessThan(15_000)
  })

  test('an option that needs one that needs one, and so on, ends with a fault', async () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => `config G${i}\n\tbool "g"\n\tdepends on G${i + 1}\n`).join(
      '',
    )
    const dir = toyTree([], {
      'arch/Kconfig': `${SHARED['arch/Kconfig']}${chain}`.replace('depends on HAVE_KPROBES\n', 'depends on G0\n'),
    })
    expect(await faultsOf(dir)).toEqual([expect.stringMatching(/^arch\/(?:toy\/)?Kconfig:\d+:1: /)])
  })

  test('symbols that all hang on all others end quickly', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `S${i}`)
    const dir = toyTree(
      names.flatMap((name, i) => [
        `config ${name}`,
        '\tbool',
        ...names.filter((_, j) => j !== i && (i * j) % 7 < 3).map(it => `\tselect ${it} if ${names[(i * 13) % 300]}`),
        '\tselect HAVE_KPROBES',
      ]),
    )
    const start = performance.now()
    expect(await faultsOf(dir)).toEqual([expect.stringContaining('hangs on too many others')])
    expect(performance.now() - start).toBeLessThan(15_000)
  })

  test('a file that is too big is not read', async () => {
    const dir = toyTree(['source "arch/toy/big"'])
    writeFileSync(join(dir, 'arch/toy/big'), Buffer.alloc(33 * 1024 * 1024, '#'))
    expect(await faultsOf(dir)).toEqual([expect.stringMatching(/^arch\/toy\/big:1:1: the file has \d+ bytes;/)])
  })

  test("nothing of it is run: a checkout's hooks and settings least of all", async () => {
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

  test('a file where a folder belongs, and a folder where a file belongs, are not there', async () => {
    const dir = toyTree(['source "arch/toy/dir"'], { 'arch/toy/net': 'no folder\n' })
    mkdirSync(join(dir, 'arch/toy/dir'))
    expect(await faultsOf(dir)).toEqual([])
  })
})

describe('openTree(dir)', () => {
  test.for([
    ['nothing', '/nonexistent/linux', 'is no folder'],
    ['a folder without a Makefile', makeTree({ README: 'x' }), 'is no kernel source tree'],
    ['a Makefile of something else', makeTree({ Makefile: 'all:\n\tcc x.c\n' }), 'is no kernel source tree'],
  ] as const)('refuses %s', ([, dir, message]) => {
    expect(() => openTree(dir)).toThrow(UsageError)
    expect(() => openTree(dir)).toThrow(message)
  })

  test.for([
    ['VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\n', '6.12.117'],
    ['VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\n', '6.12'],
    ['VERSION = 5\nPATCHLEVEL = 10\n', '5.10'],
  ] as const)('knows the release of %j', ([makefile, release]) => {
    expect(openTree(makeTree({ Makefile: makefile })).release).toBe(release)
  })

  test('knows a checkout by its packed refs, and a linked worktree', () => {
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

describe('the arches of a tree', () => {
  test('are those of its directories, two for one that holds two', () => {
    const dir = makeTree({
      ...SHARED,
      'arch/x86/Kconfig': '',
      'arch/new/Kconfig': '',
      'arch/sh/Kconfig': 'config SUPERH\n',
      'arch/empty/README': '',
    })
    expect(variantsOf(openTree(dir)).map(it => it.id)).toEqual(['i386', 'new', 'sh', 'x86-64'])
  })

  test('are named when another is asked for', () => {
    const tree = openTree(makeTree({ ...SHARED, 'arch/x86/Kconfig': '', 'arch/riscv/Kconfig': '' }))
    expect(() => variantOf(tree, 'x86')).toThrow('arch/x86 holds i386 and x86-64; name one of them')
    expect(() => variantOf(tree, 'i368')).toThrow('did you mean i386?')
    expect(() => variantOf(tree, 'vax')).toThrow('it has i386, riscv32, riscv64, x86-64')
  })
})
