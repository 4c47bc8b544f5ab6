/**
 * Where the explorer stands in the presenter, as its style sheet has it: the share of the window's width, and the
 * height that is left to the bar, the foot and the line below it, in hundredths of the width of a 16:9 window.
 */
export const BESIDE_NOTES = { share: 0.62, around: 18 } as const
