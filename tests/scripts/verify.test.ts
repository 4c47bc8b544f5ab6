import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { makeTree } from '../kernel/make-tree.ts'
import { SHARED } from '../kernel/toy-files.ts'
import { run, runScriptIn } from './run.ts'

let copy = ''
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'pt-regs-verify-'))
  for (const it of ['src', 'scripts', 'package.json']) cpSync(join(root, it), join(copy, it), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Run verify on a tree, in a copy whose data has these sources and nothing else. */
async function verify(sources: readonly string[], dir: string, ...args: readonly string[]) {
  const file = join(copy, 'data/mechanisms/probe.yaml')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `id: probe\nsources:\n${sources.map(it => `  - { ${it}, known: read }\n`).join('')}`)
  return await runScriptIn(copy, 'verify.ts', '--linux', dir, ...args)
}

const FILES = {
  ...SHARED,
  'kernel/probe.c': [
    '#include <probe.h>',
    '#define LIMIT 3',
    'static int probe_handler(struct pt_regs *regs)',
    '{',
    '\treturn other_handler(regs);',
    '}',
    'struct probe { int depth; };',
    'asm(".globl probe_stub\\nprobe_stub:\\n");',
    'SYSCALL_DEFINE0(probe_call)',
    '{',
    '\treturn 0;',
    '}',
    '/* forgotten_handler() was here */',
    'DEFINE_PER_CPU(struct probe, per_cpu_probe[4]);',
    'static int __init start_probes(void)',
    '{',
    '\treturn 0;',
    '}',
    '',
  ].join('\n'),
  'arch/toy/kernel/entry.S':
    'SYM_FUNC_START(ftrace_caller)\n\tcall ftrace_stub\nSYM_FUNC_END(ftrace_caller)\n.macro SAVE_ALL\n.endm\nlocal_label:\n',
  'arch/toy/Kconfig': 'config TOY\n\tdef_bool y\n\tselect HAVE_KPROBES\n',
}

describe('npm run verify', () => {
  const dir = makeTree(FILES)

  test('finds the definitions in C, assembly, Kconfig, and folders', async () => {
    const defined = [
      ['kernel/probe.c', 'probe_handler'],
      ['kernel/probe.c', 'LIMIT'],
      ['kernel/probe.c', 'struct probe'],
      ['kernel/probe.c', 'depth'],
      ['kernel/probe.c', 'probe_stub'],
      ['kernel/probe.c', 'probe_call'],
      ['kernel/probe.c', 'SYSCALL_DEFINE0(probe_call)'],
      ['kernel/probe.c', 'per_cpu_probe'],
      ['kernel/probe.c', 'start_probes'],
      ['arch/toy/kernel/entry.S', 'ftrace_caller'],
      ['arch/toy/kernel/entry.S', 'SAVE_ALL'],
      ['arch/toy/kernel/entry.S', 'local_label'],
      ['arch/toy/kernel/entry.S', 'SYM_FUNC_START(ftrace_caller)'],
      ['arch/toy/Kconfig', 'HAVE_KPROBES'],
      ['arch/toy/Kconfig', 'TOY'],
      ['kernel/trace', undefined],
    ] as const
    const { code, stdout, stderr } = await verify(
      defined.map(([file, symbol]) => `file: ${file}, ${symbol ? `symbol: "${symbol}", ` : ''}release: "6.12.3"`),
      dir,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/6\.12\.3 +16 citations of files: all correct/)
  })

  test('reports files that are missing and symbols that are not defined, each with its place', async () => {
    const missing = [
      ['kernel/gone.c', undefined, '3:13: 6.12.3 has no kernel/gone.c'],
      ['kernel/probe.c', 'missing', '4:37: kernel/probe.c of 6.12.3 has no missing'],
      [
        'kernel/probe.c',
        'other_handler',
        '5:37: kernel/probe.c of 6.12.3 mentions other_handler (line 5), but does not define it',
      ],
      [
        'kernel/probe.c',
        'forgotten_handler',
        '6:37: kernel/probe.c of 6.12.3 mentions forgotten_handler (line 13), but does not define it',
      ],
      [
        'kernel/probe.c',
        'struct pt_regs',
        '7:37: kernel/probe.c of 6.12.3 mentions struct pt_regs (line 3), but does not define it',
      ],
      ['kernel/probe.c', 'probe_hand', '8:37: kernel/probe.c of 6.12.3 has no probe_hand'],
      [
        'arch/toy/kernel/entry.S',
        'ftrace_stub',
        '9:46: arch/toy/kernel/entry.S of 6.12.3 mentions ftrace_stub (line 2), but does not define it',
      ],
      ['arch/toy/Kconfig', 'KPROBES', '10:39: arch/toy/Kconfig of 6.12.3 has no KPROBES'],
    ] as const
    const { code, stdout, stderr } = await verify(
      missing.map(([file, symbol]) => `file: ${file}, ${symbol ? `symbol: ${symbol}, ` : ''}release: "6.12.3"`),
      dir,
    )
    expect(
      stderr
        .trim()
        .split('\n')
        .map(it => it.split(';')[0]),
    ).toEqual(missing.map(([, , fault]) => `data/mechanisms/probe.yaml:${fault}`))
    expect(code).toBe(1)
    expect(stdout).toMatch(/6\.12\.3 +8 citations of files: 8 wrong/)
  })

  test('checks only citations of the release of the tree, and counts all by release', async () => {
    const { code, stdout } = await verify(
      [
        'file: kernel/gone.c, release: "6.1.9"',
        'file: kernel/probe.c, release: "6.12.3"',
        'file: kernel/gone.c, release: "7.0"',
      ],
      dir,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}6\.1\.9 +1 citations of files: not of this tree$/m)
    expect(stdout).toMatch(/^ {2}6\.12\.3 +1 citations of files: all correct$/m)
  })

  test('reports citations that are out of date, if the tree is newer', async () => {
    const { stdout } = await verify(
      ['file: kernel/probe.c, symbol: old_handler, release: "6.12.1"', 'file: kernel/old.c, release: "6.1.9"'],
      dir,
      '--json',
    )
    const { ok, aged } = JSON.parse(stdout)
    expect(ok).toBe(true)
    expect(aged).toEqual([
      {
        file: 'data/mechanisms/probe.yaml',
        line: 3,
        col: 37,
        code: 'citation',
        problem: 'kernel/probe.c of 6.12.3 has no old_handler',
        tip: expect.any(String),
        slides: [],
      },
    ])
  })

  test('says that commits cannot be checked in a tree without git', async () => {
    const { code, stdout } = await verify(['commit: 0123456789ab, release: "6.12"'], dir)
    expect(code).toBe(0)
    expect(stdout).toContain('1 cited: 0 checked; 1 not checked: the tree has no git')
  })

  test('reports a derived file that differs from deriving it again', async () => {
    mkdirSync(join(copy, 'data/arch'), { recursive: true })
    const tree = makeTree({ ...SHARED, 'arch/arc/Kconfig': 'config ARC\n\tdef_bool y\n\tselect HAVE_KPROBES\n' })
    expect((await runScriptIn(copy, 'arch.ts', 'derive', 'arc', '--linux', tree)).code).toBe(0)
    expect(JSON.parse((await verify([], tree, '--json')).stdout)).toMatchObject({ ok: true, derived: ['arc'] })
    writeFileSync(
      join(tree, 'arch/arc/Kconfig'),
      'config ARC\n\tdef_bool y\n\tselect HAVE_KPROBES if !XIP\nconfig XIP\n\tbool "x"\n',
    )
    const { code, stderr } = await verify([], tree)
    expect(stderr).toMatch(
      /^data\/arch\/arc\.yaml:\d+:\d+: deriving from 6\.12\.3 gives another result: HAVE_KPROBES is if !XIP, not y; /,
    )
    expect(code).toBe(1)
    writeFileSync(join(tree, 'Makefile'), SHARED.Makefile!.replace('SUBLEVEL = 3', 'SUBLEVEL = 4'))
    const { changed } = JSON.parse((await verify([], tree, '--json')).stdout)
    expect(changed).toEqual([
      {
        arch: 'arc',
        from: '6.12.3',
        differences: expect.arrayContaining([{ what: 'symbol', id: 'HAVE_KPROBES', a: 'y', b: 'if !XIP' }]),
      },
    ])
    rmSync(join(copy, 'data/arch'), { recursive: true })
  })

  test('exits with 2 without a tree', async () => {
    const { code, stderr } = await runScriptIn(copy, 'verify.ts')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'npm run verify: needs a kernel source tree; write npm run verify -- --linux DIR\n',
    })
  })
})

describe('npm run verify on a git checkout', () => {
  const dir = makeTree(FILES)
  const proof = join(tmpdir(), `pt-regs-hook-${process.pid}`)
  const git = (...args: readonly string[]) =>
    execFileSync(
      'git',
      ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ).trim()
  const commits: string[] = []
  beforeAll(() => {
    git('init', '-q')
    for (const release of ['v6.11', 'v6.12', 'v6.13']) {
      writeFileSync(join(dir, `file-of-${release}`), release)
      git('add', `file-of-${release}`)
      git('commit', '-q', '-m', release)
      commits.push(git('rev-parse', 'HEAD'))
      git('tag', release)
    }
    git('config', 'core.fsmonitor', `touch ${proof}`)
    git('config', 'core.hooksPath', dir)
  })

  test.for([
    [0, '6.11', undefined],
    [1, '6.12', undefined],
    [1, '6.11', 'is not in 6.11; fix the citation'],
    [1, '6.13', 'is already in the release before 6.13; fix the citation'],
  ] as const)('checks that commit %i is new in %s', async ([which, release, fault]) => {
    const { code, stderr } = await verify([`commit: ${commits[which]}, release: "${release}"`], dir)
    expect(code).toBe(fault ? 1 : 0)
    expect(stderr).toBe(
      fault ? `data/mechanisms/probe.yaml:3:15: commit ${commits[which]!.slice(0, 12)} ${fault}\n` : '',
    )
  })

  test('reports a commit that does not exist, and a file that a commit does not have', async () => {
    const { stderr } = await verify(
      [
        `commit: ${'f'.repeat(40)}`,
        `commit: ${commits[0]}, file: file-of-v6.12`,
        `commit: ${commits[1]!.slice(0, 12)}, file: file-of-v6.12`,
      ],
      dir,
    )
    expect(stderr.trim().split('\n')).toEqual([
      `data/mechanisms/probe.yaml:3:15: there is no commit ${'f'.repeat(40)}; fix the citation`,
      `data/mechanisms/probe.yaml:4:15: commit ${commits[0]!.slice(0, 12)} has no file-of-v6.12; fix the citation`,
    ])
  })

  test('says that a commit cannot be checked if its release has no tag', async () => {
    const { code, stdout } = await verify(
      [`commit: ${commits[0]}, release: "6.9"`, `commit: ${commits[0]}, release: "6.11"`],
      dir,
    )
    expect(code).toBe(0)
    expect(stdout).toContain('2 cited: 1 checked; 1 not checked: the checkout has no tag v6.9')
  })

  test('executes no hook and no program that the checkout configures', async () => {
    await verify([`commit: ${commits[0]}, release: "6.11"`], dir)
    expect((await run('ls', [proof])).code).not.toBe(0)
  })
})
