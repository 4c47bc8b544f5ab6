/** Every length of the stage, stage px. The one place to tune them. */
export const SIZES = {
  /** Of a normal box: two lines of text fit. */
  boxHeight: 46,
  /** Of an origin's slab: one line. */
  originBarHeight: 36,
  /** Left and right of the widest line of a label. */
  padding: 9,
  minBoxWidth: 56,
  /** Box widths are rounded up to a multiple of this, so that near-equal boxes are equal. */
  widthStep: 2,
  lineHeight: 19,
  /** From the middle of a line to its baseline. */
  baseline: 5.5,
  /** Between twins: two boxes that stand on the same parents. */
  siblingGap: 10,
  /** Between other neighbours; shrinks to `twinGap` when the stage would be too wide. */
  boxGap: 14,
  /** Between the rows, when no lane needs more. */
  rowGap: 44,
  /** Width that a link takes when it passes a row between two boxes. */
  dummyWidth: 2,
  /** The least distance between two ports on one edge of a box, and from a port to the box's corner. */
  portGap: 12,
  portInset: 10,
  /** Between the ports of a fan, if the box is wide enough. */
  fanGap: 24,
  /** From a box's border to the first lane, between lanes, and from the last lane to the curves. */
  laneOffset: 13,
  laneGap: 9,
  laneEnd: 5,
  /** Of the part of a channel in which the links bend. */
  curveHeight: 32,
  cornerRadius: 8,
  /** Around the picture, so that strokes are not cut. */
  margin: 2,
  /** The stage is tightened when it would be wider than this. */
  maxWidth: 884,
} as const
