import type { Rect, StageLayout } from '../layout/stage-layout.ts'

/** Where a slide shows the stage: slide px = stage px × `scale` + (`x`, `y`). */
export type Camera = { readonly scale: number; readonly x: number; readonly y: number }

/** Room beside and above what a camera frames, stage px: strokes and shadows. Below, it stands on the slot's edge. */
const PADDING = 6

/**
 * Find the camera that frames boxes, and the links among them, as large as the slot allows: in its middle, on its lower
 * edge.
 *
 * @param layout - of the stage.
 * @param ids - boxes of `layout`; none means the whole stage.
 * @param slot - the part of the slide that is kept for the stage, slide px.
 * @param options - `maxScale`, the greatest enlargement.
 * @returns the camera.
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
  const height = bounds.bottom - bounds.top + PADDING
  const scale = Math.min(maxScale, slot.width / width, slot.height / height)
  return {
    scale,
    x: slot.x + slot.width / 2 - (scale * (bounds.left + bounds.right)) / 2,
    y: slot.y + slot.height - scale * bounds.bottom,
  }
}

/** Stage px. */
type Bounds = { left: number; right: number; top: number; bottom: number }

function boundsOf(layout: StageLayout, ids: ReadonlySet<string>): Bounds {
  if (ids.size === 0) return { left: 0, top: 0, right: layout.width, bottom: layout.height }
  const bounds: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  let found = 0
  for (const box of layout.boxes) {
    if (!ids.has(box.id)) continue
    found++
    include(bounds, box.x, box.y)
    include(bounds, box.x + box.width, box.y + box.height)
  }
  if (found < ids.size) {
    const known = new Set(layout.boxes.map(({ id }) => id))
    throw new RangeError(`a camera can only frame boxes of the stage, got ${[...ids].find(id => !known.has(id))}`)
  }
  for (const { parent, child, points } of layout.links) {
    if (ids.has(parent) && ids.has(child)) for (const { x, y } of points) include(bounds, x, y)
  }
  return bounds
}

function include(bounds: Bounds, x: number, y: number) {
  bounds.left = Math.min(bounds.left, x)
  bounds.right = Math.max(bounds.right, x)
  bounds.top = Math.min(bounds.top, y)
  bounds.bottom = Math.max(bounds.bottom, y)
}
