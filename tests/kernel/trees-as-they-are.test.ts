// Kernel trees as people have them: partial, spoilt on the way, of a candidate, of an arch in no table. What was not
// read is never taken as not so.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cpuMs } from '../cpu-time.ts'
import { DataError, faultLine } from '../../src/errors/fault.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { sitesOf } from '../../src/kernel/sites/arch-sites.ts'
import { checkCommits } from '../../src/kernel/verify/git-commits.ts'
import { compareReleases } from '../../src/model/analysis/compare-releases.ts'
import { makeTree, toyTree } from './make-tree.ts'
import { SHARED, TRACING } from './toy-files.ts'

const STRUCT =
  '#ifdef __KERNEL__\nstruct pt_regs {\n\tlong r[2];\n\tlong pc;\n};\n#else\nstruct pt_regs { long r[2]; };\n#endif\n'
const WHOLE = {
  'arch/toy/Kbuild': 'obj-y += kernel/\n',
  'arch/toy/kernel/Makefile': 'obj-y := ptrace.o both.o\nboth-y := one.o\nobj-$(CONFIG_NEVER) += never.o\n',
  'arch/toy/kernel/ptrace.c': 'long arch_ptrace(void *child, long request)\n{\n\treturn 0;\n}\n',
  'arch/toy/kernel/one.S': 'one:\n',
  'arch/toy/include/asm/ptrace.h': STRUCT,
}
const LINES = [
  ...TRACING.join('').trimEnd().split('\n'),
  'config TOY',
  '\tdef_bool y',
  '\tselect HAVE_KPROBES if \\',
  '\t\tTOY',
]

const whole = () => toyTree(LINES, WHOLE)
const derive = async (dir: string, id = 'toy') => {
  const tree = openTree(dir)
  return await deriveArch(tree, variantOf(tree, id))
}
/** The first fault with which deriving ends; `none` if it succeeds. */
async function faultOf(dir: string): Promise<string> {
  try {
    await derive(dir)
    return 'none'
  } catch (error) {
    if (error instanceof DataError) return faultLine(error.faults[0]!)
    throw error
  }
}

describe('deriveArch(tree, variant) refuses a tree that is not whole, by the name of what is missing', () => {
  test('and takes a whole one', async () => {
    expect(await faultOf(whole())).toBe('none')
  })

  test.for([
    ['Kconfig', 'Kconfig:1:1: the file is missing'],
    ['arch/Kconfig', 'init/Kconfig:18:1: arch/Kconfig is missing, though this line sources it'],
    ['kernel/trace/Kconfig', 'init/Kconfig:19:1: kernel/trace/Kconfig is missing'],
    ['kernel/bpf/Kconfig', 'init/Kconfig:17:1: kernel/bpf/Kconfig is missing'],
    ['arch/toy/kernel', 'arch/toy/Kbuild:1:1: the source of kernel/ is missing'],
    ['arch/toy/kernel/ptrace.c', 'arch/toy/kernel/Makefile:1:1: the source of ptrace.o is missing'],
    ['arch/toy/kernel/one.S', 'arch/toy/kernel/Makefile:2:1: the source of one.o is missing'],
  ])('without %s', async ([path, fault]) => {
    const dir = whole()
    rmSync(join(dir, path!), { recursive: true })
    expect(await faultOf(dir)).toContain(fault)
  })

  test('but for a file of osource, and one whose symbol is off', async () => {
    expect(await faultOf(toyTree([...LINES, 'osource "arch/toy/Kconfig.more"'], WHOLE))).toBe('none')
  })

  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  test.for([
    [
      'a pointer of git-lfs',
      'version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n',
      'a pointer of git-lfs',
    ],
    ['nothing', '', 'the file is empty'],
    ['garbage', 'lorem ipsum\ndolor sit\namet\n', 'this file is no Kconfig: 3 of its 3 statements cannot be read'],
    ['NUL bytes', 'config TOY\n\0\0', 'NUL bytes'],
    ['UTF-16', utf16('config TOY\n\tdef_bool y\n'), 'UTF-16'],
  ] as const)('with %s in place of its Kconfig', async ([, text, fault]) => {
    const dir = whole()
    writeFileSync(join(dir, 'arch/toy/Kconfig'), text)
    expect(await faultOf(dir)).toMatch(/^arch\/toy\/Kconfig:1:1: /)
    expect(await faultOf(dir)).toContain(fault)
  })

  test.for([
    'Kconfig',
    'arch/toy/Kconfig',
    'arch/toy/include/asm/ptrace.h',
    'arch/toy/kernel/ptrace.c',
    'arch/toy/kernel/Makefile',
  ])('with a pipe in place of %s, without waiting for its writer', async path => {
    const dir = whole()
    rmSync(join(dir, path))
    execFileSync('mkfifo', [join(dir, path)])
    expect(await faultOf(dir)).toContain(`${path}:1:1: this is no regular file`)
  })
})

describe('deriveArch(tree, variant) reads CRLF as LF', () => {
  const files = { ...WHOLE, 'arch/toy/Kconfig': `${LINES.join('\n')}\nconfig 64BIT\n\tdef_bool y\n` }
  test.for([[Object.keys(files)], ...Object.keys(files).map(it => [[it]])] as const)('in %s', async ([crlf]) => {
    const dir = whole()
    for (const [path, text] of Object.entries(files))
      if (crlf.includes(path)) writeFileSync(join(dir, path), text.replaceAll('\n', '\r\n'))
    expect(await derive(dir)).toEqual(await derive(whole()))
  })
})

describe('what would take quadratic time', () => {
  const nested = (count: number, open: string, close: string) =>
    `${`${open}\n`.repeat(count)}${`${close}\n`.repeat(count)}`
  test.for([
    [
      'a million lines that end in a backslash in a Kconfig',
      'arch/toy/Kconfig',
      `config A\n${'\\\n'.repeat(1e6)}`,
      'over too many lines',
    ],
    ['100,000 nested if in a Kconfig', 'arch/toy/Kconfig', nested(1e5, 'if A', 'endif'), 'nested too deeply'],
    [
      'a million lines that end in a backslash in a header',
      'arch/toy/include/asm/ptrace.h',
      `#define A ${'\\\n'.repeat(1e6)}\n${STRUCT}`,
      'none',
    ],
    [
      '100,000 nested #if in a header',
      'arch/toy/include/asm/ptrace.h',
      `${nested(1e5, '#if 1', '#endif')}${STRUCT}`,
      'none',
    ],
  ] as const)('%s ends within 8 s', async ([, path, text, fault]) => {
    const dir = whole()
    writeFileSync(join(dir, path), text)
    const start = cpuMs()
    expect(await faultOf(dir)).toContain(fault)
    expect(cpuMs() - start).toBeLessThan(8000)
  })
})

describe('struct pt_regs is unknown, not wrong,', () => {
  test.for([
    ['long gr[-5];', 'gr[-5] cannot be'],
    ['long a; long b; long a;', 'the member a stands there twice'],
  ])('with %s', async ([members, why]) => {
    const derived = await derive(
      toyTree(LINES, { ...WHOLE, 'arch/toy/include/asm/ptrace.h': `struct pt_regs { ${members} };\n` }),
    )
    expect(derived.ptRegs).toBeUndefined()
    expect(derived.ptRegsUnknown).toContain(why)
  })

  test.for([
    ['no 64BIT', '', 12],
    ['64BIT on', 'config 64BIT\n\tdef_bool y\n', 24],
    ['64BIT to be chosen', 'config 64BIT\n\tbool "64 bits"\n\tdefault y\n', undefined],
    ['64BIT under a condition', 'config 64BIT\n\tdef_bool y\n\tdepends on TOY\n', undefined],
    ['64BIT selected and not defined', 'config TOO\n\tdef_bool y\n\tselect 64BIT\n', undefined],
  ] as const)('on an arch with %s in its Kconfig', async ([, kconfig, size]) => {
    const dir = whole()
    writeFileSync(join(dir, 'arch/toy/Kconfig'), `${LINES.join('\n')}\n${kconfig}`)
    const { ptRegs, ptRegsUnknown } = await derive(dir)
    expect(ptRegs?.size).toBe(size)
    if (size === undefined) expect(ptRegsUnknown).toMatch(/^the width of a long is not known: /)
  })

  test.for([
    ['#include <linux/byteorder/big_endian.h>\n', 'big'],
    ['#include <linux/byteorder/little_endian.h>\n', 'little'],
    [
      '#ifdef A\n#include <linux/byteorder/big_endian.h>\n#else\n#include <linux/byteorder/little_endian.h>\n#endif\n',
      'unknown',
    ],
    [undefined, 'unknown'],
  ] as const)('the order of bytes by %j is %s', ([header, endian]) => {
    const dir = toyTree(LINES, header === undefined ? {} : { 'arch/toy/include/uapi/asm/byteorder.h': header })
    expect(variantOf(openTree(dir), 'toy').endian).toBe(endian)
  })
})

describe('openTree(dir).release', () => {
  const RC = 'VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\n'
  test.for([
    [RC, {}, '6.13-rc3'],
    [RC, { 'localversion-next': '-next-20241220\n' }, '6.13-rc3-next-20241220'],
    [
      'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\nEXTRAVERSION =\n',
      { 'localversion.10-mine': '-mine\n' },
      '6.12.7-mine',
    ],
    ['VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\nEXTRAVERSION = -arch1\n', {}, '6.12.7-arch1'],
  ] as const)('of %j and %j is %s', ([makefile, files, release]) => {
    expect(openTree(makeTree({ Makefile: makefile, ...files })).release).toBe(release)
  })

  test.for([
    [
      'VERSION = 6\nPATCHLEVEL = 12345678901234567890\n',
      'its Makefile sets PATCHLEVEL to "12345678901234567890", which is no number',
    ],
    ['VERSION = 6\nPATCHLEVEL = x\n', 'sets PATCHLEVEL to "x"'],
    [
      'VERSION = 6\nPATCHLEVEL = 1\nEXTRAVERSION = $(shell id)\n',
      'EXTRAVERSION is "$(shell id)", so its release is not known',
    ],
  ])('of %j is refused', ([makefile, message]) => {
    expect(() => openTree(makeTree({ Makefile: makefile! }))).toThrow(message)
  })

  test('of a candidate comes before the release, and after the one before', () => {
    const all = ['6.12', '6.12.9', '6.13-rc1', '6.13-rc10-next-20241220', '6.13', '6.13.1']
    expect(all.toReversed().toSorted(compareReleases)).toEqual(all)
  })
})

describe('variantOf(tree, name) finds an arch by the name that others use', () => {
  test.for([
    ['x86', 'amd64', 'x86-64'],
    ['x86', 'x64', 'x86-64'],
    ['x86', 'i686', 'i386'],
    ['arm64', 'aarch64', 'arm64'],
    ['arm', 'armhf', 'arm'],
    ['powerpc', 'ppc64le', 'powerpc64'],
    ['parisc', 'hppa', 'parisc'],
    ['sparc', 'sparcv9', 'sparc64'],
    ['m68k', '68k', 'm68k'],
    ['riscv', 'rv32', 'riscv32'],
    ['mips', 'mips64el', 'mips64el'],
    ['mips', 'mipsel', 'mipsel'],
  ])('arch/%s: %s is %s', ([folder, name, id]) => {
    const tree = openTree(makeTree({ ...SHARED, [`arch/${folder}/Kconfig`]: '' }))
    expect(variantOf(tree, name!).id).toBe(id)
  })
})

test('an arch of the other order of bytes has the code of the one that is in the tree, and its own order', () => {
  const tree = openTree(makeTree({ ...SHARED, 'arch/mips/Kconfig': '' }))
  const [big, little] = [variantOf(tree, 'mips64'), variantOf(tree, 'mips64el')]
  expect([big.endian, little.endian]).toEqual(['big', 'little'])
  expect(sitesOf(little)?.sites).toEqual(sitesOf(big)?.sites)
  expect(variantsOf(tree).map(it => it.id)).toEqual(['mips', 'mips64'])
})

test('a file of the other width is no evidence', async () => {
  const files = {
    'arch/sparc/include/asm/ptrace.h': STRUCT,
    'arch/sparc/kernel/Makefile': 'obj-y := ptrace_$(BITS).o\n',
    'arch/sparc/kernel/ptrace_32.c': 'long arch_ptrace(void)\n{\n\treturn 0;\n}\n',
    'arch/sparc/kernel/ptrace_64.c': '\n\nlong arch_ptrace(void)\n{\n\treturn 0;\n}\n',
  }
  const dir = toyTree(['config SPARC', '\tdef_bool y'], { arch: 'sparc', ...files })
  expect((await derive(dir, 'sparc64')).definitions!.arch_ptrace).toEqual({
    file: 'arch/sparc/kernel/ptrace_64.c',
    line: 3,
  })
})

describe('checkCommits(tree, claims) in checkouts as people have them', () => {
  const git = (dir: string, ...args: readonly string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'protocol.file.allow=always', '-C', dir, ...args],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ).trim()
  const upstream = makeTree({ ...SHARED, 'kernel/f.c': 'int f;\n' })
  git(upstream, 'init', '-q')
  git(upstream, 'config', 'uploadpack.allowFilter', 'true')
  git(upstream, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  git(upstream, 'add', '.')
  git(upstream, 'commit', '-qm', 'one')
  const commit = git(upstream, 'rev-parse', 'HEAD')
  writeFileSync(join(upstream, 'kernel/f.c'), 'int f = 1;\n')
  git(upstream, 'commit', '-qam', 'two')

  const clone = (...args: readonly string[]) => {
    const dir = makeTree({})
    git(dir, 'clone', '-q', ...args, `file://${upstream}`, 'c')
    return join(dir, 'c')
  }
  const verdicts = async (dir: string) =>
    (
      await checkCommits(openTree(dir), [
        { commit, file: 'kernel/f.c' },
        { commit, file: 'kernel/missing.c' },
        { commit: 'f'.repeat(40) },
      ])
    ).map(it => (it.is === 'unknown' ? it.why : it.is))

  test('a whole clone answers', async () => {
    expect(await verdicts(clone())).toEqual(['holds', 'wrong', 'wrong'])
  })

  test('a shallow clone, and a linked worktree of it, leave it open', async () => {
    const dir = clone('--depth', '1')
    const shallow = Array.from({ length: 3 }, () => 'the checkout is shallow')
    expect(await verdicts(dir)).toEqual(shallow)
    git(dir, 'worktree', 'add', '-q', '../w')
    expect(await verdicts(join(dir, '../w'))).toEqual(shallow)
  })

  test('a blobless clone knows commits and names of files', async () => {
    expect(await verdicts(clone('--filter=blob:none'))).toEqual(['holds', 'wrong', 'the clone is partial'])
  })
})
