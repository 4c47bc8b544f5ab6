/** A condition of Kconfig, parsed. */
export type Expression =
  | { readonly is: 'symbol'; readonly name: string }
  /** A quoted text, without its quotes; macros in it are not expanded. */
  | { readonly is: 'text'; readonly text: string }
  /** A macro such as `$(cc-option,-pg)`, whose value depends on the compiler, the assembler or another program. */
  | { readonly is: 'macro'; readonly text: string }
  | { readonly is: 'not'; readonly of: Expression }
  | { readonly is: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly is: 'compare'
      readonly by: '=' | '!=' | '<' | '>' | '<=' | '>='
      readonly left: Expression
      readonly right: Expression
    }

/** How deeply parentheses and negations may be nested. */
const MOST_PARENTHESES = 200

/**
 * Parse a condition by recursive descent. `||` binds least, then `&&`, `!` and comparisons.
 *
 * @param text - the condition, in one line and without a comment.
 * @returns its syntax tree.
 * @throws SyntaxError if it is not a condition.
 */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text)
  let at = 0
  const take = (word: string) => tokens[at] === word && ++at > 0

  const or = (depth: number): Expression => {
    let left = and(depth)
    while (take('||')) left = { is: 'or', left, right: and(depth) }
    return left
  }
  const and = (depth: number): Expression => {
    let left = not(depth)
    while (take('&&')) left = { is: 'and', left, right: not(depth) }
    return left
  }
  const not = (depth: number): Expression => {
    if (depth > MOST_PARENTHESES) throw new SyntaxError('it is nested too deeply')
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
  const operand = (): Expression => {
    const token = tokens[at++]
    if (token === undefined) throw new SyntaxError('a symbol is missing at its end')
    if (/^(?:[!&|()=<>]|$)/.test(token)) throw new SyntaxError(`${token} stands where a symbol belongs`)
    if (token.startsWith('$(')) return { is: 'macro', text: token }
    return /^["']/.test(token) ? { is: 'text', text: token.slice(1, -1) } : { is: 'symbol', name: token }
  }

  const parsed = or(0)
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} follows where it should end`)
  return parsed
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
  if (!word.test(text)) throw new SyntaxError(`${text[at]} cannot be in a condition`)
  return word.lastIndex
}

/**
 * Find the end of a quoted text. A backslash escapes the character after it.
 *
 * @param text - a text with a quote at `at`.
 * @param at - the index of the opening quote.
 * @returns the index after the closing quote.
 * @throws SyntaxError if the quote is not closed.
 */
export function closingQuote(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[at]) return i + 1
  }
  throw new SyntaxError('a quote is not closed')
}

/**
 * Find the end of a `$(…)`, in which parentheses are paired.
 *
 * @param text - a text with `$(` at `at`.
 * @param at - the index of the `$`.
 * @returns the index after the closing parenthesis.
 * @throws SyntaxError if the parenthesis is not closed.
 */
export function macroEnd(text: string, at: number): number {
  let depth = 0
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')' && --depth === 0) return i + 1
  }
  throw new SyntaxError('a $( is not closed')
}
