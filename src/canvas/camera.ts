import type { Camera, Rect, StageLayout } from '../layout/stage-layout.ts'

/** Room around what a camera frames, stage px: strokes and shadows. */
const PADDING = 6

/**
 * A camera that frames boxes, and the links among them, in the middle of a part of the slide and on its ground.
 *
 * @param ids - boxes of `layout`; none means the whole stage.
 * @param slot - the part of the slide, slide px.
 * @param options.maxScale - the greatest enlargement.
 * @throws RangeError if an id is unknown.
 */
export function cameraFor(
  layout: StageLayout,
  ids: Iterable<string>,
  slot: Rect,
  { maxScale }: { readonly maxScale: number },
): Camera {
  const bounds = boundsOf(layout, new Set(ids))
  const width = bounds.right - bounds.left + 2 * PADDING
  const height = bounds.bottom - bounds.top + 2 * PADDING
  const scale = Math.min(maxScale, slot.width / width, slot.height / height)
  return {
    scale,
    x: slot.x + slot.width / 2 - (scale * (bounds.left + bounds.right)) / 2,
    y: slot.y + slot.height - scale * (bounds.bottom + PADDING),
  }
}

type Bounds = { left: number; right: number; top: number; bottom: number }

function boundsOf(layout: StageLayout, ids: ReadonlySet<string>): Bounds {
  if (ids.size === 0) return { left: 0, top: 0, right: layout.width, bottom: layout.height }
  const frame: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  let found = 0
  for (const box of layout.boxes) {
    if (!ids.has(box.id)) continue
    found++
    frame.top = Math.min(frame.top, box.y)
    frame.bottom = Math.max(frame.bottom, box.y + box.height)
    frame.left = Math.min(frame.left, box.x)
    frame.right = Math.max(frame.right, box.x + box.width)
  }
  if (found < ids.size) {
    const known = new Set(layout.boxes.map(({ id }) => id))
    throw new RangeError(`a camera can only frame boxes of the stage, got ${[...ids].find(id => !known.has(id))}`)
  }
  for (const { parent, child, points } of layout.links) {
    if (ids.has(parent) && ids.has(child)) for (const { x, y } of points) include(frame, x, y)
  }
  return frame
}

function include(frame: Bounds, x: number, y: number) {
  frame.left = Math.min(frame.left, x)
  frame.right = Math.max(frame.right, x)
  frame.top = Math.min(frame.top, y)
  frame.bottom = Math.max(frame.bottom, y)
}
