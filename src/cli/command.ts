import { enableCompileCache } from 'node:module'
import { basename, join } from 'node:path'
import { root } from '../files/root.ts'
import { parseArgs } from 'node:util'
import { UsageError } from '../errors/usage-error.ts'
import { DataError } from '../errors/fault.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { diskSentence } from '../errors/disk-sentence.ts'
import { escapeInvisible } from '../errors/escape-invisible.ts'

// Halves the load time of large packages that a command imports with `await import(…)`.
enableCompileCache(join(root, '.cache/node'))

/** An option of a command. `hint` names the value in `--help`: then the option takes one, or several if it repeats. */
export type Option = { readonly help: string; readonly hint?: string; readonly repeats?: true }

/** Values of the options: a string for one with a hint, all strings for one that repeats, else whether it was given. */
export type Values<O extends Record<string, Option>> = {
  readonly [K in keyof O]: O[K] extends { readonly repeats: true }
    ? readonly string[]
    : O[K] extends { readonly hint: string }
      ? string | undefined
      : boolean
}

/** What a running command is given. */
export type CommandContext<O extends Record<string, Option>> = {
  readonly values: Values<O>
  /** The words that are no options, in order; always empty when the command has no `words`. */
  readonly positionals: readonly string[]
  /** Aborted by Ctrl+C or SIGTERM: stop, clean up, and return or throw. */
  readonly signal: AbortSignal
  /** Say on stderr what is going on, '' once it is done: at once on a terminal, else as soon as it takes long. */
  readonly progress: (text: string) => void
}

/** A command: what `--help` says of it, and what it does. `run` gives the exit code where it is not 0. */
export type Command<O extends Record<string, Option>> = {
  /** As it is typed: `npm start`, `npm run export`. */
  readonly name: string
  readonly summary: string
  readonly options: O
  /** The words it takes, as `--help` shows them (`list | diff A B`); none when left out. */
  readonly words?: string
  /** What it is about, if not about one talk: why it takes no `--slides`. */
  readonly subject?: string
  readonly run: (job: CommandContext<O>) => Promise<number | void>
}

/** How far the lines of `--help` are indented to make room for the options. */
const HELP_COLUMN = 18

/** How long a stopped command may take to clean up, ms: people expect that Ctrl+C ends it at once. */
const SHUTDOWN_TIMEOUT_MS = 1500

/** How long a command works without a word where no terminal shows what it does, ms. */
const SILENCE_MS = 9000

/** How often to look whether npm is still there, ms. */
const PARENT_POLL_MS = 250

/**
 * Run a command of the command line from its arguments to its exit code: 0 done, 1 faults, 2 wrong use.
 *
 * @param command - what it is, and what it does.
 * @param args - the arguments after the script's name.
 */
export async function runCommand<const O extends Record<string, Option>>(
  command: Command<O>,
  args = process.argv.slice(2),
): Promise<void> {
  watchOutput(command.name)
  const signal = stopSignal()
  standWherePersonStands()
  const { progress, done } = progressOf(command.name)
  try {
    if (args.includes('--help')) return void process.stdout.write(helpText(command))
    process.exitCode = (await command.run({ ...readArguments(command, args), signal, progress })) ?? 0
    done()
  } catch (error) {
    done()
    if (signal.aborted) return
    process.exitCode = report(error, command.name)
    // What is still running is of no use any more.
    setTimeout(() => process.exit(), SHUTDOWN_TIMEOUT_MS).unref()
  }
}

/**
 * Go where the person is who typed the command: npm goes to the folder of package.json first, and relative paths would
 * count from there.
 */
function standWherePersonStands(): void {
  const { INIT_CWD, npm_lifecycle_script: script = '' } = process.env
  // What npm has started may start others, with paths of their own.
  if (!INIT_CWD || !script.includes(`scripts/${basename(process.argv[1] ?? '')}`)) return
  try {
    process.chdir(INIT_CWD)
  } catch {
    // The folder is gone.
  }
}

/** Aborted when the command is to stop: Ctrl+C, SIGTERM, or npm is gone. A second signal ends the process at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const end = (code: number) => {
    if (stop.signal.aborted) process.exit(code)
    process.exitCode = code
    stop.abort()
    setTimeout(() => process.exit(code), SHUTDOWN_TIMEOUT_MS).unref()
  }
  process.on('SIGINT', () => end(130))
  process.on('SIGTERM', () => end(143))
  // npm passes a signal to its shell alone, which ends; this process sees only that it has another parent.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end(143)
  }, PARENT_POLL_MS)
  watch.unref()
  return stop.signal
}

/** Print one JSON document on stdout; indented only where a person reads it. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, process.stdout.isTTY ? 2 : 0)}\n`)
}

/**
 * What `--help` prints.
 *
 * @param options - the command.
 * @returns lines of text.
 */
export function helpText({ name, summary, options, words }: Omit<Command<Record<string, Option>>, 'run'>): string {
  const lines = Object.entries({ ...options, help: { help: 'show this' } as Option }).map(
    ([option, { hint, help }]) => `  ${`--${option}${hint ? ` ${hint}` : ''}`.padEnd(HELP_COLUMN)} ${help}`,
  )
  return `${name} -- ${words ? `${words} ` : ''}[options]\n\n${summary}\n\n${lines.join('\n')}\n`
}

/**
 * Read a command's arguments.
 *
 * @param command - what it takes.
 * @param args - the arguments after the script's name.
 * @returns the options' values, and the arguments that are no options.
 * @throws UsageError for an option or an argument that it does not take, and for a value that is missing.
 */
export function readArguments<O extends Record<string, Option>>(
  { name, options, words, subject }: Command<O>,
  args: readonly string[],
): { readonly values: Values<O>; readonly positionals: readonly string[] } {
  const types = Object.fromEntries(
    Object.entries(options).map(([option, { hint, repeats = false }]) => [
      option,
      hint
        ? { type: 'string' as const, multiple: repeats, ...(repeats && { default: [] }) }
        : { type: 'boolean' as const, default: false },
    ]),
  )
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options: types,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter(it => it.kind === 'option')
  for (const option of given) checkOption(option, { name, options, ...(subject !== undefined && { subject }) })
  const twice = given.find((it, i) => options[it.name]!.hint && given.findIndex(other => other.name === it.name) < i)
  if (twice && !options[twice.name]!.repeats)
    throw new UsageError(`${twice.rawName} is given twice; give it once: ${name} -- --help`)
  const consumed = consumedByNpm(
    options,
    given.map(it => it.name),
  )
  if (consumed !== undefined) throw new UsageError(`npm consumed ${consumed}. Write: ${name} -- ${consumed}`)
  if (!words && positionals.length > 0)
    throw new UsageError(`unexpected argument "${positionals[0]}". Options go after --, as in: ${name} -- --help`)
  return { values: values as Values<O>, positionals }
}

/**
 * An option that stands before `--`: npm takes it for one of its own, and hands it on in the environment alone.
 *
 * @param options - of the command.
 * @param given - names of those that the command was given.
 * @returns the option as it was typed; undefined if there is none.
 */
function consumedByNpm(options: Readonly<Record<string, Option>>, given: readonly string[]): string | undefined {
  return Object.entries(options).flatMap(([option, { hint }]) => {
    const value = process.env[`npm_config_${option.replaceAll('-', '_')}`]
    // npm's own output as JSON is a wish of its own.
    if (value === undefined || value === '' || option === 'json' || given.includes(option)) return []
    if (value === 'true') return [`--${option}`]
    return hint ? [`--${option} ${value}`] : []
  })[0]
}

type OptionToken = { readonly name: string; readonly rawName: string; readonly value?: string | undefined }

/** parseArgs would refuse the same, in words that do not know npm's `--`. */
function checkOption(
  { name, rawName, value }: OptionToken,
  { name: command, subject, options }: Pick<Command<Record<string, Option>>, 'name' | 'subject' | 'options'>,
): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) {
    if (name === 'slides' && subject !== undefined) throw new UsageError(`takes no --slides: it is about ${subject}`)
    const near = closestMatch(name, Object.keys(options))
    throw new UsageError(`does not know ${rawName}; ${near ? `did you mean --${near}?` : `see ${command} -- --help`}`)
  }
  if (!option.hint && value !== undefined) throw new UsageError(`${rawName} takes no value; leave out =${value}`)
  if (value === '~' || value?.startsWith('~/'))
    throw new UsageError(`${rawName} ${value}: the shell has left ~ as it is; write the path in full`)
  if (option.hint && !value) throw new UsageError(`${rawName} takes a value; see ${command} -- --help`)
}

/**
 * Print an error: faults of the data as they are, another as one sentence after the command's name.
 *
 * @returns the exit code.
 */
function report(error: unknown, name: string): 1 | 2 {
  if (error instanceof DataError) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`${name}: ${escapeInvisible(diskSentence(error) ?? message)}\n`)
  if (process.env.DEBUG && stack) process.stderr.write(`${stack}\n`)
  return error instanceof UsageError ? 2 : 1
}

/**
 * Ignore EPIPE on stdout and stderr, so that `| head` does not end the command. Where they cannot be written to for
 * another reason, such as a full disk, the command ends.
 *
 * @param name - of the command.
 */
function watchOutput(name: string): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      if (stream === process.stdout)
        process.stderr.write(`${name}: its output: ${diskSentence(error) ?? error.message}\n`)
      process.exit(1)
    })
  }
}

/**
 * Says what a command does. Into a file or a pipe, it is said only of what takes long, and again and again: otherwise
 * no one would know whether the command still works.
 */
function progressOf(name: string): { readonly progress: (text: string) => void; readonly done: () => void } {
  let timer: NodeJS.Timeout | undefined
  const done = () => clearInterval(timer)
  const progress = (text: string) => {
    done()
    if (text === '') return
    if (process.stderr.isTTY) return void process.stderr.write(`${text}\n`)
    const begun = Date.now()
    timer = setInterval(() => {
      process.stderr.write(`${name}: ${text} (for ${Math.round((Date.now() - begun) / 1000)} s)\n`)
    }, SILENCE_MS).unref()
  }
  return { progress, done }
}
