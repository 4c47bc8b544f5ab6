import type { Rect, StageLayout } from '../layout/stage-layout.ts'
import type { StageStep } from './stage/resolve-steps.ts'
import type { DeckStep } from './deck.ts'
import { cameraFor, type Camera } from '../canvas/camera.ts'
import { lowerOrigins } from '../canvas/lowered-origins.ts'

/** Smallest and largest zoom at which the stage is shown: labels are 16 px at 1. */
const ZOOM = { least: 1, most: 1.4 }

/**
 * Choose the boxes that are wholly inside the slot, so that beside a framed path no box is cut off. Origins are as wide
 * as the stage and always stay.
 *
 * @param ids - of boxes.
 * @param camera - how the stage is shown.
 * @param slot - the stage's part of the slide, slide px.
 * @param layout - positions of the boxes, stage px.
 * @returns in the same order.
 */
export function visibleInSlot(
  ids: readonly string[],
  { scale, x }: Camera,
  slot: Rect,
  layout: StageLayout,
): readonly string[] {
  const boxes = new Map(layout.boxes.map(it => [it.id, it]))
  return ids.filter(id => {
    const box = boxes.get(id)!
    return box.isOrigin || (box.x * scale + x >= slot.x && (box.x + box.width) * scale + x <= slot.x + slot.width)
  })
}

/**
 * Choose the camera of a step. It frames the scene's whole path where there is one, so that it stays still from step to
 * step, or else all that the step shows. Where labels would be smaller than 16 px, the origins are drawn lower;
 * `npm run check` finds scenes for which that is not enough.
 *
 * @param step - of it, what is shown, and how large at most.
 * @param path - ids of the scene's path; empty if it has none.
 * @param slot - the stage's part of the slide, slide px.
 * @param layout - positions of the boxes, stage px.
 * @returns the camera, and where the origins are drawn if not in their place.
 */
export function stepCamera(
  { shown, maxZoom = ZOOM.most }: Pick<StageStep, 'shown' | 'maxZoom'>,
  path: readonly string[],
  slot: Rect,
  layout: StageLayout,
): Pick<DeckStep, 'camera' | 'origins'> {
  const framed = path.length > 0 ? path : shown
  const camera = cameraFor(layout, framed, slot, { maxScale: Math.min(ZOOM.most, maxZoom) })
  return (
    (isTooSmall(camera) && lowerOrigins(layout, framed, slot)) || {
      camera: besideOriginNames(camera, framed, slot, layout),
    }
  )
}

/** More than half the width of an origin's name, px. */
const HALF_NAME_PX = 48

/**
 * Whether the name of an origin, which stands in the middle of its bar, lies on the left or the right edge of the slot.
 *
 * @param camera - how the stage is shown.
 * @param slot - the stage's part of the slide, slide px.
 * @param layout - positions of the boxes, stage px.
 * @returns false also where the name is wholly outside.
 */
export function cutsOriginName({ scale, x }: Camera, slot: Rect, { boxes }: StageLayout): boolean {
  return boxes
    .filter(it => it.isOrigin)
    .some(({ x: left, width }) => {
      const middle = (left + width / 2) * scale + x
      return [slot.x, slot.x + slot.width].some(edge => Math.abs(middle - edge) < HALF_NAME_PX)
    })
}

/** The nearest camera at the same zoom that cuts no origin's name and no framed box; the same one, if there is none. */
function besideOriginNames(camera: Camera, framed: readonly string[], slot: Rect, layout: StageLayout): Camera {
  const before = visibleInSlot(framed, camera, slot, layout)
  const moved = Array.from({ length: 4 * HALF_NAME_PX }, (_, i) => (i % 2 ? -1 : 1) * Math.ceil(i / 2))
    .map(by => ({ ...camera, x: camera.x + by }))
    .find(it => !cutsOriginName(it, slot, layout) && visibleInSlot(before, it, slot, layout).length === before.length)
  return moved ?? camera
}

/** Whether labels of the stage would be smaller than 16 px. */
export function isTooSmall({ scale }: Camera): boolean {
  return scale < ZOOM.least
}
