/** A condition of Kconfig, as parsed. */
export type Expr =
  | { readonly is: 'symbol'; readonly name: string }
  /** A quoted text, with the macros in it still standing. */
  | { readonly is: 'text'; readonly text: string }
  /** `$(cc-option,-pg)`: what a macro answers, which asks the compiler, the assembler or a program. */
  | { readonly is: 'macro'; readonly text: string }
  | { readonly is: 'not'; readonly of: Expr }
  | { readonly is: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | {
      readonly is: 'compare'
      readonly by: '=' | '!=' | '<' | '>' | '<=' | '>='
      readonly left: Expr
      readonly right: Expr
    }

/** Conditions are nested in parentheses less deeply than this. */
const MOST_NESTED = 200

/**
 * Parse a condition.
 *
 * @throws SyntaxError if it is none.
 */
export function parseExpr(text: string): Expr {
  const tokens = tokensOf(text)
  let at = 0
  const take = (word: string) => tokens[at] === word && ++at > 0

  const or = (depth: number): Expr => {
    let left = and(depth)
    while (take('||')) left = { is: 'or', left, right: and(depth) }
    return left
  }
  const and = (depth: number): Expr => {
    let left = not(depth)
    while (take('&&')) left = { is: 'and', left, right: not(depth) }
    return left
  }
  const not = (depth: number): Expr => {
    if (depth > MOST_NESTED) throw new SyntaxError('it is nested too deeply')
    if (take('!')) return { is: 'not', of: not(depth + 1) }
    if (take('(')) {
      const inner = or(depth + 1)
      if (!take(')')) throw new SyntaxError('a ( is not closed')
      return inner
    }
    const left = operand()
    const by = tokens[at]
    if (by === '=' || by === '!=' || by === '<' || by === '>' || by === '<=' || by === '>=') {
      at++
      return { is: 'compare', by, left, right: operand() }
    }
    return left
  }
  const operand = (): Expr => {
    const token = tokens[at++]
    if (token === undefined || /^(?:[!&|()=<>]|$)/.test(token))
      throw new SyntaxError(
        token === undefined ? 'something is missing at its end' : `${token} stands where a symbol belongs`,
      )
    if (token.startsWith('$(')) return { is: 'macro', text: token }
    return /^["']/.test(token) ? { is: 'text', text: token.slice(1, -1) } : { is: 'symbol', name: token }
  }

  const expr = or(0)
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} follows where it should end`)
  return expr
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  for (let at = 0; at < text.length;) {
    const char = text[at]!
    if (char === ' ' || char === '\t') {
      at++
      continue
    }
    const end =
      char === '"' || char === "'"
        ? closingQuote(text, at)
        : text.startsWith('$(', at)
          ? macroEnd(text, at)
          : wordEnd(text, at)
    tokens.push(text.slice(at, end))
    at = end
  }
  return tokens
}

function wordEnd(text: string, at: number): number {
  const word = /[\w.-]+|&&|\|\||[!<>]=|[!()=<>]/y
  word.lastIndex = at
  if (!word.test(text)) throw new SyntaxError(`${text[at]} is no part of a condition`)
  return word.lastIndex
}

/** Where a quoted text ends, its closing quote included. */
export function closingQuote(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[at]) return i + 1
  }
  throw new SyntaxError('a quote is not closed')
}

/** Where a `$(…)` ends; parentheses in it pair. */
export function macroEnd(text: string, at: number): number {
  let depth = 0
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')' && --depth === 0) return i + 1
  }
  throw new SyntaxError('a $( is not closed')
}
