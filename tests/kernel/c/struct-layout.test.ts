import type { Field } from '../../../src/model/schema/arch.ts'
import { describe, expect, test } from 'vitest'
import { variantOf } from '../../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../../src/kernel/kernel-tree.ts'
import { toyTree } from '../make-tree.ts'
import { type TreeFiles } from '../toy-files.ts'

/** Derive an arch with these headers. */
async function derive(files: TreeFiles, id = 'toy', kconfig: readonly string[] = []) {
  const arch = { 'x86-64': 'x86', i386: 'x86', powerpc64: 'powerpc', powerpc: 'powerpc', s390x: 's390' }[id] ?? id
  const tree = openTree(
    toyTree(kconfig, {
      arch,
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`arch/${arch}/${path}`, text])),
    }),
  )
  return await deriveArch(tree, variantOf(tree, id))
}

/** The layout of `struct pt_regs` in short: `name@offset/size`, `u` if user space sees the field, `=alias`. */
async function layout(files: TreeFiles, id?: string, kconfig?: readonly string[]): Promise<string> {
  const { ptRegs, ptRegsUnknown } = await derive(files, id, kconfig)
  return ptRegs ? `${ptRegs.fields.map(fieldText).join(' ')} = ${ptRegs.size}` : `? ${ptRegsUnknown}`
}

const fieldText = ({ name, offset, size, uapi, alias }: Field) =>
  `${name}@${offset}/${size}${uapi ? 'u' : ''}${alias ? `=${alias}` : ''}`

const PTRACE = 'include/asm/ptrace.h'
const UAPI = 'include/uapi/asm/ptrace.h'

describe('deriveArch(tree, variant): struct pt_regs', () => {
  test('lists fields in order, aligned as in C, with arrays element by element', async () => {
    expect(
      await layout({
        [PTRACE]:
          'struct pt_regs {\n\tunsigned long gr[2];\n\tu16 flags;\n\tint trap, code;\n\tu64 pc;\n\tvoid *link;\n\tunsigned char state;\n};\n',
      }),
    ).toBe('gr[0]@0/8 gr[1]@8/8 flags@16/2 trap@20/4 code@24/4 pc@32/8 link@40/8 state@48/1 = 56')
  })

  test('uses the width and the alignment of the arch', async () => {
    const files = { [PTRACE]: 'struct pt_regs {\n\tlong a;\n\tlong long b;\n\tshort c;\n\tint d;\n};\n' }
    expect(await layout(files)).toBe('a@0/8 b@8/8 c@16/2 d@20/4 = 24')
    expect(await layout(files, 'i386')).toBe('a@0/4 b@4/8 c@12/2 d@16/4 = 20')
    expect(await layout(files, 'm68k')).toBe('a@0/4 b@4/8 c@12/2 d@14/4 = 18')
  })

  test('resolves conditionals by width, endianness and default configuration', async () => {
    const files = {
      [PTRACE]: [
        'struct pt_regs {',
        '#ifdef CONFIG_PPC64',
        '\tunsigned long wide;',
        '#else',
        '\tunsigned long narrow;',
        '#endif',
        '#ifdef __BIG_ENDIAN__',
        '\tint high, low;',
        '#else',
        '\tint low, high;',
        '#endif',
        '#if defined(CONFIG_USUAL) && !defined(CONFIG_RARE)',
        '\tunsigned long usual;',
        '#elif defined(CONFIG_RARE)',
        '\tunsigned long rare;',
        '#endif',
        '#if __BITS_PER_LONG == 64',
        '\tunsigned long only64;',
        '#endif',
        '};',
        '',
      ].join('\n'),
    }
    const kconfig = [
      'config PPC64',
      '\tbool "wide"',
      'config USUAL',
      '\tbool "usual"',
      '\tdefault y',
      'config RARE',
      '\tbool "rare"',
    ]
    expect(await layout(files, 'powerpc64', kconfig)).toBe('wide@0/8 low@8/4 high@12/4 usual@16/8 only64@24/8 = 32')
    expect(await layout(files, 'powerpc', kconfig)).toBe('narrow@0/4 high@4/4 low@8/4 usual@12/4 = 16')
  })

  test('lays a union out as its unnamed struct, or as its first number in the size of the union', async () => {
    expect(
      await layout({
        [PTRACE]: [
          'struct whole { unsigned long gr[1]; unsigned long pc; };',
          'struct pt_regs {',
          '\tunion {',
          '\t\tstruct whole user;',
          '\t\tstruct {',
          '\t\t\tunsigned long gr[1];',
          '\t\t\tunsigned long pc;',
          '\t\t};',
          '\t};',
          '\tunion {',
          '\t\tu16 cs;',
          '\t\tu64 csx;',
          '\t};',
          '};',
          '',
        ].join('\n'),
      }),
    ).toBe('gr[0]@0/8 pc@8/8 cs@16/8 = 24')
  })

  test('resolves structs, types and constants that other headers of the arch define', async () => {
    expect(
      await layout({
        [PTRACE]:
          '#include <asm/word.h>\n#include <linux/unknown.h>\nstruct pt_regs {\n\tpsw_t psw;\n\tgreg_t gr[NUM];\n};\n',
        'include/asm/word.h':
          '#define NUM (1 + 1)\ntypedef unsigned int greg_t;\ntypedef struct { unsigned long mask; unsigned long addr; } psw_t;\n',
      }),
    ).toBe('psw.mask@0/8 psw.addr@8/8 gr[0]@16/4 gr[1]@20/4 = 24')
  })

  test('marks the fields that user space sees, by the struct of its header', async () => {
    const kernel = 'struct pt_regs {\n\tunsigned long regs[2];\n\tunsigned long orig_ax;\n\tunsigned long cause;\n};\n'
    expect(
      await layout({
        [PTRACE]: kernel,
        [UAPI]: 'struct user_pt_regs {\n\t__u64 regs[2];\n\t__u64 orig_rax;\n\t__u64 reserved[4];\n};\n',
      }),
    ).toBe('regs[0]@0/8u regs[1]@8/8u orig_ax@16/8u cause@24/8 = 32')
    // A struct with another order is a copy, not a part of it.
    expect(
      await layout({ [PTRACE]: kernel, [UAPI]: 'struct user_pt_regs {\n\t__u64 pc;\n\t__u64 regs[2];\n};\n' }),
    ).toBe('regs[0]@0/8 regs[1]@8/8 orig_ax@16/8 cause@24/8 = 32')
  })

  test('marks all fields if the struct is in a header for user space', async () => {
    expect(await layout({ [UAPI]: 'struct pt_regs {\n\tlong a;\n\tlong b;\n};\n' })).toBe('a@0/8u b@8/8u = 16')
  })

  test('marks both of two fields that user space sees as one', async () => {
    expect(
      await layout(
        {
          [PTRACE]: 'struct pt_regs {\n\tlong bx;\n\tunsigned short ds;\n\tunsigned short __dsh;\n};\n',
          [UAPI]: '#ifndef __KERNEL__\nstruct pt_regs {\n\tlong ebx;\n\tint xds;\n};\n#endif\n',
        },
        'i386',
      ),
    ).toBe('bx@0/4u ds@4/2u __dsh@6/2u = 8')
  })

  test.for([
    [
      'a table with a macro that quotes a part of the name',
      '#define GPR(r) \\\n\t{.name = "x" #r, .offset = offsetof(struct pt_regs, regs[r])}\nstatic const struct row regoffset_table[] = {\n\tGPR(0),\n\tGPR(1),\n\t{.name = NULL},\n};\n',
      'regs[0]@0/8=x0 regs[1]@8/8=x1 pc@16/8 = 24',
    ],
    [
      'a table with a macro that joins parts of the field',
      '#define R(r) {.name = #r, .offset = offsetof(struct pt_regs, TOY_##r)}\nstatic const struct row regoffset_table[] = {\n\tR(r0),\n\tR(sp),\n\tR(pc),\n};\n',
      'regs[0]@0/8=r0 regs[1]@8/8=sp pc@16/8 = 24',
    ],
    [
      'a list of names',
      'static const char *gpr_names[2] = {\n\t"r0", "r1",\n};\n',
      'regs[0]@0/8 regs[1]@8/8 pc@16/8 = 24',
    ],
    ['no table, so there are none', 'int nothing;\n', 'regs[0]@0/8 regs[1]@8/8 pc@16/8 = 24'],
  ] as const)('takes the names of registers from %s', async ([, table, expected]) => {
    expect(
      await layout({
        [PTRACE]:
          '#define TOY_r0 regs[0]\n#define TOY_sp regs[1]\n#define TOY_pc pc\nstruct pt_regs {\n\tunsigned long regs[2];\n\tunsigned long pc;\n};\n',
        'kernel/ptrace.c': table,
      }),
    ).toBe(expected)
  })

  test.for([
    ['struct_group(NAME, MEMBERS)', '\tstruct_group(args,\n\t\tunsigned long b;\n\t\tu16 c, d;\n\t);\n'],
    ['struct_group_tagged(TAG, NAME, MEMBERS)', '\tstruct_group_tagged(toy_args, args, unsigned long b; u16 c, d;);\n'],
    [
      'struct_group_attr(NAME, ATTRS, MEMBERS)',
      '\tstruct_group_attr(args, __aligned(8), unsigned long b; u16 c, d;);\n',
    ],
    ['__struct_group(TAG, NAME, ATTRS, MEMBERS)', '\t__struct_group(/* none */, args,, unsigned long b; u16 c, d;);\n'],
    ['struct_group in struct_group', '\tstruct_group(args, struct_group(first, unsigned long b;); u16 c, d;);\n'],
    [
      'randomized_struct_fields_start, as in a kernel that does not randomize',
      '\trandomized_struct_fields_start\n\tunsigned long b;\n\tu16 c, d;\n\trandomized_struct_fields_end\n',
    ],
  ] as const)('lays out the members in %s', async ([, members]) => {
    expect(await layout({ [PTRACE]: `struct pt_regs {\n\tint a;\n${members}\tint e;\n};\n` })).toBe(
      'a@0/4 b@8/8 c@16/2 d@18/2 e@24/4 = 32',
    )
  })

  test('keeps the lines of what follows a group', async () => {
    const { ptRegs } = await derive({
      [PTRACE]:
        'struct other {\n\tstruct_group(all,\n\t\tint a;\n\t\tint b;\n\t);\n};\nstruct pt_regs {\n\tstruct other pair;\n};\n',
    })
    expect(ptRegs).toMatchObject({ line: 7, fields: [{ name: 'pair.a' }, { name: 'pair.b' }] })
  })

  test('aligns and packs as attributes and their macros say', async () => {
    const bodies = [
      ['char a; long b;', '__packed', 'a@0/1 b@1/8 = 9'],
      ['char a; long b;', '__attribute__((__packed__))', 'a@0/1 b@1/8 = 9'],
      ['char a; int b[2] __aligned(16);', '', 'a@0/1 b[0]@16/4 b[1]@20/4 = 32'],
      ['char a; long b __packed;', '', 'a@0/1 b@1/8 = 9'],
      ['long a;', '__aligned(1 << 4)', 'a@0/8 = 16'],
      ['char a; struct_group_attr(g, __packed, char b; int c;);', '', 'a@0/1 b@1/1 c@2/4 = 6'],
      ['int a; DECLARE_FLEX_ARRAY(u8, rest);', '', 'a@0/4 = 4'],
      ['int a; u8 rest[] __counted_by(a);', '', 'a@0/4 = 4'],
    ] as const
    for (const [members, attributes, expected] of bodies)
      expect(await layout({ [PTRACE]: `struct pt_regs { ${members} } ${attributes};\n` })).toBe(expected)
  })

  test('finds the struct in a header with macros that cannot be parsed', async () => {
    expect(
      await layout({
        [PTRACE]:
          'DECLARE_STRANGE(x) { int y; } __odd(\n\nstruct pt_regs {\n\tunsigned long a;\n} __aligned(8);\n\nint f(void) MAGIC;\n',
      }),
    ).toBe('a@0/8 = 8')
  })

  test.for([
    ['there is none', 'struct other { int a; };\n', 'no struct pt_regs in arch/toy/include/asm/ptrace.h'],
    [
      'its size depends on a generated header',
      'struct pt_regs {\n\tunsigned long gp[HOST_REGS];\n};\n',
      'HOST_REGS is defined in no header of the arch',
    ],
    [
      'a type in it is not defined',
      'struct pt_regs {\n\tmystery_t a;\n};\n',
      'the type mystery_t is defined in no header of the arch',
    ],
    ['it contains itself', 'struct pt_regs {\n\tstruct pt_regs again;\n};\n', 'structs are nested too deeply'],
    [
      'an array in it is too long',
      'struct pt_regs {\n\tunsigned long page[4096];\n};\n',
      'page has 4096 elements, which are no registers',
    ],
  ] as const)('gives the reason where %s', async ([, text, why]) => {
    expect(await layout({ [PTRACE]: text })).toContain(why)
  })
})
