import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { root } from '../files/root.ts'
import { parseArgs } from 'node:util'
import { UsageError } from '../errors/usage-error.ts'
import { DataError } from '../errors/fault.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { escapeInvisible } from '../errors/escape-invisible.ts'

// Halves the time that big packages take to load, for all that a command imports with `await import(…)`.
enableCompileCache(join(root, '.cache/node'))

/** One option of a command. `hint` stands for the value in `--help`, and makes the option take one, or several if it repeats. */
export type Option = { readonly help: string; readonly hint?: string; readonly repeats?: true }

/** What the options hold: a string where the option has a hint and was given, all of them where it repeats, else whether it was given. */
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
  /** Tell what is going on: on stderr, and only where a person watches. */
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
  readonly run: (job: CommandContext<O>) => Promise<number | void>
}

/** How far the lines of `--help` are indented to make room for the options. */
const HELP_COLUMN = 18

/** How long a stopped command may take to clean up, ms. */
const SHUTDOWN_TIMEOUT_MS = 5000

/** How often we look whether npm is still there, ms. */
const PARENT_MS = 250

/**
 * Run a command of the command line from its arguments to its exit code: 0 done, 1 faults, 2 wrong use.
 *
 * @param args - the arguments after the script's name.
 */
export async function runCommand<const O extends Record<string, Option>>(
  command: Command<O>,
  args = process.argv.slice(2),
): Promise<void> {
  ignoreBrokenPipe()
  const signal = stopSignal()
  try {
    if (args.includes('--help')) return void process.stdout.write(helpText(command))
    process.exitCode = (await command.run({ ...readArguments(command, args), signal, progress })) ?? 0
  } catch (error) {
    if (signal.aborted) return
    process.exitCode = report(error, command.name)
    // What is still at work is no use any more.
    setTimeout(() => process.exit(), SHUTDOWN_TIMEOUT_MS).unref()
  }
}

/** Aborted when the command is to stop: by Ctrl+C, by SIGTERM, or because npm is gone. A second signal stops it at once. */
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
  // npm passes a signal to its shell, which dies of it without a word to us: see that the parent is another.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end(143)
  }, PARENT_MS)
  watch.unref()
  return stop.signal
}

/** Print one JSON document on stdout; indented only where a person reads it. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, process.stdout.isTTY ? 2 : 0)}\n`)
}

/** What `--help` prints. */
export function helpText({ name, summary, options, words }: Omit<Command<Record<string, Option>>, 'run'>): string {
  const lines = Object.entries({ ...options, help: { help: 'show this' } as Option }).map(
    ([option, { hint, help }]) => `  ${`--${option}${hint ? ` ${hint}` : ''}`.padEnd(HELP_COLUMN)} ${help}`,
  )
  return `${name} -- ${words ? `${words} ` : ''}[options]\n\n${summary}\n\n${lines.join('\n')}\n`
}

/**
 * Read a command's arguments.
 *
 * @throws UsageError for an option or a word that it does not take, and for a value that is missing.
 */
export function readArguments<O extends Record<string, Option>>(
  { name, options, words }: Command<O>,
  args: readonly string[],
): { readonly values: Values<O>; readonly positionals: readonly string[] } {
  const types = Object.fromEntries(
    Object.entries(options).map(([option, { hint }]) => [
      option,
      { type: hint ? ('string' as const) : ('boolean' as const) },
    ]),
  )
  const { tokens } = parseArgs({ args: [...args], options: types, strict: false, allowPositionals: true, tokens: true })
  const given: Record<string, string | boolean | readonly string[]> = {}
  const free: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') free.push(token.value)
    if (token.kind !== 'option') continue
    const value = optionValue(token, types, name)
    given[token.name] = options[token.name]!.repeats
      ? [...((given[token.name] as readonly string[] | undefined) ?? []), value as string]
      : value
  }
  const kept = Object.keys(types).find(
    option => option !== 'json' && process.env[`npm_config_${option.replaceAll('-', '_')}`] === 'true',
  )
  if (kept && given[kept] === undefined)
    throw new UsageError(`did not get --${kept}, npm kept it; write ${name} -- --${kept}`)
  if (!words && free.length > 0)
    throw new UsageError(`takes no word ${free[0]}; options stand after --, as in: ${name} -- --help`)
  const values = Object.entries(types).map(([option, { type }]) => [
    option,
    given[option] ?? (options[option]!.repeats ? [] : type === 'boolean' ? false : undefined),
  ])
  return { values: Object.fromEntries(values) as Values<O>, positionals: free }
}

type OptionToken = { readonly name: string; readonly rawName: string; readonly value?: string | undefined }

function optionValue(
  { name, rawName, value }: OptionToken,
  types: Record<string, { type: string }>,
  command: string,
): string | boolean {
  const type = types[name]?.type
  const near = closestMatch(name, Object.keys(types))
  if (!type)
    throw new UsageError(`does not know ${rawName}; ${near ? `did you mean --${near}?` : `see ${command} -- --help`}`)
  if (type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value; leave out =${value}`)
  if (type === 'string' && !value) throw new UsageError(`${rawName} takes a value; see ${command} -- --help`)
  return value ?? true
}

/** Print an error as what it is, and tell the exit code. */
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

/** What the file system says by a code, as a sentence with what to do. */
const DISK: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room, and run the command again',
  EDQUOT: 'there is no room left for you on the disk; make some, and run the command again',
  EROFS: 'nothing can be written there; name another place, or mend who may write',
  EACCES: 'we may not write or read there; name another place, or mend who may',
  EPERM: 'we may not write or read there; name another place, or mend who may',
  ENOTDIR: 'a file stands where a folder must be; name another place',
  EISDIR: 'a folder stands where a file must be; name another place',
  ENAMETOOLONG: 'the name is too long; name a shorter one',
  EIO: 'the disk does not answer as it should; look after it',
  EMFILE: 'too many files are open; close some programs, and run the command again',
}

function diskSentence(error: unknown): string | undefined {
  const { code = '', path, dest } = error as NodeJS.ErrnoException & { dest?: string }
  const sentence = DISK[code]
  return sentence && `${[dest ?? path, sentence].filter(Boolean).join(': ')} (${code})`
}

/** Who reads what we say may go away, as `head` does; the work goes on. */
function ignoreBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`)
}
