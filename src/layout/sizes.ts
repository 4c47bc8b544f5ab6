/** Every length of the stage, in stage px. The one place to tune them. */
export const SIZES = {
  /** Height of a box: two lines of text fit. */
  boxHeight: 46,
  /** Height of an origin bar with one line of text. */
  originBarHeight: 36,
  /** Left and right of the widest line of a label. */
  padding: 9,
  minBoxWidth: 56,
  /** Box widths are rounded up to a multiple of this, so that near-equal boxes are equal. */
  widthStep: 2,
  lineHeight: 19,
  /** From the middle of a line to its baseline. */
  baseline: 5.5,
  /** Between siblings, and beside a link that passes the row. */
  siblingGap: 10,
  /** Between other neighbours; shrinks to `siblingGap` when the stage would be too wide. */
  boxGap: 14,
  /** Between the rows, when no lane needs more. */
  rowGap: 44,
  /** Width of a dummy node: what a link takes when it passes a row between two boxes. */
  dummyWidth: 2,
  /** The least distance between two ports on one border of a box. */
  portGap: 12,
  /** The least distance from a port to the box's corner. */
  portInset: 10,
  /** Between the ports of a fan, if the box is wide enough. */
  fanGap: 24,
  /** From a box's border to the first lane. */
  laneOffset: 13,
  /** Between two lanes. */
  laneGap: 9,
  /** From the last lane to the curves of the gap between the rows. */
  laneEnd: 5,
  /** Height of the part of a gap between rows in which the links bend. */
  curveHeight: 32,
  /** Radius of the corners of a link on a lane. */
  cornerRadius: 8,
  /** Around the stage, so that strokes are not cut. */
  margin: 2,
  /** The stage's boxes move closer together when it would be wider than this. */
  maxWidth: 884,
} as const
