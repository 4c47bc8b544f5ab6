import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { randomLcg } from 'd3'
import { SHARED, TRACING, writeTree } from '../kernel/toy-files.ts'
import { becomes, begin, faultRow, type FaultRow, isSentence, processesWith, type Wrong } from './row.ts'

/** A command that writes something, and how to tell the old from the new. */
type Writer = {
  readonly name: string
  readonly script: string
  readonly args: (out: string) => readonly string[]
  readonly isFolder?: true
  /** Where it writes below the deck, if it takes no such option. */
  readonly out?: string
  /** Run before each try, in the deck's folder. */
  readonly before?: (deck: string) => void
}

/** Where a made-up kernel tree stands, seen from the deck's folder. */
const TREE = 'linux'

const WRITERS: readonly Writer[] = [
  { name: 'export', script: 'export.ts', args: out => ['--range', '1-3', '--output', out] },
  { name: 'handout', script: 'handout.ts', args: out => ['--output', out] },
  { name: 'figures', script: 'figures.ts', args: out => ['--scene', 'kprobe', '--output', out], isFolder: true },
  { name: 'single-file', script: 'single-file.ts', args: out => ['--output', out] },
  {
    name: 'build',
    script: 'build.ts',
    args: out => ['--out', out],
    isFolder: true,
    before: deck => rmSync(join(deck, '.cache/deck'), { recursive: true, force: true }),
  },
  {
    name: 'arch derive',
    script: 'arch.ts',
    args: () => ['derive', 'openrisc', '--linux', TREE],
    out: 'data/arch/openrisc.yaml',
    before: deck => writeTree(join(deck, TREE), toyFiles(9)),
  },
]

/** A tree of openrisc, an arch that the deck does not have. */
function toyFiles(sub: number): Readonly<Record<string, string>> {
  return {
    ...SHARED,
    Makefile: SHARED.Makefile!.replace('SUBLEVEL = 3', `SUBLEVEL = ${sub}`),
    'arch/openrisc/Kconfig': [...TRACING, 'config OPENRISC', '\tdef_bool y', '\tselect HAVE_KPROBES', ''].join('\n'),
    'arch/openrisc/include/asm/ptrace.h': `struct pt_regs {\n\tunsigned long gpr[${sub}];\n\tlong pc;\n};\n`,
  }
}

/** Two runs of one deck make the same bytes, but for the day. */
const ENV = { SOURCE_DATE_EPOCH: '1700000000' }

/** How long Chromium may take to end after its command, ms. */
const PATIENCE_MS = 10_000

/** The deck and the folder in which commands are killed, and what was found so far. */
type Trials = {
  readonly deck: string
  readonly folder: string
  /** Starts a command in the deck. */
  readonly run: (script: string, args: readonly string[]) => ReturnType<typeof begin>
  /** The next signal, and when to send it, as a share of the command's duration. */
  readonly next: () => { readonly signal: Signal; readonly share: number }
  readonly wrong: Wrong[]
}

type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGINT'

/** What a command makes, and in how many ms; `old` is a path that holds an earlier output of it. */
type Outputs = { readonly out: string; readonly whole: string; readonly old: string; readonly duration: number }

/**
 * Kill each command that writes something at random moments, and check that its output is the whole old one or new one;
 * that no Chromium is left; and that the next run cleans up behind it.
 *
 * @param signals - taken in turn.
 */
export async function killAtRandom(what: string, times: number, signals: readonly Signal[]): Promise<FaultRow> {
  const deck = copyDeck()
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-kills-'))
  const random = randomLcg(times)
  // Other commands may run on this machine, and be killed.
  const own = new Set<number>()
  let tried = 0
  const trials: Trials = {
    deck: deck.folder,
    folder,
    run(script, args) {
      const running = begin(script, args, { deck: deck.folder, env: ENV })
      own.add(running.child.pid!)
      return running
    },
    next: () => ({ signal: signals[tried++ % signals.length]!, share: random() }),
    wrong: [],
  }
  try {
    for (const [i, writer] of WRITERS.entries()) {
      const outputs = await makeOutputs(writer, trials)
      const count = Math.floor(times / WRITERS.length) + (i < times % WRITERS.length ? 1 : 0)
      for (let k = 0; k < count; k++) await killOnce(writer, outputs, trials)
      await runAfterKills(writer, outputs, trials)
      if (writer.out) rmSync(outputs.out)
    }
    // The next run that starts a Chromium cleans up behind the last.
    await trials.run('export.ts', WRITERS[0]!.args(join(folder, 'last.pdf'))).ended
    const left = readdirSync(tmpdir()).filter(it => own.has(Number(/^\.pt-regs-(\d+)-/.exec(it)?.[1])))
    if (left.length > 0) trials.wrong.push(['lost', `${left.join(', ')} is left in ${tmpdir()}`])
    return faultRow(what, { tried, kinds: WRITERS.length * signals.length, wrong: trials.wrong })
  } finally {
    deck.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Run a command twice, to know how long it takes and what it makes, and write an earlier output. */
async function makeOutputs(
  { name, script, args, isFolder, before, out: fixed }: Writer,
  { deck, folder, run }: Trials,
): Promise<Outputs> {
  const out = fixed ? join(deck, fixed) : join(folder, name, isFolder ? 'out' : 'out.file')
  mkdirSync(dirname(out), { recursive: true })
  before?.(deck)
  await run(script, args(out)).ended
  const start = performance.now()
  before?.(deck)
  await run(script, args(out)).ended
  const duration = performance.now() - start
  const whole = contentOf(out)
  const old = join(folder, `${name}.old`)
  if (name === 'arch derive') {
    // It replaces only a file that it has derived.
    writeTree(join(deck, TREE), toyFiles(3))
    await run(script, args(out)).ended
    cpSync(out, old)
  } else {
    layOld(old, name)
  }
  return { out, whole, old, duration }
}

/** Kill a command once, and check its output, its exit status, its message, and that its Chromium ends. */
async function killOnce(
  { name, script, args, before }: Writer,
  { out, whole, old, duration }: Outputs,
  { deck, run, next, wrong }: Trials,
): Promise<void> {
  const { signal, share } = next()
  rmSync(out, { recursive: true, force: true })
  cpSync(old, out, { recursive: true })
  before?.(deck)
  const { child, ended } = run(script, args(out))
  const at = share * duration
  const timer = setTimeout(() => child.kill(signal), at)
  const { code, said } = await ended
  clearTimeout(timer)
  const where = `${name}, ${signal} after ${at.toFixed(0)} of ${duration.toFixed(0)} ms`
  const content = contentOf(out)
  if (content !== contentOf(old) && content !== whole)
    wrong.push(['lost', `${where}: the output is neither the old one nor the new one`])
  if (code !== 0 && signal !== 'SIGKILL' && code !== (signal === 'SIGINT' ? 130 : 143) && code !== -1)
    wrong.push(['unlocated', `${where}: it ended with ${code}: ${said.slice(0, 200)}`])
  if (said && !isSentence(said)) wrong.push(['unlocated', `${where}: ${said.slice(0, 200)}`])
  if (!(await becomes(() => processesWith(`pt-regs-${child.pid}-`).length === 0, PATIENCE_MS)))
    wrong.push(['hung', `${where}: Chromium is still there`])
}

/** Run a command to its end, and check that its output is whole and that nothing is left of those that were killed. */
async function runAfterKills(
  { name, script, args }: Writer,
  { out, whole }: Outputs,
  { deck, run, wrong }: Trials,
): Promise<void> {
  const { code, said } = await run(script, args(out)).ended
  if (code !== 0) wrong.push(['lost', `${name}: the next run ended with ${code}: ${said.slice(0, 200)}`])
  if (contentOf(out) !== whole) wrong.push(['lost', `${name}: the next run made something else`])
  const left = [dirname(out), join(deck, '.cache/deck')]
    .filter(it => existsSync(it))
    .flatMap(it => readdirSync(it))
    .filter(it => basename(it).startsWith('.'))
  if (left.length > 0) wrong.push(['lost', `${name}: ${left.join(', ')} is left after the next run`])
}

/** What a command would take for an earlier output of its own. */
function layOld(path: string, name: string): void {
  if (name !== 'figures' && name !== 'build') return writeFileSync(path, 'the old one\n'.repeat(1000))
  mkdirSync(path)
  writeFileSync(join(path, 'index.html'), 'the old one\n')
  writeFileSync(join(path, 'old.svg'), '<svg/>\n')
  if (name === 'build') mkdirSync(join(path, 'assets'))
}

/** What stands at a path, as one text: a file's bytes, or the names and bytes of a folder's files. */
function contentOf(path: string): string {
  if (!existsSync(path)) return ''
  if (statSync(path).isFile()) return readFileSync(path, 'latin1')
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(it => (statSync(join(path, it)).isFile() ? `${it}\n${readFileSync(join(path, it), 'latin1')}` : it))
    .join('\n')
}
