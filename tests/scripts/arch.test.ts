import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { riscvTree } from '../kernel/follow/toy-riscv.ts'
import { makeTree } from '../kernel/make-tree.ts'
import { SHARED, TRACING } from '../kernel/toy-files.ts'
import { type Ended, runScriptIn } from './run.ts'

// derive writes into the data folder of its own repository, so it runs in a copy.
let copy = ''
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'pt-regs-copy-'))
  for (const it of ['data', 'scripts', 'src', 'package.json'])
    cpSync(join(root, it), join(copy, it), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const arch = (...args: readonly string[]): Promise<Ended> => runScriptIn(copy, 'arch.ts', ...args)
const fileOf = (name: string) => join(copy, 'data/arch', name)
const textOf = (name: string) => readFileSync(fileOf(name), 'utf8')

const toyKconfig = (...lines: readonly string[]) =>
  [...TRACING, 'config OPENRISC', '\tdef_bool y', ...lines.map(it => `\tselect ${it}`), ''].join('\n')
/** Write a made-up tree of openrisc, an arch that the deck does not have. */
const tree = (kconfig: string, sub = '3', regs = 'unsigned long gpr[2];\n\tlong pc;') =>
  makeTree({
    ...SHARED,
    Makefile: SHARED.Makefile!.replace('SUBLEVEL = 3', `SUBLEVEL = ${sub}`),
    'arch/openrisc/Kconfig': kconfig,
    'arch/openrisc/include/asm/ptrace.h': `struct pt_regs {\n\t${regs}\n};\n`,
    'arch/openrisc/kernel/ptrace.c': 'long arch_ptrace(void *child, long request)\n{\n\treturn 0;\n}\n',
  })

describe('npm run arch -- add', () => {
  test('prints every field of each struct with its state, and what was lost', async () => {
    const dir = riscvTree(['keep_two ra', 'sd t0, PT_SP(sp)', 'frobnicate t0'])
    const { code, stdout, stderr } = await arch('add', 'riscv64', '--linux', dir, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const found = JSON.parse(stdout) as {
      arch: string
      release: string
      captures: { role: string; fields: unknown[] }[]
    }
    expect(found).toMatchObject({ arch: 'riscv64', release: '6.12.3', readers: [], lost: [] })
    expect(found.captures[0]).toMatchObject({ role: 'exception-entry', struct: 'pt_regs', name: 'handle_exception' })
    expect(found.captures[0]!.fields).toHaveLength(6)
    expect(found.captures[0]!.fields[2]).toEqual({
      name: 'sp',
      state: 'made-up',
      value: 't0',
      file: 'arch/riscv/kernel/entry.S',
      line: 6,
    })
  })

  test('writes the arch, whose sites a person then reviews', async () => {
    const dir = riscvTree(['keep_two ra', 'sd t0, PT_SP(sp)', 'csrr t1, CSR_EPC', 'sd t1, PT_EPC(sp)'], {
      'arch/riscv/kernel/ptrace.c': 'long arch_ptrace(void *child, long request) { return 0; }\n',
    })
    rmSync(fileOf('riscv32.yaml'), { force: true })
    const added = await arch('add', 'riscv32', '--linux', dir)
    expect({ code: added.code, stderr: added.stderr }).toEqual({ code: 0, stderr: '' })
    expect(added.stdout).toMatch(/riscv32: \d sites were followed, and are shown as derived, not reviewed/)
    const { stdout } = await arch('review', 'riscv32', '--linux', dir)
    expect(stdout).toMatch(/^ {2}sp +made-up +entry\.S:6 +sd t0, PT_SP\(sp\)$/m)
    const decisions = join(copy, 'decisions.yaml')
    writeFileSync(
      decisions,
      'sites:\n  - { role: exception-entry, name: handle_exception, release: "6.12.3", decision: keep }\n',
    )
    const { stdout: recorded } = await arch('review', 'riscv32', '--linux', dir, '--accept', decisions)
    expect(recorded).toBe('wrote data/arch/riscv32.reviewed.yaml: 1 of 1 sites are new\n')
    expect(textOf('riscv32.reviewed.yaml')).toContain('decision: keep')
    rmSync(fileOf('riscv32.yaml'))
    rmSync(fileOf('riscv32.reviewed.yaml'))
  })

  test('an arch whose instruction set is not known is lost with its reason, and the command goes on', async () => {
    const dir = makeTree({
      ...SHARED,
      'arch/hexagon/Kconfig': [...TRACING, 'config HEXAGON', '\tdef_bool y', ''].join('\n'),
      'arch/hexagon/include/asm/ptrace.h': 'struct pt_regs {\n\tlong pc;\n};\n',
      'arch/openrisc/Kconfig': toyKconfig(),
      'arch/openrisc/include/asm/ptrace.h': 'struct pt_regs {\n\tlong pc;\n};\n',
    })
    const { code, stdout } = await arch('add', '--all', '--linux', dir, '--json')
    expect(code).toBe(0)
    const found = JSON.parse(stdout) as { arch: string; captures: unknown[]; lost: { role: string; why: string }[] }[]
    expect(found.map(it => it.arch)).toEqual(['hexagon', 'openrisc'])
    const [{ captures, lost }] = found as [(typeof found)[0]]
    expect(captures.length).toBeLessThan(2)
    expect(lost.map(it => it.role)).toContain('exception-entry')
    expect(lost.find(it => it.role === 'exception-entry')!.why).toBe(
      'the assembly of hexagon is not followed: its instructions are in no table of src/kernel/isa',
    )
    expect(found[1]!.lost.filter(it => it.why.includes('no table'))).toEqual([])
  })

  test.each([
    [['add'], 'add needs an arch'],
    [['add', 'riscv64', '--all', '--json'], 'leave out riscv64'],
    [['review'], 'review takes one arch'],
  ])('refuses %s', async (args, message) => {
    const { code, stderr } = await arch(...args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
  })
})

describe('npm run arch -- derive', () => {
  const first = tree(toyKconfig('HAVE_KPROBES', 'HAVE_FUNCTION_TRACER'))

  test('writes a file that names its tree and satisfies its schema', async () => {
    const { code, stdout, stderr } = await arch('derive', 'openrisc', '--linux', first)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('wrote data/arch/openrisc.yaml from Linux 6.12.3 (unpacked, without git)')
    expect(stdout).toContain('pt_regs: 12 bytes, 3 fields')
    expect(textOf('openrisc.yaml')).toMatch(
      /^# yaml-language-server: .*\n# Derived by .*, from Linux 6\.12\.3 \(unpacked, without git\)\.\n/,
    )
    const { stdout: list } = await arch('list')
    expect(list).toMatch(/^openrisc +arch\/openrisc +derived from 6\.12\.3$/m)
  })

  test('changes nothing the second time, and says so', async () => {
    const before = textOf('openrisc.yaml')
    const { code, stdout } = await arch('derive', 'openrisc', '--linux', first)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'data/arch/openrisc.yaml is up to date with 6.12.3\n' })
    expect(textOf('openrisc.yaml')).toBe(before)
  })

  test('prints what another tree of the series changes, and nothing else', async () => {
    const { stdout } = await arch(
      'derive',
      'openrisc',
      '--linux',
      tree(
        toyKconfig('HAVE_KPROBES', 'HAVE_RETHOOK', 'HAVE_FUNCTION_TRACER if !XIP').concat('config XIP\n\tbool "x"\n'),
        '9',
        'unsigned long gpr[3];\n\tlong pc;',
      ),
    )
    expect(
      stdout
        .split('\n')
        .map(it => it.replace(/ +/g, ' '))
        .filter(it => /^(symbol|support (kretprobe|rethook|ftrace) |pt_regs)/.test(it)),
    ).toEqual([
      'symbol HAVE_RETHOOK n y',
      'symbol HAVE_FUNCTION_TRACER y if !XIP',
      'support kretprobe no: no HAVE_KRETPROBES; no HAVE_RETHOOK yes',
      'support rethook no: no HAVE_RETHOOK yes',
      'support ftrace yes conditional: HAVE_FUNCTION_TRACER if !XIP',
      'pt_regs size 12 bytes 16 bytes',
      'pt_regs gpr[2] – 8, 4 bytes',
      'pt_regs pc 8, 4 bytes 12, 4 bytes',
    ])
    expect(textOf('openrisc.yaml').match(/^ {2}- release: .*/gm)).toEqual(['  - release: 6.12.9'])
  })

  test('keeps the trees of other series', async () => {
    await arch(
      'derive',
      'openrisc',
      '--linux',
      makeTree({ ...SHARED, Makefile: 'VERSION = 6\nPATCHLEVEL = 9\n', 'arch/openrisc/Kconfig': toyKconfig() }),
    )
    expect(textOf('openrisc.yaml').match(/^ {2}- release: .*/gm)).toEqual(['  - release: "6.9"', '  - release: 6.12.9'])
    expect(textOf('openrisc.yaml')).toContain('ptRegsUnknown: no struct pt_regs')
  })

  test('prints JSON with --json, and writes nothing', async () => {
    const before = textOf('openrisc.yaml')
    const { stdout, stderr } = await arch('derive', 'openrisc', '--json', '--linux', first)
    expect(stderr).toBe('')
    const derived = JSON.parse(stdout)
    expect(derived).toMatchObject({
      arch: 'openrisc',
      kernelDir: 'arch/openrisc',
      release: '6.12.3',
      symbols: {
        HAVE_KPROBES: { value: 'y', file: 'arch/openrisc/Kconfig', line: 9 },
        HAVE_RETHOOK: { value: 'n', file: 'kernel/trace/Kconfig' },
      },
      support: {
        kprobe: { value: 'yes', because: ['HAVE_KPROBES (arch/openrisc/Kconfig:9)'] },
        ptrace: { value: 'yes', because: ['arch_ptrace() (arch/openrisc/kernel/ptrace.c:1)'] },
      },
      ptRegs: {
        size: 12,
        fields: [{ name: 'gpr[0]', offset: 0, size: 4, uapi: false }, { name: 'gpr[1]' }, { name: 'pc' }],
      },
    })
    expect(textOf('openrisc.yaml')).toBe(before)
  })

  test('prints one JSON document for all arches', async () => {
    const { stdout } = await arch('derive', '--all', '--json', '--linux', first)
    expect(JSON.parse(stdout).map((it: { arch: string }) => it.arch)).toEqual(['openrisc'])
  })

  test('prints what the other arches of a tree say where one is at fault, and the fault', async () => {
    const strange = makeTree({
      ...SHARED,
      'arch/openrisc/Kconfig': toyKconfig(),
      'arch/csky/Kconfig': 'if X\n',
      'arch/new/Kconfig': '',
    })
    const { code, stdout, stderr } = await arch('derive', '--all', '--json', '--linux', strange)
    expect(code).toBe(1)
    expect(JSON.parse(stdout).map((it: { arch: string }) => it.arch)).toEqual(['openrisc'])
    expect(stderr).toContain('arch/csky/Kconfig:1:1: the if is not closed')
    expect(stderr).toContain('arch/new/Kconfig:1:1: the file is empty')
  })

  test('takes the name that others use, and writes no candidate into the data', async () => {
    const dir = tree(toyKconfig())
    expect(JSON.parse((await arch('derive', 'or1k', '--json', '--linux', dir)).stdout).arch).toBe('openrisc')
    const rc = makeTree({
      ...SHARED,
      Makefile: 'VERSION = 6\nPATCHLEVEL = 13\nEXTRAVERSION = -rc1\n',
      'arch/openrisc/Kconfig': toyKconfig(),
    })
    const { code, stderr } = await arch('derive', 'openrisc', '--linux', rc)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('the tree is of 6.13-rc1, and the data holds releases alone'),
    })
    expect(JSON.parse((await arch('derive', 'openrisc', '--json', '--linux', rc)).stdout).release).toBe('6.13-rc1')
  })

  test('does not overwrite a derived file that a person has edited', async () => {
    const derived = textOf('openrisc.yaml')
    const changed = derived.replace('name: openrisc', 'name: OpenRISC')
    writeFileSync(fileOf('openrisc.yaml'), changed)
    const { code, stderr } = await arch('derive', 'openrisc', '--linux', first)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'data/arch/openrisc.yaml:1:1: this derived file has been edited; move the change to data/arch/openrisc.structs.yaml or data/arch/openrisc.fixes.yaml',
    )
    expect(textOf('openrisc.yaml')).toBe(changed)
    writeFileSync(fileOf('openrisc.yaml'), derived)
  })

  test('does not overwrite a file that a person has written, and then writes no other file either', async () => {
    const before = textOf('openrisc.yaml')
    const person = 'id: csky\nname: csky\ndirectory: arch/csky\n'
    writeFileSync(fileOf('csky.yaml'), person)
    const { code, stderr } = await arch(
      'derive',
      'openrisc',
      'csky',
      '--linux',
      makeTree({ ...SHARED, 'arch/openrisc/Kconfig': toyKconfig('HAVE_PERF_REGS'), 'arch/csky/Kconfig': '' }),
    )
    expect(code).toBe(1)
    expect(stderr).toContain('data/arch/csky.yaml:1:1: this file was written by hand, not derived')
    expect([textOf('csky.yaml'), textOf('openrisc.yaml')]).toEqual([person, before])
    rmSync(fileOf('csky.yaml'))
  })

  test('writes no file if the tree has a fault', async () => {
    const { code, stderr } = await arch(
      'derive',
      'microblaze',
      '--linux',
      makeTree({ ...SHARED, 'arch/microblaze/Kconfig': 'if X\n' }),
    )
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'arch/microblaze/Kconfig:1:1: the if is not closed; end it with endif in the same file\n',
    })
    expect(() => textOf('microblaze.yaml')).toThrow('ENOENT')
  })

  test.for([
    [['derive'], 'derive needs an arch'],
    [['derive', 'openrisc'], 'needs a kernel source tree; write npm run arch -- derive openrisc --linux DIR'],
    [['derive', 'openrisc', '--linux', '/nonexistent'], '--linux /nonexistent is no folder'],
    [['derive', 'opnrisc', '--linux', first], 'did you mean openrisc?'],
    [['derive', '--all', '--linux', first], '--all needs --json'],
    [['derive', 'openrisc', '--linux', first, '--linux', first], 'derive reads one tree'],
    [['diff', 'arm64'], 'diff needs two arches'],
    [['diff', 'arm64', 'vax'], 'nothing was derived for vax'],
    [['diff', 'arm64@5.0', 'arm64'], 'nothing was derived for arm64 from 5.0'],
    [['list', 'x'], 'unexpected argument "x" after list'],
    [['explain'], 'has no subcommand explain; write list, '],
    [[], 'needs a subcommand; write list, '],
  ] as const)('%j is wrong use', async ([args, message]) => {
    const { code, stderr } = await arch(...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('npm run arch -- diff', () => {
  type Diff = {
    readonly a: object
    readonly b: object
    readonly differences: readonly {
      readonly what: string
      readonly id: string
      readonly a?: string
      readonly b?: string
    }[]
  }
  const diff = async (...args: readonly string[]) => JSON.parse((await arch('diff', '--json', ...args)).stdout) as Diff

  test('compares two arches by symbols, support, struct, captures and hazards', async () => {
    const { a, b, differences } = await diff('arm64@7.2', 'x86-64@7.2')
    expect([a, b]).toEqual([
      { arch: 'arm64', release: '7.2.13' },
      { arch: 'x86-64', release: '7.2.13' },
    ])
    expect(new Set(differences.map(it => it.what))).toEqual(
      new Set(['symbol', 'support', 'definition', 'pt_regs', 'capture', 'hazard']),
    )
    expect(differences.find(it => it.what === 'support' && it.id === 'rethook')).toEqual({
      what: 'support',
      id: 'rethook',
      a: 'no: no HAVE_RETHOOK',
      b: 'yes',
    })
  })

  test('compares an arch with itself in another release of the data', async () => {
    const { differences } = await diff('arm64@6.1', 'arm64@6.12')
    expect(differences).toContainEqual({
      what: 'capture',
      id: 'ftrace-regs-caller',
      a: expect.stringContaining('pt_regs: '),
    })
    expect(differences.find(it => it.id === 'ebpf-fentry-fexit')).toMatchObject({
      a: 'no: no HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
      b: expect.stringMatching(/^conditional: /),
    })
  })

  test('compares an arch in two trees, and in a tree with the data', async () => {
    const [one, two] = [tree(toyKconfig('HAVE_KPROBES')), tree(toyKconfig('HAVE_KPROBES', 'HAVE_RETHOOK'))]
    const between = await diff('openrisc', 'openrisc', '--linux', one, '--linux', two)
    expect(between.differences.find(it => it.what === 'symbol')).toEqual({
      what: 'symbol',
      id: 'HAVE_RETHOOK',
      a: 'n',
      b: 'y',
    })
    const { stdout } = await arch('diff', 'openrisc', 'openrisc', '--linux', one, '--linux', one)
    expect(stdout).toBe('openrisc 6.12.3 and openrisc 6.12.3 are the same\n')
    expect((await diff('openrisc', 'openrisc', '--linux', one)).a).toEqual({ arch: 'openrisc', release: '6.12.9' })
  })

  test('prints a table', async () => {
    const { stdout } = await arch('diff', 'i386', 'x86-64')
    expect(stdout.split('\n')[0]!.trim().split(/ +/)).toEqual(['i386', 'x86-64'])
    expect(stdout).toMatch(/^pt_regs +size +68 bytes, 23 fields +168 bytes, 21 fields$/m)
    // Sites are matched by their role, and none of the names that each arch has for itself makes a difference.
    expect(stdout).toMatch(/^(?:capture)? +uprobe-syscall +– +pt_regs; .*made-up/m)
    expect(stdout).not.toContain('for user space')
    expect(Math.max(...stdout.split('\n').map(it => it.length))).toBeLessThanOrEqual(120)
  })

  test('prints with --all what differs in name and place, too', async () => {
    const [brief, whole] = await Promise.all([
      arch('diff', 'arm64', 'x86-64'),
      arch('diff', 'arm64', 'x86-64', '--all'),
    ])
    expect(brief.stdout.split('\n').length).toBeLessThan(whole.stdout.split('\n').length / 2)
    expect(whole.stdout).toMatch(/^ +regs\[0\] +0, 8 bytes, x0, for user space/m)
  })
})
