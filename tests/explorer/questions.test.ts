import { describe, expect, test } from 'vitest'
import { messages } from '../../src/build/read-language.ts'
import type { FieldState } from '../../src/model/schema/capture.ts'
import type { Answer } from '../../src/explorer/answer.ts'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'
import { ENTITY_KINDS } from '../../src/explorer/entities.ts'
import { entitySuggestion, type Suggestion } from '../../src/explorer/suggestions.ts'
import { speaking } from '../../src/words/say.ts'
import { sample } from '../sample.ts'
import { writtenArches } from '../written-arches.ts'
import { data, knowledge, viewpoints } from './whole-dataset.ts'

const ask = (question: string, at = { arch: 'x86-64', release: '6.6' }) => {
  const { message, isUnderstood, options } = answerQuery(question, { at, preferredArch: at.arch }, knowledge)
  const [first] = options
  return { message, isUnderstood, key: first!.key, at: first!.viewpoint, answer: first!.answer(first!.viewpoint) }
}

/** A pattern for a list that has these arches in this order, and any others. */
const among = (...arches: readonly string[]) => `(?:[\\w-]+, )*${arches.join(', (?:[\\w-]+, )*')}(?:, [\\w-]+)*`

/** Which arches have rethook, and which lack it. */
const LACKING_RETHOOK = new RegExp(
  `^${among('i386', 'x86-64')} have Rethook in 6\\.6; not ${among('arm', 'arm64', 'powerpc64')}[.;]`,
)

/** Which registers are in some states, for each capture that reaches a mechanism of x86-64: computed from the data. */
function stateLists(mechanism: string, release: string, states: readonly FieldState[]): RegExp {
  const flows = knowledge.snapshotAt({ arch: 'x86-64', release }).flowsOf(mechanism)
  const merged = flows.filter(it => it.proposals.length === 0)
  const lists = merged.map(({ capture, frame }) => {
    const names = frame.filter(it => states.includes(it.state)).map(it => it.field.alias ?? it.field.name)
    return `${escaped(capture.name)}[^:]*: ${names.slice(0, MAX_ASKED).map(escaped).join(', ') || 'none'}`
  })
  return new RegExp(`^It depends ${lists.map(it => `(?=.* ${it})`).join('')}`)
}

/** A text as a pattern that only it matches. */
function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/** Up to how many registers a sentence names for certain where their state is asked for. */
const MAX_ASKED = 8

/** Questions as people ask them, and how the right reply reads; asked where x86-64 and 6.6 are on show. */
const QUESTIONS: readonly (readonly [question: string, reply: string | RegExp])[] = [
  // Whether a register is what it should be.
  ['is cs valid in a kretprobe', 'No: cs is made up (__KERNEL_CS) in KRetprobe on x86-64 in 6.6.'],
  ['Is bp garbage in rethook?', 'No: bp is captured in Rethook on x86-64 in 6.6.'],
  ['does rethook on riscv have valid status?', 'No: status is never written in Rethook on riscv64 in 6.6.'],
  ['rethook status riscv64', 'status is never written in Rethook on riscv64 in 6.6.'],
  ['is pstate real in kretprobe on arm64 before 6.9', /^No: pstate is made up .* in KRetprobe on arm64 in 6\.8\.$/],
  ['is pstate real in kretprobe on arm64 in 6.12', 'Yes: pstate is captured in KRetprobe on arm64 in 6.12.'],
  ['can I trust sp in fprobe on x86', 'Yes: sp is computed in FProbe on x86-64 in 6.6.'],
  ['how perf to pstate', /^pstate is made up by .*, captured by .* in Perf events on arm64 in 6\.6\.$/],
  ['is cs valid in a kretprobe on arm64', 'No: KRetprobe hands on pt_regs on arm64 in 6.6, and there is no cs in it.'],
  ['is ip captured in a tracepoint', 'No: Tracepoint hands on no registers.'],
  ['is cs valid', /^It depends: of \d+ captures on x86-64 in 6\.6, cs is captured by \d+, made up by \d+\.$/],
  ['is r12 captured on arm64', 'No: pt_regs has no r12 on arm64 in 6.6.'],
  ['is pmr captured on i386', 'No: pt_regs has no pmr on i386 in 6.6.'],
  // Who reads what.
  ['who uses bp', /^\d+ readers of bp in the data on x86-64 in 6\.6$/],
  ['can bpf_get_stackid be used in a multi kprobe on riscv in 7.2', /^Yes, but not reliably: \d+ ways .* ugly/],
  ['who reads pstate on arm64 in 6.8', /^\d+ readers of pstate in the data on arm64 in 6\.8$/],
  ['which readers read flags', /^\d+ readers of flags in the data on x86-64 in 6\.6$/],
  ['what reads status on riscv64', /^\d+ readers of status in the data on riscv64 in 6\.6$/],
  ['does user_mode read cs', 'Yes: user_mode(regs) reads cs on x86-64 in 6.6.'],
  ['does perf read pstate on arm64', /^Yes: user_mode\(regs\), .* read pstate on arm64 in 6\.6\.$/],
  [
    'is user_mode reliable in kretprobes on riscv',
    /^No: \d+ ways? from KRetprobe to user_mode\(regs\) .* ugly \(never written\)\.$/,
  ],
  // What is where, and since when.
  [
    'which arches have fprobe',
    new RegExp(
      `^${among('i386', 'loongarch64', 'riscv64', 's390x', 'x86-64')} have FProbe in 6\\.6; not ${among('arm', 'arm64', 'powerpc64')}[.;]`,
    ),
  ],
  ['is fprobe on arm64 in 6.12', 'No: arm64 has no FProbe in 6.12.'],
  ['does aarch64 have fprobe today', /^Yes: arm64 has FProbe in /],
  ['does x86 have cs', 'Yes: cs stands in pt_regs on x86-64 in 6.6.'],
  ['does arm64 have cs', 'No: pt_regs has no cs on arm64 in 6.6.'],
  ['is there rethook in 5.10', 'No: there is no Rethook before 5.18.'],
  ['when did rethook come', 'Rethook is there since 5.18.'],
  ['since when is there fprobe', 'FProbe is there since 5.18.'],
  ['how many arches have rethook', LACKING_RETHOOK],
  ['what builds on rethook', 'FProbe, KRetprobe stand on Rethook on x86-64 in 6.6.'],
  // What stands on what, and what it hands on.
  ['does fprobe use rethook', 'Yes: FProbe stands on Rethook on x86-64 in 6.6.'],
  ['does fprobe use rethook in 6.14', 'No: FProbe does not stand on Rethook on x86-64 in 6.14.'],
  ['does kprobe hand on pt_regs', 'Yes: KProbe hands on pt_regs on x86-64 in 6.6.'],
  ['is kretprobe reliable on s390', /^No: KRetprobe hands on a pt_regs that is sparse or made up on s390x in 6\.6\.$/],
  [
    'which registers does rethook save on riscv',
    /^Rethook on riscv64 in 6\.6: captured .*; never written status, .*\.$/,
  ],
  ['what changed in 6.9 on arm64', 'As of 6.9'],
  ['what changed in 6.14 on x86-64', 'As of 6.14'],
  ['what stands on ftrace', /^eBPF fentry\/fexit, .* stand on FTrace on x86-64 in 6\.6\.$/],
  ['what does fprobe build on', 'FProbe stands on FTrace, Rethook on x86-64 in 6.6.'],
  ['who uses rethook', 'FProbe, KRetprobe stand on Rethook on x86-64 in 6.6.'],
  ['is kretprobe based on kprobes', 'Yes: KRetprobe stands on KProbe on x86-64 in 6.6.'],
  ['does ebpf multi-kprobe use fprobe', 'Yes: eBPF Multi-kprobe stands on FProbe on x86-64 in 6.6.'],
  ['do tracepoints have pt_regs', 'No: Tracepoint hands on no registers on x86-64 in 6.6.'],
  ['does fprobe give ftrace_regs', 'No: FProbe hands on pt_regs on x86-64 in 6.6.'],
  // Registers as they are said and written.
  ['can I use regs->sp in a kretprobe on x86', 'Yes: sp is computed in KRetprobe on x86-64 in 6.6.'],
  ['is it safe to read ax in kretprobe', 'Yes: ax is captured in KRetprobe on x86-64 in 6.6.'],
  ['is ax the return value in kretprobe', 'Yes: ax is captured in KRetprobe on x86-64 in 6.6.'],
  ['is rip correct in a kretprobe', 'Yes: ip is computed in KRetprobe on x86-64 in 6.6.'],
  ['is lr captured in a kprobe on arm64', 'Yes: x30 is captured in KProbe on arm64 in 6.6.'],
  ['is psw_mask captured in rethook on s390', 'Yes: psw.mask is captured in Rethook on s390x in 6.6.'],
  ['is r15 saved by ftrace args', /^It depends: r15 is never written by ftrace_caller, captured by ftrace_regs_caller/],
  ['is x30 valid in fprobe on arm64 in 6.14', /^It depends: x30 is captured by ftrace_caller, never written by /],
  [
    'does the exception entry capture flags',
    /^It depends: of \d+ captures on x86-64 in 6\.6, flags is captured by \d+/,
  ],
  ['what happens to status in rethook on riscv64', 'status is never written in Rethook on riscv64 in 6.6.'],
  ['is sp right in a uprobe', 'Yes: sp is captured in UProbe on x86-64 in 6.6.'],
  // Who, where and since when.
  ['who calls user_mode', /^user_mode\(regs\) runs in Perf events, KProbe, .* on x86-64 in 6\.6\.$/],
  ['who reads orig_ax', /^\d+ readers of orig_ax in the data on x86-64 in 6\.6$/],
  ['which readers are ugly on riscv64', /^\d+ readers have ugly ways on riscv64 in 6\.6: user_mode\(regs\), /],
  ['since when does arm64 have fprobe', 'arm64 has FProbe since 6.14.'],
  ['which release added uprobes', 'UProbe is there since 3.5.'],
  ['was there ftrace in 2.6.20', 'No: there is no FTrace before 2.6.27.'],
  [
    'which architectures support uprobes',
    new RegExp(`^(?:All ${data.arches.length} arches|${among(...writtenArches(data))}) have UProbe in 6\\.6[.;]`),
  ],
  ['which arches lack rethook', LACKING_RETHOOK],
  ['does fprobe exist on arm64 in 5.18', 'Not in the data: whether arm64 has FProbe in 5.18; it may.'],
  // Which registers are in which state, for each capture that reaches a mechanism.
  ['which registers are made up by kprobe on x86-64 in 6.12', stateLists('kprobe', '6.12', ['made-up'])],
  ['which registers are computed by uprobe on amd64 in 6.12', stateLists('uprobe', '6.12', ['computed'])],
  ['which registers are never written by ftrace', stateLists('ftrace', '6.6', ['unset'])],
  ['which registers are real in perf events on amd64', /^It depends which registers are captured or computed in Perf/],
  [
    'which registers does ftrace give on amd64',
    /^It depends .* ftrace_caller: .*\. ftrace_regs_caller: captured r15, .*/,
  ],
  [
    'which registers are never written by rethook on risc-v',
    'These registers are never written in Rethook on riscv64 in 6.6: status, badaddr, cause.',
  ],
  ['which registers are made up by rethook on riscv', 'No register is made up in Rethook on riscv64 in 6.6.'],
  ['what is never written in ftrace on loongarch in 6.12', /^It depends .* ftrace_regs_caller: csr_badvaddr, .*\.$/],
  [
    'which fields does perf_fetch_caller_regs write on x86',
    /^perf_arch_fetch_caller_regs\(\) on x86-64 in 6\.6: made up /,
  ],
  ['which registers does optprobe_template_entry make up', /^These registers are made up in optprobe_template_entry /],
  ['is flags real in optprobe', 'Yes: flags is captured in optprobe_template_entry on x86-64 in 6.6.'],
  // What changed, and names with a place.
  [
    'what changed for fprobe in 6.14',
    /^FProbe in 6\.14: On function graph; .*stands on Function graph; no longer on FTrace, Rethook\.$/,
  ],
  ['what changed for rethook in 6.13', 'Nothing in the data changes for Rethook in 6.13.'],
  ["what's new in 6.9", 'As of 6.9'],
  ['fprobe 6.14', 'x86-64 has FProbe in 6.14.'],
  ['rethook risc-v', 'riscv64 has Rethook in 6.6.'],
  ['ftrace on i386 in 6.15', 'i386 has FTrace in 6.15.'],
  ['fprobe on arm64 in 6.12', 'No: arm64 has no FProbe in 6.12.'],
  ['when did arm64 drop DYNAMIC_FTRACE_WITH_REGS', 'FTrace: arm64 REGS to ARGS since 6.2.'],
  ['when did arm64 move from regs to args', 'FTrace: arm64 REGS to ARGS since 6.2.'],
  ['when did arm64 get fprobe', 'arm64 has FProbe since 6.14.'],
  ['when was eax renamed ax in pt_regs', 'ax in pt_regs on x86-64: rax since 2.6.9, ax since 2.6.25.'],
  ['how does kretprobe get to bpf_get_stackid on amd64', /^1 way from KRetprobe to bpf_get_stackid/],
  [
    'how does sp get from the kernel entry to a perf sample on amd64',
    /^\d+ ways from Exceptions to Perf events on x86-64 in 6\.6\. sp is .* in Perf events on x86-64 in 6\.6\.$/,
  ],
  [
    'how does the rethook trampoline build pt_regs on risc-v',
    /^Rethook on riscv64 in 6\.6: .*; never written status, /,
  ],
  ['which registers does fprobe hand over on aarch64', 'No: arm64 has no FProbe in 6.6. arm64 has FProbe since 6.14.'],
  [
    'which registers does fprobe hand over on aarch64 in 6.14',
    /^It depends .* FProbe on arm64 in 6\.14\. ftrace_caller.*/,
  ],
  ['why does kprobe_multi on powerpc read msr', 'No: powerpc64 has no eBPF Multi-kprobe in 6.6.'],
  ['does bpf_get_stack work in fentry', /^Yes, from made-up registers: 1 way .*: 1 bad \(made up\)\.$/],
  ['is flags real in perf_event on x86', /^It depends: flags is made up \(0\) by /],
  ['who reads rflags on x86', /^\d+ readers of flags in the data on x86-64 in 6\.6$/],
  // Asked by people who had seen neither the data nor the answers.
  [
    'does kprobes on amd64 give me the real cs and flags registers?',
    /^It depends: cs is captured by idtentry, made up .*\. Yes: flags is captured in KProbe on x86-64 in 6\.6\.$/,
  ],
  [
    'is orig_ax valid in an ftrace handler on x86_64?',
    'No: orig_ax is a word of the kernel’s own (0) in FTrace on x86-64 in 6.6.',
  ],
  [
    'does ftrace on x86_64 write orig_ax in 6.12',
    'Yes: orig_ax is a word of the kernel’s own (0) in FTrace on x86-64 in 6.12.',
  ],
  ['who reads orig_x0 on arm64', '1 reader of orig_x0 in the data on arm64 in 6.6'],
  ['does a kretprobe on ppc64 give a real nip?', 'Yes: nip is computed in KRetprobe on powerpc64 in 6.6.'],
  ['does bpf_get_stackid in a raw tracepoint see real registers?', /^No: 1 way from eBPF TP to bpf_get_stackid/],
  [
    'who reads pstate on arm64 after a kretprobe in 6.12',
    'In KRetprobe on arm64 in 6.12, pstate is read by return from a hooked function.',
  ],
  ['what is in ftrace_regs on loongarch', /^ftrace_regs has \d+ fields on loongarch64 in 6\.6: /],
  ['what fills ftrace_regs on loongarch in 6.12', /^ftrace_regs is filled on loongarch64 in 6\.12 by ftrace_caller/],
  ['did linux 0.01 have struct pt_regs?', /^No: 0\.01 has no pt_regs; the oldest in the data is of /],
  ['how big is pt_regs on amd64', 'pt_regs has 168 bytes on x86-64 in 6.6.'],
  [
    'is x18 saved by ftrace on arm64 in 6.12',
    'No: FTrace hands on ftrace_regs on arm64 in 6.12, and there is no x18 in it.',
  ],
  ['can I trust regs->ip in a kretprobe handler on x86?', 'Yes: ip is computed in KRetprobe on x86-64 in 6.6.'],
  ['is psw.mask real in KRetprobe on s390x', 'Yes: psw.mask is captured in KRetprobe on s390x in 6.6.'],
  [
    'is psw.addr real in KRetprobe on s390x',
    /^(?:Yes|No|It depends): psw\.addr is .* in KRetprobe on s390x in 6\.6\.$/,
  ],
]

/** Questions with words that are no names: what the data may well have, and the name in them that is near. */
const NOT_UNDERSTOOD = [
  ['is uprobe fast', 'mechanism uprobe'],
  ['is kprobe slower than ftrace', 'mechanism kprobe'],
  ['who wrote kprobes', 'mechanism kprobe'],
  ['who maintains rethook', 'mechanism rethook'],
  ['are callee saved registers good at a kretprobe on s390x?', 'mechanism kretprobe'],
  ['is the IF bit in regs->flags real in an optprobe', /^capture x86-64-optprobe/],
  ['wich regs are maed up by arm64 ftrace', 'mechanism ftrace'],
  ['what does perf record --intr-regs give at a tracepoint', 'mechanism perf-events'],
  ['what did FRED change in pt_regs', 'commit c125443456e9'],
] as const

/** Questions about what the data do not have. */
const NOT_IN_DATA = [
  // Names of arches that Linux has never had, so that no tree can add them.
  'pdp11',
  'does pdp11 have fprobe',
  'which arches have qprobe',
  'is frobnicate valid',
  'who reads orig_ax on s390',
  'is vax supported',
  'does vax have kprobes',
  'is xmm0 saved in a kprobe',
  'which arches have DYNAMIC_FTRACE_WITH_ARGS in 6.12',
  'does a uprobe handler get fs_base and gs_base',
  'does pdp11 fill pt_regs in kprobes?',
  'does systemtap use pt_regs in its return probes?',
  'is vax fentry regs complete',
]

describe('questions in the words of people', () => {
  test.for(QUESTIONS)('%s', ([question, reply]) => {
    const { message, isUnderstood, answer } = ask(question)
    if (typeof reply === 'string') expect(message).toBe(reply)
    else expect(message).toMatch(reply)
    expect(isUnderstood).toBe(true)
    if (/^(Yes|No|It depends)/.test(message)) expect(answer.summary[0]).toBe(message)
  })

  test.for(NOT_IN_DATA)('%s: says that it is not in the data, and answers nothing else', question =>
    expect(ask(question)).toMatchObject({
      isUnderstood: false,
      message: expect.stringMatching(/is called|Not in the data/),
    }),
  )

  test.for(NOT_UNDERSTOOD)('%s: says that it was not understood, and what is near', ([question, near]) => {
    const { message, isUnderstood, key } = ask(question)
    expect(message).toMatch(/^Not understood/)
    expect(isUnderstood).toBe(false)
    expect(key).toMatch(near)
  })

  test('of several captures, each is named where they differ', () => {
    for (const at of sample(viewpoints, 60)) {
      for (const { id } of data.mechanisms) {
        const flows = knowledge.snapshotAt(at).flowsOf(id)
        const merged = flows.filter(it => it.proposals.length === 0)
        const { message } = ask(`which registers does ${id} give`, at)
        if (!message.startsWith('It depends')) continue
        const names = merged.map(it => it.capture.name)
        expect(
          names.filter(it => !message.includes(it)),
          `${id} ${at.arch} ${at.release}`,
        ).toEqual([])
      }
    }
  })

  test('knows the names that people, uname and Debian have for an arch', () => {
    for (const [name, id] of Object.entries({ amd64: 'x86-64', aarch64: 'arm64', riscv: 'riscv64', s390: 's390x' })) {
      expect(ask(name).key, name).toBe(`arch ${id}`)
      expect(ask(`which arches have kprobe on ${name}`).at.arch, name).toBe(id)
    }
  })

  test.for(['pt_regs', 'what is pt_regs', 'what is ftrace_regs'])(
    '%s: says that it is a struct, and what to ask',
    text => expect(ask(text)).toMatchObject({ isUnderstood: false, message: expect.stringContaining('is a struct') }),
  )

  test('moves its reply with the release', () => {
    const at = { arch: 'arm64', release: '6.6' }
    const [option] = answerQuery('is pstate real in kretprobe', { at, preferredArch: 'arm64' }, knowledge).options
    expect(option!.answer(at).summary[0]).toMatch(/^No/)
    expect(option!.answer({ ...at, release: '6.12' }).summary[0]).toMatch(/^Yes/)
  })
})

describe('in a language with letters of its own, nothing is left in plain letters but the names of the dataset', () => {
  /** `Yes` as `Ｙｅｓ`; names in braces are kept. */
  const wide = (text: string) =>
    text.replaceAll(/\{\w+\}|[a-z]/gi, it => (it.length > 1 ? it : String.fromCodePoint(it.charCodeAt(0) + 0xfee0)))
  const language = Object.fromEntries(messages().map(it => [it, wide(it)]))
  const index = speaking(language, () => buildExplorerIndex(knowledge.dataset))
  const context = { at: { arch: 'x86-64', release: '6.6' }, preferredArch: 'x86-64' }

  const { mechanisms, readers, captures, conversions, arches, signatures } = knowledge.dataset
  const sites = [...captures.values(), ...conversions.values()].map(it => it.value)
  const names = new Set(
    [
      ...[...mechanisms, ...readers, ...sites, ...arches].flatMap(it => [it.id, it.name]),
      ...mechanisms.flatMap(it => [...it.label, ...(it.life ?? []).map(stage => stage.label)]),
      ...sites.flatMap(it => ('struct' in it ? [it.struct] : [it.takes, it.gives])),
      ...sites.flatMap(it => it.writes.flatMap(one => one.value ?? [])),
      ...[...knowledge.commits.values()].flatMap(it => it.source.file ?? []),
      ...[...knowledge.registers.values()].flatMap(it => [
        it.id,
        ...it.aliases,
        ...it.locations.map(at => at.field.name),
      ]),
      ...arches.flatMap(it => [it.directory, ...(it.structs ?? []).map(struct => struct.name)]),
      ...signatures.flatMap(it => [it.by, ...it.values]),
      ...knowledge.dataset.causes.flatMap(it => [it.id, it.link ?? '']),
    ].flatMap(it => it.split(/[^a-z]+/i)),
  )
  const isOurs = (text: string) =>
    text
      .replace(/^[0-9a-f]{12}$|0x[0-9a-f]+/g, '')
      .split(/[^a-z]+/i)
      .some(it => it.length > 1 && !names.has(it))

  /** What an answer says itself. */
  const wordsOf = ({ title, overline, summary, facts, frames, steps = [], fromData = [] }: Answer) =>
    [
      title,
      ...overline,
      ...summary,
      ...steps.flatMap(it => [it.name, ...it.summary]),
      ...facts.flatMap(it => [it.term, it.words]),
      ...frames.flatMap(it => [it.struct, it.by]),
    ].filter(it => !fromData.includes(it))
  /** What an option says in the list, if it is no query, and as an answer. */
  const textsOf = ({ label, note, query, answer, viewpoint }: Suggestion) => [
    ...(query === undefined ? [label] : []),
    note,
    ...wordsOf(answer(viewpoint)),
  ]

  test('in answers to questions', () => {
    const asked = [
      ...[...QUESTIONS, ...NOT_UNDERSTOOD].map(([question]) => question),
      ...NOT_IN_DATA,
      '',
      'how',
      'how kprobe',
      'who',
      '5.18',
    ]
    const texts = speaking(language, () =>
      asked.flatMap(question => {
        const { message, options } = answerQuery(question, context, index)
        const quoted = message.replace(/“.*”/, '')
        return [quoted, ...options.slice(0, 12).flatMap(textsOf)].map(it => `${question}: ${it}`)
      }),
    )
    expect(texts.filter(it => isOurs(it.slice(it.indexOf(': '))))).toEqual([])
  })

  test.for(ENTITY_KINDS)('in answers about a %s', kind => {
    const entities = index.entities.filter(it => it.kind === kind)
    const texts = speaking(language, () =>
      sample(entities, 30).flatMap(it => textsOf(entitySuggestion(it, context, index))),
    )
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.filter(isOurs)).toEqual([])
  })
})
