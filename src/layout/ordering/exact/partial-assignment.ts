import type { FlatEdgeTerm, PairCosts } from './crossing-terms.ts'

/** The signs of a graph, some decided, and what each of the others would cost either way. */
export type PartialAssignment = {
  /** Per sign 1, -1, or 0 while undecided. */
  readonly signs: Int8Array
  /** What a sign adds to the crossings as 1 and as -1, given those decided before it. */
  readonly plus: Int32Array
  readonly minus: Int32Array
  /** Decided signs in the order of their decision. */
  readonly trail: readonly number[]
  readonly assign: (sign: number, value: 1 | -1) => void
  /** Take decisions back until `length` are left. */
  readonly backtrackTo: (length: number) => void
  /** Crossings that there are, whatever becomes of the undecided signs. */
  readonly lowerBound: () => number
}

/** A state in which nothing is decided. */
export function partialAssignment({ count, pairTerms, flatEdgeTerms, base }: PairCosts): PartialAssignment {
  const signs = new Int8Array(count)
  const plus = new Int32Array(count)
  const minus = new Int32Array(count)
  const trail: number[] = []
  let spent = base

  /** Add (`by` 1) or take back (-1) what a decided sign makes the others cost. */
  const charge = (sign: number, by: 1 | -1) => {
    const isPlus = signs[sign] === 1
    const pairs = pairTerms[sign]!
    for (let i = 0; i < pairs.length; i++) {
      const { other, ifEqual, ifDiffering } = pairs[i]!
      plus[other]! += by * (isPlus ? ifEqual : ifDiffering)
      minus[other]! += by * (isPlus ? ifDiffering : ifEqual)
    }
    const arcs = flatEdgeTerms[sign]!
    for (let i = 0; i < arcs.length; i++) {
      if (sign === arcs[i]!.side) chargeSide(arcs[i]!, by)
      else chargeBetween(arcs[i]!, sign, by)
    }
  }
  /** The arc's side is known: a box of which one neighbour is known may cost more than the cheaper side. */
  const chargeSide = ({ first, second, sign: parity, side, over, under }: FlatEdgeTerm, by: 1 | -1) => {
    if ((signs[first] === 0) === (signs[second] === 0)) return
    const [decided, open] = signs[first] === 0 ? [second, first] : [first, second]
    const costly = signs[decided]! * parity === 1 ? plus : minus
    costly[open]! += by * ((signs[side] === 1 ? over : under) - Math.min(over, under))
  }
  /** One of the signs that tell whether a box is between an arc's ends is known. */
  const chargeBetween = (
    { first, second, sign: parity, side, over, under }: FlatEdgeTerm,
    sign: number,
    by: 1 | -1,
  ) => {
    const cheaper = Math.min(over, under)
    const mate = sign === first ? second : first
    const costly = signs[sign]! * parity === 1 ? plus : minus
    costly[mate]! += by * (signs[side] === 0 ? cheaper : signs[side] === 1 ? over : under)
    if (signs[side] !== 0 || signs[mate] === 0 || signs[mate]! * parity !== signs[sign]) return
    plus[side]! += by * (over - cheaper)
    minus[side]! += by * (under - cheaper)
  }
  const assign = (sign: number, value: 1 | -1) => {
    spent += value === 1 ? plus[sign]! : minus[sign]!
    signs[sign] = value
    charge(sign, 1)
    trail.push(sign)
  }
  const backtrackTo = (length: number) => {
    while (trail.length > length) {
      const sign = trail.pop()!
      charge(sign, -1)
      spent -= signs[sign] === 1 ? plus[sign]! : minus[sign]!
      signs[sign] = 0
    }
  }
  const lowerBound = () => {
    let sum = spent
    for (let sign = 0; sign < count; sign++) if (signs[sign] === 0) sum += Math.min(plus[sign]!, minus[sign]!)
    return sum
  }
  return { signs, plus, minus, trail, assign, backtrackTo, lowerBound }
}
