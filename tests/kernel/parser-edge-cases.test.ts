import { describe, expect, test } from 'vitest'
import { variantOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { toyTree } from './make-tree.ts'
import { SHARED, TRACING, type TreeFiles } from './toy-files.ts'

/** Derive an arch of a made-up tree whose Kconfig has these lines. */
async function derive(lines: readonly string[], { id, ...files }: { readonly id?: string } & TreeFiles = {}) {
  const arch =
    id === undefined
      ? 'toy'
      : ({ 'x86-64': 'x86', i386: 'x86', sparc64: 'sparc', powerpc64: 'powerpc', mips64: 'mips', parisc64: 'parisc' }[
          id
        ] ?? id)
  const tree = openTree(toyTree(lines, { arch, ...files }))
  return await deriveArch(tree, variantOf(tree, id ?? 'toy'))
}

/** The symbol TOY, which is on, with lines in its entry. */
const toy = (...lines: readonly string[]) => ['config TOY', '\tdef_bool y', ...lines.map(it => `\t${it}`), '']

describe('deriveArch(tree, variant): Kconfig that is easily misread', () => {
  test('reads a capability symbol that the arch defines instead of selecting it', async () => {
    const { symbols, support } = await derive(['config ARCH_SUPPORTS_UPROBES', '\tdef_bool y'])
    expect(symbols.ARCH_SUPPORTS_UPROBES).toEqual({ value: 'y', file: 'arch/toy/Kconfig', line: 2 })
    expect(support.uprobe!.value).toBe('yes')
    const conditional = await derive([
      'config OLD_CPU',
      '\tbool "the old one"',
      'config ARCH_SUPPORTS_UPROBES',
      '\tdef_bool y if !OLD_CPU',
    ])
    expect(conditional.symbols.ARCH_SUPPORTS_UPROBES).toEqual({
      value: 'if',
      condition: '!OLD_CPU',
      file: 'arch/toy/Kconfig',
      line: 4,
    })
    const selected = await derive(['config ARCH_SUPPORTS_UPROBES', '\tbool', ...toy('select ARCH_SUPPORTS_UPROBES')])
    expect(selected.symbols.ARCH_SUPPORTS_UPROBES).toEqual({ value: 'y', file: 'arch/toy/Kconfig', line: 5 })
  })

  test('leaves an option open that is on by default, where a person may be asked', async () => {
    const uprobes = async (prompt: string) =>
      (
        await derive([
          'config EXPERT',
          '\tbool "experts only"',
          'config NEVER',
          '\tbool',
          'config PORTABLE',
          `\tbool "portable"${prompt}`,
          '\tdefault y',
          'config IN_ROM',
          '\tbool "runs in ROM"',
          '\tdepends on !PORTABLE',
          'config ARCH_SUPPORTS_UPROBES',
          '\tdef_bool y if !IN_ROM',
        ])
      ).symbols.ARCH_SUPPORTS_UPROBES
    expect(await uprobes(' if EXPERT')).toMatchObject({ value: 'if', condition: '!IN_ROM' })
    expect(await uprobes('')).toMatchObject({ value: 'if', condition: '!IN_ROM' })
    expect(await uprobes(' if NEVER')).toMatchObject({ value: 'y' })
  })

  test('reads a dependency that holds only if another symbol is on', async () => {
    const lines = (needed: string, when: string) => [
      'config ON',
      '\tdef_bool y',
      'config OPEN',
      '\tbool "an option"',
      'config ARCH_SUPPORTS_UPROBES',
      '\tdef_bool y',
      `\tdepends on ${needed} if ${when}`,
    ]
    const value = async (needed: string, when: string) =>
      (await derive(lines(needed, when))).symbols.ARCH_SUPPORTS_UPROBES
    expect((await value('OFF', 'ON'))!.value).toBe('n')
    expect((await value('OFF', '!ON'))!.value).toBe('y')
    expect((await value('ON', 'ON && !OFF'))!.value).toBe('y')
    expect(await value('ON && !OPEN', 'ON || OPEN')).toMatchObject({
      value: 'if',
      condition: '!(ON || OPEN) || (ON && !OPEN)',
    })
  })

  test('reads a capability symbol that any symbol of the arch selects', async () => {
    const { symbols } = await derive([
      'config GCC_CAN',
      '\tdef_bool y',
      '\tdepends on $(cc-option,-fpatch=2)',
      '\tselect HAVE_DYNAMIC_FTRACE_WITH_REGS',
      'config TOY64',
      '\tdef_bool y',
      '\tselect HAVE_KPROBES',
    ])
    expect(symbols.HAVE_KPROBES!.value).toBe('y')
    expect(symbols.HAVE_DYNAMIC_FTRACE_WITH_REGS).toEqual({
      value: 'if',
      condition: 'GCC_CAN',
      compiler: true,
      file: 'arch/toy/Kconfig',
      line: 4,
    })
  })

  test('joins lines that end in a backslash, and marks conditions that depend on the compiler', async () => {
    const { symbols, support } = await derive([
      ...TRACING,
      ...toy(
        'select HAVE_FUNCTION_TRACER',
        'select HAVE_DYNAMIC_FTRACE \\',
        '\tif !XIP && \\',
        '\t   $(cc-option,-fpatch=8)',
        'select HAVE_KPROBES',
      ),
      'config XIP',
      '\tbool "run in place"',
    ])
    expect(symbols.HAVE_DYNAMIC_FTRACE).toEqual({
      value: 'if',
      condition: '!XIP && $(cc-option,-fpatch=8)',
      compiler: true,
      file: 'arch/toy/Kconfig',
      line: 10,
    })
    expect(symbols.HAVE_KPROBES).toEqual({ value: 'y', file: 'arch/toy/Kconfig', line: 13 })
    expect(support.ftrace!.value).toBe('yes')
  })

  test('derives two arches from one directory', async () => {
    const lines = [
      'config 64BIT',
      '\tbool "64-bit kernel" if "$(ARCH)" = "x86"',
      '\tdefault "$(ARCH)" != "i386"',
      'config X86_32',
      '\tdef_bool y',
      '\tdepends on !64BIT',
      'config X86_64',
      '\tdef_bool y',
      '\tdepends on 64BIT',
      'config X86',
      '\tdef_bool y',
      '\tselect HAVE_KPROBES',
      '\tselect HAVE_RETHOOK if X86_64',
      '\tselect HAVE_OPTPROBES if X86_32',
    ]
    const wide = await derive(lines, { id: 'x86-64' })
    const narrow = await derive(lines, { id: 'i386' })
    expect(
      [wide, narrow].map(it => [
        it.symbols.HAVE_KPROBES!.value,
        it.symbols.HAVE_RETHOOK!.value,
        it.symbols.HAVE_OPTPROBES!.value,
      ]),
    ).toEqual([
      ['y', 'y', 'n'],
      ['y', 'n', 'y'],
    ])
  })

  test.for([
    [
      'sparc64',
      'sparc',
      [
        'config 64BIT',
        '\tbool "wide" if "$(ARCH)" = "sparc"',
        '\tdefault "$(ARCH)" = "sparc64"',
        'config WIDE',
        '\tdef_bool 64BIT',
        '\tselect HAVE_KPROBES',
      ],
    ],
    [
      'powerpc64',
      'powerpc',
      ['config PPC64', '\tbool "wide"', 'config PPC', '\tdef_bool y', '\tselect HAVE_KPROBES if PPC64'],
    ],
    [
      'mips64',
      'mips',
      [
        'choice',
        '\tprompt "width"',
        'config 32BIT',
        '\tbool "narrow"',
        'config 64BIT',
        '\tbool "wide"',
        'endchoice',
        'config MIPS',
        '\tdef_bool y',
        '\tselect HAVE_KPROBES if 64BIT',
      ],
    ],
    [
      'parisc64',
      'parisc',
      [
        'config 64BIT',
        '\tbool "wide" if "$(ARCH)" = "parisc"',
        '\tdefault "$(ARCH)" = "parisc64"',
        'config PARISC',
        '\tdef_bool y',
        '\tselect HAVE_KPROBES if 64BIT',
      ],
    ],
  ] as const)('distinguishes %s from %s', async ([wide, narrow, lines]) => {
    const files = { arch: narrow, ...Object.fromEntries([]) }
    expect((await derive(lines, { ...files, id: wide })).symbols.HAVE_KPROBES!.value).toBe('y')
    expect((await derive(lines, { ...files, id: narrow })).symbols.HAVE_KPROBES!.value).toBe('n')
  })

  test('gives um the headers of x86, but none of its capability symbols', async () => {
    const { symbols, support } = await derive(
      ['config UML', '\tdef_bool y', 'source "arch/$(HEADER_ARCH)/um/Kconfig"'],
      {
        id: 'um',
        'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n\tselect HAVE_KPROBES\n',
        'arch/x86/um/Kconfig': 'config UML_X86\n\tdef_bool y\n\tselect HAVE_REGS_AND_STACK_ACCESS_API\n',
      },
    )
    expect([symbols.HAVE_KPROBES!.value, symbols.HAVE_REGS_AND_STACK_ACCESS_API!.value]).toEqual(['n', 'y'])
    expect(support.kprobe).toEqual({
      value: 'no',
      because: [expect.stringMatching(/^no HAVE_KPROBES \(arch\/Kconfig:\d+\)$/)],
    })
  })

  test('checks all that an option depends on, not its capability symbol alone', async () => {
    const both = [
      ...TRACING,
      ...toy('select HAVE_FUNCTION_TRACER', 'select HAVE_DYNAMIC_FTRACE', 'select HAVE_KPROBES'),
    ]
    const withRegs = await derive([...both, ...toy('select HAVE_DYNAMIC_FTRACE_WITH_REGS')])
    const withRethook = await derive([...both, ...toy('select HAVE_RETHOOK')])
    const withAll = await derive([...both, ...toy('select HAVE_DYNAMIC_FTRACE_WITH_REGS', 'select HAVE_RETHOOK')])
    expect([withRegs, withRethook, withAll].map(it => it.support.fprobe!.value)).toEqual(['no', 'no', 'yes'])
    expect(withRegs.support.fprobe!.because.join()).toContain('no HAVE_RETHOOK')
    expect(withRethook.support.fprobe!.because.join()).toContain('no HAVE_DYNAMIC_FTRACE_WITH_REGS')
    expect(withRethook.support.kretprobe!.value).toBe('yes')
  })

  test('takes the dependencies of fprobe from the tree, and not from a table of its own', async () => {
    const lines = [
      ...TRACING,
      ...toy('select HAVE_FUNCTION_TRACER', 'select HAVE_DYNAMIC_FTRACE', 'select HAVE_DYNAMIC_FTRACE_WITH_ARGS'),
    ]
    const later = SHARED['kernel/trace/Kconfig']!.replace(
      'depends on DYNAMIC_FTRACE_WITH_REGS\n\tdepends on HAVE_RETHOOK\n',
      'depends on DYNAMIC_FTRACE_WITH_ARGS\n',
    )
    expect(later).not.toBe(SHARED['kernel/trace/Kconfig'])
    expect((await derive(lines)).support.fprobe!.value).toBe('no')
    expect((await derive(lines, { 'kernel/trace/Kconfig': later })).support.fprobe!.value).toBe('yes')
  })

  test('evaluates capability symbols that depend on one another through options', async () => {
    const { symbols, support } = await derive(
      [
        ...TRACING,
        ...toy(
          'select HAVE_FUNCTION_TRACER',
          'select HAVE_DYNAMIC_FTRACE',
          'select HAVE_EBPF_JIT',
          'select HAVE_DYNAMIC_FTRACE_WITH_ARGS if $(cc-option,-fpatch=2)',
          'select HAVE_DYNAMIC_FTRACE_WITH_CALL_OPS if DYNAMIC_FTRACE_WITH_ARGS',
          'select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS if DYNAMIC_FTRACE_WITH_ARGS && DYNAMIC_FTRACE_WITH_CALL_OPS',
        ),
      ],
      { 'arch/toy/net/jit.c': 'int arch_prepare_bpf_trampoline(void *im)\n{\n\treturn 0;\n}\n' },
    )
    expect(symbols.HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS).toMatchObject({
      value: 'if',
      compiler: true,
      condition: 'DYNAMIC_FTRACE_WITH_ARGS && DYNAMIC_FTRACE_WITH_CALL_OPS',
    })
    expect(support['ebpf-fentry-fexit']!.value).toBe('conditional')
  })

  test('evaluates capability symbols that only select one another to n', async () => {
    const { symbols } = await derive(
      toy('select HAVE_KPROBES if HAVE_KRETPROBES', 'select HAVE_KRETPROBES if HAVE_KPROBES'),
    )
    expect([symbols.HAVE_KPROBES!.value, symbols.HAVE_KRETPROBES!.value]).toEqual(['n', 'n'])
  })

  test('ignores the table of features in Documentation/', async () => {
    const { support } = await derive(toy(), {
      'Documentation/features/debug/kprobes/arch-support.txt': '    |         toy: |  ok  |\n',
    })
    expect(support.kprobe!.value).toBe('no')
  })

  test('evaluates a symbol that the release lacks to n, and says that an option is not in the release', async () => {
    const { symbols, support } = await derive(toy('select HAVE_FUNCTION_GRAPH_RETVAL', 'select HAVE_KPROBES'))
    expect(symbols.HAVE_FUNCTION_GRAPH_FREGS).toEqual({ value: 'n' })
    // The arch may select a capability symbol that no shared file of the release defines yet.
    expect(symbols.HAVE_FUNCTION_GRAPH_RETVAL).toEqual({ value: 'y', file: 'arch/toy/Kconfig', line: 3 })
    expect(support['trace-fprobe']).toEqual({ value: 'no', because: ['FPROBE_EVENTS: not in this release'] })
  })

  test('reads no capability from comments, imply, help texts, and names that only begin alike', async () => {
    const { symbols } = await derive([
      '# select HAVE_OPTPROBES',
      ...toy(
        'select HAVE_KPROBES # for select HAVE_RETHOOK see below',
        'imply HAVE_RETHOOK',
        'select HAVE_KRETPROBES_NOT',
        'select NO_HAVE_PERF_REGS',
        'help',
        '  Some arches',
        '  select HAVE_PERF_EVENTS',
        '',
        '  select HAVE_EBPF_JIT',
      ),
      'if BROKEN',
      'config NEVER',
      '\tdef_bool y',
      '\tselect HAVE_ARCH_TRACEHOOK',
      'endif # BROKEN',
    ])
    expect(symbols.HAVE_KPROBES!.value).toBe('y')
    expect(
      [
        'HAVE_OPTPROBES',
        'HAVE_RETHOOK',
        'HAVE_KRETPROBES',
        'HAVE_PERF_REGS',
        'HAVE_PERF_EVENTS',
        'HAVE_EBPF_JIT',
        'HAVE_ARCH_TRACEHOOK',
      ].map(it => symbols[it]!.value),
    ).toEqual(Array.from({ length: 7 }, () => 'n'))
  })

  test('follows source, rsource and osource', async () => {
    const { symbols, support } = await derive(
      [
        'config TOY',
        '\tdef_bool y',
        'source "arch/toy/parts/Kconfig"',
        'rsource "more/Kconfig"',
        'osource "arch/toy/none/Kconfig"',
      ],
      {
        'arch/toy/parts/Kconfig': 'config PART\n\tdef_bool y\n\tselect HAVE_KPROBES\n',
        'arch/toy/more/Kconfig': 'config MORE\n\tdef_bool TOY\n\tselect HAVE_KRETPROBES\n',
      },
    )
    expect(symbols.HAVE_KPROBES).toEqual({ value: 'y', file: 'arch/toy/parts/Kconfig', line: 3 })
    expect(symbols.HAVE_KRETPROBES).toEqual({ value: 'y', file: 'arch/toy/more/Kconfig', line: 3 })
    expect(support.kretprobe!.value).toBe('yes')
  })

  test.for([
    ['a comment', '/* TODO: arch_prepare_bpf_trampoline() */\nint other(void)\n{\n\treturn 0;\n}\n', undefined],
    ['a declaration', 'int arch_prepare_bpf_trampoline(void *im);\n', undefined],
    ['a call', 'int other(void)\n{\n\treturn arch_prepare_bpf_trampoline(0);\n}\n', undefined],
    ['a string', 'const char *s = "arch_prepare_bpf_trampoline";\n', undefined],
    ['another name', 'int arch_prepare_bpf_trampoline_size(void)\n{\n\treturn 0;\n}\n', undefined],
    [
      'a definition',
      '\nint arch_prepare_bpf_trampoline(struct bpf_tramp_image *im,\n\t\tvoid *image)\n{\n\treturn 0;\n}\n',
      2,
    ],
  ] as const)('finds the definition of a function, if any, in %s', async ([, text, line]) => {
    const { definitions } = await derive(toy(), { 'arch/toy/net/jit.c': text })
    expect(definitions.arch_prepare_bpf_trampoline?.line).toBe(line)
  })

  test('ignores a file that the Makefile builds only for the other arch of the directory', async () => {
    const files = {
      'arch/x86/net/Makefile':
        'ifeq ($(CONFIG_X86_32),y)\n\tobj-$(CONFIG_BPF_JIT) += jit32.o\nelse\n\tobj-$(CONFIG_BPF_JIT) += jit.o\nendif\n',
      'arch/x86/net/jit.c': 'int arch_prepare_bpf_trampoline(void)\n{\n\treturn 0;\n}\n',
      'arch/x86/net/jit32.c': 'int other(void)\n{\n\treturn 0;\n}\n',
    }
    const lines = [
      'config 64BIT',
      '\tbool',
      '\tdefault "$(ARCH)" != "i386"',
      'config X86_32',
      '\tdef_bool !64BIT',
      'config X86_64',
      '\tdef_bool 64BIT',
      '\tselect HAVE_EBPF_JIT',
      'config X86',
      '\tdef_bool y',
      '\tselect HAVE_EBPF_JIT',
    ]
    expect((await derive(lines, { ...files, id: 'x86-64' })).definitions.arch_prepare_bpf_trampoline).toEqual({
      file: 'arch/x86/net/jit.c',
      line: 1,
    })
    expect((await derive(lines, { ...files, id: 'i386' })).definitions.arch_prepare_bpf_trampoline).toBeUndefined()
  })

  test('supports kretprobe by HAVE_KRETPROBES or by HAVE_RETHOOK', async () => {
    const has = async (...lines: string[]) => (await derive(toy('select HAVE_KPROBES', ...lines))).support.kretprobe!
    expect((await has('select HAVE_KRETPROBES', 'select HAVE_RETHOOK')).because.join()).toMatch(
      /HAVE_KRETPROBES .*HAVE_RETHOOK /,
    )
    expect(
      [await has('select HAVE_KRETPROBES'), await has('select HAVE_RETHOOK'), await has()].map(it => it.value),
    ).toEqual(['yes', 'yes', 'no'])
  })
})

describe('deriveArch(tree, variant): what the arch decides, and what the configuration decides', () => {
  test('assumes a shared option on where the mechanism needs it', async () => {
    const { symbols, support } = await derive([
      ...TRACING,
      ...toy(
        'select HAVE_FUNCTION_TRACER',
        'select HAVE_DYNAMIC_FTRACE',
        'select HAVE_KPROBES',
        'select HAVE_RETHOOK if KPROBES',
        'select HAVE_DYNAMIC_FTRACE_WITH_REGS if FUNCTION_TRACER',
      ),
    ])
    expect(symbols.HAVE_RETHOOK).toMatchObject({ value: 'if', condition: 'KPROBES' })
    // kretprobe needs KPROBES itself; rethook does not.
    expect([support.kretprobe!.value, support.rethook!.value, support.fprobe!.value]).toEqual([
      'yes',
      'conditional',
      'conditional',
    ])
  })

  test('leaves an option of the arch open as a condition, also where it is negated', async () => {
    const { support } = await derive([
      ...toy('select HAVE_KPROBES if !XIP', 'select HAVE_PERF_EVENTS if FAST'),
      'config XIP',
      '\tbool "run in place"',
      'config FAST',
      '\tbool "fast"',
    ])
    expect(support.kprobe).toEqual({ value: 'conditional', because: ['HAVE_KPROBES if !XIP (arch/toy/Kconfig:3)'] })
    expect(support['perf-events']!.value).toBe('conditional')
  })

  test('leaves a member of a choice open, unless it can never be on', async () => {
    const { symbols } = await derive([
      'choice',
      '\tprompt "CPU"',
      'config CPU_A',
      '\tbool "a"',
      'config CPU_B',
      '\tbool "b"',
      '\tdepends on BROKEN',
      'endchoice',
      ...toy('select HAVE_KPROBES if CPU_A', 'select HAVE_RETHOOK if CPU_B', 'select HAVE_OPTPROBES if !CPU_B'),
    ])
    expect([symbols.HAVE_KPROBES!.value, symbols.HAVE_RETHOOK!.value, symbols.HAVE_OPTPROBES!.value]).toEqual([
      'if',
      'n',
      'y',
    ])
  })

  test('takes the first default whose condition holds', async () => {
    const { symbols } = await derive([
      'config ARCH_SUPPORTS_UPROBES',
      '\tbool',
      '\tdefault n if TOY',
      '\tdefault y',
      ...toy(),
    ])
    expect(symbols.ARCH_SUPPORTS_UPROBES!.value).toBe('n')
  })

  test('supports no option whose surrounding if does not hold', async () => {
    const { support } = await derive(toy('select HAVE_FUNCTION_TRACER'))
    expect(support.ftrace).toEqual({ value: 'no', because: ['no TRACE_IRQFLAGS_SUPPORT', 'no STACKTRACE_SUPPORT'] })
  })
})
