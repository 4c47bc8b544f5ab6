/**
 * A number, and the register struct in which it is the offset of a field, if one of its names says so. `base` is what
 * the number counts beside that offset.
 */
export type AsmNumber = {
  readonly number: number
  readonly struct?: string | undefined
  readonly base?: number | undefined
}

/** Looks up a name in an expression; undefined where its value is not known. */
export type NameLookup = (name: string) => AsmNumber | undefined

/** Evaluates an expression of the assembler; a name that is not known gets a number of its own. */
export type Evaluate = (text: string) => (AsmNumber & { readonly isConstant: boolean }) | undefined

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+)[uUlL]*(?![\w.$])|([A-Za-z_.$][\w.$@]*|\d+[bf])|(<<|>>|<=|>=|==|!=|<>|&&|\|\||[-+*/%&|^~!()<>=]))/y

/** Operators by how tightly they bind, loosest first. */
const LEVELS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!=', '=', '<>'],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const

/**
 * Evaluate an expression of the assembler.
 *
 * @param text - numbers, names and operators, as C has them.
 * @param lookUp - the values of names.
 * @returns its value; undefined if it holds a name that is not known, or anything else.
 */
export function evaluateAsm(text: string, lookUp: NameLookup): AsmNumber | undefined {
  const plain = /^\s*(-?\d+)\s*$/.exec(text)
  if (plain && !/^-?0\d/.test(plain[1]!)) return { number: Number(plain[1]) }
  const tokens = tokensOf(text)
  if (!tokens || tokens.length === 0 || tokens.length > 400) return undefined
  let at = 0
  const unary = (): AsmNumber | undefined => {
    const token = tokens[at++]
    if (token === undefined) return undefined
    if (token === '(') {
      const inner = binary(0)
      return tokens[at++] === ')' ? inner : undefined
    }
    if ('+-~!'.includes(token)) {
      const value = unary()
      if (!value) return undefined
      if (token === '+') return value
      return { number: token === '-' ? -value.number : token === '~' ? -value.number - 1 : Number(value.number === 0) }
    }
    if (/^\d+$|^0[xX]/.test(token)) return { number: Number(/^0\d/.test(token) ? `0o${token}` : token) }
    return /^[A-Za-z_.$\d]/.test(token) ? lookUp(token) : undefined
  }
  const binary = (level: number): AsmNumber | undefined => {
    if (level === LEVELS.length) return unary()
    let left = binary(level + 1)
    while (left && (LEVELS[level] as readonly string[]).includes(tokens[at] ?? '')) {
      const operator = tokens[at++]!
      const right = binary(level + 1)
      left = right && combined(operator, left, right)
    }
    return left
  }
  const value = binary(0)
  return at === tokens.length ? value : undefined
}

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = []
  const trimmed = text.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed)
    if (!match) return undefined
    tokens.push(match[1] ?? match[2] ?? match[3]!)
  }
  return tokens
}

function combined(operator: string, a: AsmNumber, b: AsmNumber): AsmNumber | undefined {
  const struct = operator === '+' || operator === '-' ? (a.struct ?? b.struct) : undefined
  const number = OPERATIONS[operator]?.(a.number, b.number)
  const base = a.base ?? b.base
  return number === undefined || !Number.isFinite(number) ? undefined : { number, ...(struct && { struct, base }) }
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '&': (a, b) => Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b))),
  '|': (a, b) => Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b))),
  '^': (a, b) => Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b))),
  '==': (a, b) => Number(a === b),
  '=': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<>': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
}
