import type { AsmLine } from './asm-line.ts'

/** A `.rept` is repeated at most so often. */
const MOST_REPETITIONS = 64

/** Evaluates a constant expression; undefined if its value is not known. */
type Evaluate = (text: string) => number | undefined

/** An `.if` that is open. */
type Branch = {
  /** Whether the lines of the current branch are assembled. */
  isOn: boolean
  readonly isKnown: boolean
  wasTaken: boolean
}

/**
 * Resolve the assembler's directives in the body of a macro: `.if` by its condition, `.rept` by its count, and symbols
 * such as `.Lcount` by their values. Where a condition is not known, neither of its branches is taken.
 *
 * @param lines - the body, with the macro's arguments in it.
 * @param evaluate - evaluates a constant expression.
 * @returns the lines that are assembled, without directives.
 */
export function resolveDirectives(lines: readonly AsmLine[], evaluate: Evaluate): readonly AsmLine[] {
  const out: AsmLine[] = []
  const branches: Branch[] = []
  const values = new Map<string, number>()
  const withValues = (text: string) => text.replace(/\.L\w+/g, it => String(values.get(it) ?? it))
  const assemble = (line: AsmLine): void => {
    const assigned = /^\s*(\.L\w+)\s*=\s*(.+)$/.exec(line.text)
    const value = assigned && evaluate(withValues(assigned[2]!))
    if (assigned && value !== undefined) values.set(assigned[1]!, value!)
    else out.push({ ...line, text: withValues(line.text) })
  }
  for (let i = 0; i < lines.length; i++) {
    const directive = /^\s*\.(if\w*|else\w*|endif|rept|endr)\b\s*(.*)$/.exec(lines[i]!.text)
    const isOn = branches.every(it => it.isOn)
    const kind = directive?.[1] ?? ''
    if (kind === 'rept') {
      const end = lines.findIndex((line, j) => j > i && /^\s*\.endr\b/.test(line.text))
      const count = isOn ? (evaluate(withValues(directive![2]!)) ?? 0) : 0
      const body = lines.slice(i + 1, end < 0 ? undefined : end)
      for (let n = 0; n < Math.min(count, MOST_REPETITIONS); n++) body.forEach(assemble)
      i = end < 0 ? lines.length : end
    } else if (kind !== '' && kind !== 'endr') {
      changeBranch(kind, withValues(directive![2]!), branches, evaluate)
    } else if (isOn) {
      assemble(lines[i]!)
    }
  }
  return out
}

/** Take a directive of a conditional into the open branches. */
function changeBranch(kind: string, text: string, branches: Branch[], evaluate: Evaluate): void {
  const branch = branches.at(-1)
  if (kind.startsWith('if')) {
    const holds = conditionHolds(kind, text, evaluate)
    branches.push({ isOn: holds === true, isKnown: holds !== undefined, wasTaken: holds === true })
  } else if (kind === 'endif') {
    branches.pop()
  } else if (branch) {
    const holds = kind === 'elseif' ? conditionHolds('if', text, evaluate) : true
    branch.isOn = branch.isKnown && !branch.wasTaken && holds === true
    branch.wasTaken ||= branch.isOn
  }
}

/** Whether the condition of an `.if` holds; undefined if its value is not known. */
function conditionHolds(kind: string, text: string, evaluate: Evaluate): boolean | undefined {
  const [left, right] = text.split(',').map(it => it.trim().replace(/^(["'])(.*)\1$/, '$2'))
  switch (kind) {
    case 'ifb':
      return text.trim() === ''
    case 'ifnb':
      return text.trim() !== ''
    case 'ifc':
    case 'ifeqs':
      return left === right
    case 'ifnc':
    case 'ifnes':
      return left !== right
    case 'if': {
      // The assembler writes `=` for `==`.
      const value = evaluate(text.replace(/(?<![<>=!])=(?!=)/g, '=='))
      return value === undefined ? undefined : value !== 0
    }
    default:
      return undefined
  }
}
