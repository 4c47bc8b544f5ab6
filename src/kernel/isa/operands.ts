import type { Address, Source } from './isa.ts'

/** Reads registers of an instruction set. */
export type RegisterReader = (operand: string) => string | undefined

/**
 * Read a memory operand in one of the forms that assemblers use: `8(sp)`, `[sp, #8]!`, `[%sp + 8]`, `(sp, 8)`,
 * `8(%rax,%rbx,4)`, `@(8,r15)`.
 *
 * @param operand - the operand.
 * @param register - reads registers.
 * @returns the address; one without a base for any other expression.
 */
export function memoryOperand(operand: string, register: RegisterReader): Address {
  const text = operand.trim().replace(/^\*/, '')
  const square = /^\[(.*)\](!?)$/s.exec(text)
  if (square) {
    const address = inBrackets(square[1]!, register)
    return { ...address, writeback: square[2] === '!' ? 'before' : undefined }
  }
  const round = lastBracket(text)
  if (round) {
    const inside = round.inside.split(',').map(it => it.trim())
    const registers = inside.map(it => register(it))
    const base = registers[0]
    if (base !== undefined && round.before === '' && inside.length === 2 && registers[1] === undefined)
      return { base, offset: inside[1]! }
    if (base !== undefined && inside.length <= 3)
      return { base, index: inside[1] ? (registers[1] ?? inside[1]) : undefined, offset: round.before || '0' }
    if (inside[0] === '' && registers[1] !== undefined)
      return { base: undefined, index: registers[1], offset: round.before || '0' }
    if (registers[1] !== undefined && inside.length === 2)
      return { base: registers[1], offset: round.before || inside[0]! }
  }
  return { offset: text }
}

/** The last pair of brackets at the end of a text, with what stands before it. */
function lastBracket(text: string): { readonly before: string; readonly inside: string } | undefined {
  if (!text.endsWith(')')) return undefined
  let depth = 0
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++
    if (text[i] === '(' && --depth === 0) return { before: text.slice(0, i).trim(), inside: text.slice(i + 1, -1) }
  }
  return undefined
}

function inBrackets(text: string, register: RegisterReader): Address {
  const parts = text.includes(',') ? text.split(',').map(it => it.trim()) : text.split(/\s*\+\s*/).map(it => it.trim())
  const base = register(parts[0]!)
  if (base === undefined) return { offset: text }
  const rest = parts.slice(1)
  const index = rest.length > 0 ? register(rest[0]!) : undefined
  if (index !== undefined) return { base, index, offset: '0' }
  const offset = rest.map(it => it.replace(/^#/, '')).join(text.includes(',') ? ',' : ' + ') || '0'
  const subtracted = /^(%?\w+)\s*-\s*(.+)$/.exec(parts[0]!)
  return subtracted && rest.length === 0
    ? { base: register(subtracted[1]!), offset: `-(${subtracted[2]})` }
    : { base, offset }
}

/**
 * What an operand gives: a register or a number.
 *
 * @param operand - `x0`, `#8`, `$-1`, `%r3`.
 * @param register - reads registers.
 * @returns the source.
 */
export function sourceOf(operand: string, register: RegisterReader): Source {
  const text = operand.trim()
  const name = register(text)
  return name === undefined ? { number: text.replace(/^[#$](?=.)/, '') } : { register: name }
}

/**
 * Make a reader of registers from names and their spellings.
 *
 * @param names - the registers, each with its other spellings.
 * @returns reads an operand, with or without `%` or `$`.
 */
export function registerReader(names: Readonly<Record<string, readonly string[]>>): RegisterReader {
  const byName = new Map<string, string>()
  for (const [name, others] of Object.entries(names))
    for (const it of [name, ...others]) byName.set(it.toLowerCase(), name)
  return operand =>
    byName.get(
      operand
        .trim()
        .replace(/^[%$](?=\w)/, '')
        .toLowerCase(),
    ) ?? byName.get(operand.trim().toLowerCase())
}

/** Names of a run of registers: `run('x', 0, 30)`. */
export function run(prefix: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${first + i}`)
}
