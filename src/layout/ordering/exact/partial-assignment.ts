import type { CrossingTerms, FlatEdgeTerm } from './crossing-terms.ts'

/** Values for some of the variables of {@link CrossingTerms}, and what each of the others would cost either way. */
export type PartialAssignment = {
  /** Per variable 1, -1, or 0 while it is open. For a flat edge's side, 1 is over. */
  readonly values: Int8Array
  /** Per open variable, the crossings that the value 1 would add to those of the assigned ones. */
  readonly costIfPlus: Int32Array
  /** The same for the value -1. */
  readonly costIfMinus: Int32Array
  /** The assigned variables in the order of assignment. */
  readonly trail: readonly number[]
  /** Give an open variable its value. */
  readonly assign: (variable: number, value: 1 | -1) => void
  /** Take back the latest assignments until `length` are left on the trail. */
  readonly backtrackTo: (length: number) => void
  /** The least crossings that any completion can have. */
  readonly lowerBound: () => number
}

/**
 * Make an assignment in which every variable is open. It is changed in place, and remembers how to go back.
 *
 * The lower bound is the crossings among the assigned variables, plus for each open one the cheaper of its two values.
 * Terms between two open variables count nothing, so the bound is quick and rises with every assignment.
 *
 * @param terms - the graph's.
 * @returns the assignment.
 */
export function partialAssignment(terms: CrossingTerms): PartialAssignment {
  const { variableCount, pairTerms, flatEdgeTerms, base } = terms
  const values = new Int8Array(variableCount)
  const costIfPlus = new Int32Array(variableCount)
  const costIfMinus = new Int32Array(variableCount)
  const trail: number[] = []
  let spent = base

  /** Add (`by` 1) or take back (`by` -1) what an assigned variable makes the open ones cost. */
  const charge = (variable: number, by: 1 | -1) => {
    const isPlus = values[variable] === 1
    const pairs = pairTerms[variable]!
    for (let i = 0; i < pairs.length; i++) {
      const { other, ifEqual, ifDiffering } = pairs[i]!
      costIfPlus[other]! += by * (isPlus ? ifEqual : ifDiffering)
      costIfMinus[other]! += by * (isPlus ? ifDiffering : ifEqual)
    }
    const edges = flatEdgeTerms[variable]!
    for (let i = 0; i < edges.length; i++) {
      if (variable === edges[i]!.side) chargeSide(edges[i]!, by)
      else chargeBetween(edges[i]!, variable, by)
    }
  }
  /** The side is assigned. Until then a node counted with the cheaper side; now its actual one counts. */
  const chargeSide = ({ first, second, sign, side, over, under }: FlatEdgeTerm, by: 1 | -1) => {
    if ((values[first] === 0) === (values[second] === 0)) return
    const [assigned, open] = values[first] === 0 ? [second, first] : [first, second]
    const costIfBetween = values[assigned]! * sign === 1 ? costIfPlus : costIfMinus
    costIfBetween[open]! += by * ((values[side] === 1 ? over : under) - Math.min(over, under))
  }
  /** One of the two variables that decide whether the node is between the edge's ends is assigned. */
  const chargeBetween = ({ first, second, sign, side, over, under }: FlatEdgeTerm, variable: number, by: 1 | -1) => {
    const cheaper = Math.min(over, under)
    const mate = variable === first ? second : first
    const costIfBetween = values[variable]! * sign === 1 ? costIfPlus : costIfMinus
    costIfBetween[mate]! += by * (values[side] === 0 ? cheaper : values[side] === 1 ? over : under)
    if (values[side] !== 0 || values[mate] === 0 || values[mate]! * sign !== values[variable]) return
    costIfPlus[side]! += by * (over - cheaper)
    costIfMinus[side]! += by * (under - cheaper)
  }
  const assign = (variable: number, value: 1 | -1) => {
    spent += value === 1 ? costIfPlus[variable]! : costIfMinus[variable]!
    values[variable] = value
    charge(variable, 1)
    trail.push(variable)
  }
  const backtrackTo = (length: number) => {
    while (trail.length > length) {
      const variable = trail.pop()!
      charge(variable, -1)
      spent -= values[variable] === 1 ? costIfPlus[variable]! : costIfMinus[variable]!
      values[variable] = 0
    }
  }
  const lowerBound = () => {
    let sum = spent
    for (let variable = 0; variable < variableCount; variable++)
      if (values[variable] === 0) sum += Math.min(costIfPlus[variable]!, costIfMinus[variable]!)
    return sum
  }
  return { values, costIfPlus, costIfMinus, trail, assign, backtrackTo, lowerBound }
}
