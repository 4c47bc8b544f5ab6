import { splitOutside } from './split-outside.ts'

/** An `.if` that is open: whether its lines count, whether one of its branches did, and whether that is known. */
type Branch = { isOn: boolean; wasTaken: boolean; isKnown: boolean }

/** What conditions ask the assembler. */
export type ConditionInput = {
  /** Evaluates an expression; undefined if its value is not known. */
  readonly evaluate: (text: string) => number | undefined
  /** Whether a symbol or a label has this name. */
  readonly isDefined: (name: string) => boolean
}

/** The conditions that are open at a line: `.if`, `.else`, `.elseif` and `.endif`. */
export class ConditionStack {
  readonly #input: ConditionInput
  readonly #branches: Branch[] = []

  constructor(input: ConditionInput) {
    this.#input = input
  }

  /** Whether the lines here count. */
  get isOn(): boolean {
    return this.#branches.every(it => it.isOn)
  }

  /** How many conditions are open. */
  get depth(): number {
    return this.#branches.length
  }

  /** Close the conditions that were opened since there were so many. */
  closeTo(depth: number): void {
    this.#branches.length = Math.min(this.#branches.length, depth)
  }

  /** Take a directive: `none` if it is not about a condition, `unknown` if it is not known which lines count. */
  take(word: string, rest: string): 'none' | 'taken' | 'unknown' {
    if (word.startsWith('.if')) {
      const holds = this.isOn ? conditionHolds(word, rest, this.#input) : false
      this.#branches.push({ isOn: holds === true, wasTaken: holds === true, isKnown: holds !== undefined })
      return holds === undefined ? 'unknown' : 'taken'
    }
    if (word === '.endif') {
      this.#branches.pop()
      return 'taken'
    }
    if (word !== '.else' && word !== '.elseif') return 'none'
    const branch = this.#branches.at(-1)
    if (!branch) return 'taken'
    const isReached = this.#branches.slice(0, -1).every(it => it.isOn) && branch.isKnown && !branch.wasTaken
    const holds = isReached && (word === '.else' || conditionHolds('.if', rest, this.#input))
    branch.isOn = holds === true
    branch.wasTaken ||= branch.isOn
    branch.isKnown &&= holds !== undefined
    return holds === undefined ? 'unknown' : 'taken'
  }
}

/** Tests of a number, by the directive. */
const TESTS: Readonly<Record<string, (number: number) => boolean>> = {
  '.if': number => number !== 0,
  '.ifne': number => number !== 0,
  '.ifeq': number => number === 0,
  '.ifgt': number => number > 0,
  '.ifge': number => number >= 0,
  '.iflt': number => number < 0,
  '.ifle': number => number <= 0,
}

/** Whether a condition holds; undefined if that is not known. */
function conditionHolds(kind: string, text: string, { evaluate, isDefined }: ConditionInput): boolean | undefined {
  const [left = '', right = ''] = splitOutside(text, ',').map(it =>
    it.replace(/^(["'])(.*)\1$/, '$2').replace(/\s+/g, ' '),
  )
  switch (kind) {
    case '.ifb':
      return text.trim() === ''
    case '.ifnb':
      return text.trim() !== ''
    case '.ifc':
    case '.ifeqs':
      return left === right
    case '.ifnc':
    case '.ifnes':
      return left !== right
    case '.ifdef':
      return isDefined(text.trim())
    case '.ifndef':
    case '.ifnotdef':
      return !isDefined(text.trim())
    default: {
      const registers = /^\s*(%\w+)\s*([!=]=)\s*(%\w+)\s*$/.exec(text)
      if (registers) return (registers[1] === registers[3]) === (registers[2] === '==')
      const value = evaluate(text)
      return value === undefined ? undefined : TESTS[kind]?.(value)
    }
  }
}
