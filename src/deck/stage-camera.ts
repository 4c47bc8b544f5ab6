import type { Rect, StageLayout } from '../layout/stage-layout.ts'
import type { StageStep } from './resolve-steps.ts'
import type { DeckStep } from './deck.ts'
import { cameraFor, type Camera } from '../canvas/camera.ts'
import { lowerOrigins } from '../canvas/lowered-origins.ts'

/** Smallest and largest zoom at which the stage is shown: labels are 16 px at 1. */
const ZOOM = { least: 1, most: 1.4 }

/** What stands wholly in the slot: beside a lit path the rest leaves the canvas, and nothing is cut but the origins. */
export function slotRelative(
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
 * Frame the scene's whole path where it has one, so that the camera rests while the path is lit; else all that is
 * on the stage. Where that would make labels smaller than 16 px, the origins are drawn low; `npm run check` finds
 * where that is not enough.
 */
export function stepCamera(
  { shown }: StageStep,
  path: readonly string[],
  slot: Rect,
  layout: StageLayout,
): Pick<DeckStep, 'camera' | 'origins'> {
  const framed = path.length > 0 ? path : shown
  const camera = cameraFor(layout, framed, slot, { maxScale: ZOOM.most })
  return (camera.scale < ZOOM.least && lowerOrigins(layout, framed, slot)) || { camera }
}
