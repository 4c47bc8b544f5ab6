import type { Camera, Rect, StageBox, StageLayout } from '../layout/stage-layout.ts'
import { cameraFor } from './camera.ts'

/** Where the origins' slabs stand when they are drawn low, stage px. */
export type LoweredOrigins = { readonly y: number; readonly height: number }

/** A low slab still holds its label, and the lanes above it still pass; px. Its label stands higher by what the foot of a p takes. */
const LOW = { height: 22, gap: 18, lift: 1.5 }

/** How far the boxes on top may rise above the slot, and the slabs reach below it, px: outlines. */
const OUTSIDE = { above: 3, below: 3 }

/**
 * A camera for a slot that is too low for the whole stage at full size: the slabs are drawn low and close below the
 * boxes, so that it is still seen what stands on which.
 *
 * @param shown - boxes of `layout`, origins among them or not.
 * @returns undefined where there is no room for that either.
 */
export function lowerOrigins(
  layout: StageLayout,
  shown: readonly string[],
  slot: Rect,
): { readonly camera: Camera; readonly origins: LoweredOrigins } | undefined {
  const above = layout.boxes.filter(it => !it.isOrigin && shown.includes(it.id))
  const top = Math.min(...above.map(it => it.y))
  const bottom = Math.max(...above.map(it => it.y + it.height))
  const bars = layout.boxes.filter(it => it.isOrigin)
  const { scale, x } = cameraFor(layout, shown, { ...slot, height: Infinity }, { maxScale: 1 })
  const y = slot.y - OUTSIDE.above - top
  const floor = slot.y + slot.height + OUTSIDE.below - y
  // Links end where the slabs usually begin: no slab begins below that.
  const originsY = Math.min(floor - LOW.height, ...bars.map(it => it.y))
  const origins = { y: originsY, height: Math.min(floor - originsY, ...bars.map(it => it.height)) }
  return scale < 1 || origins.y < bottom + LOW.gap ? undefined : { camera: { scale, x, y }, origins }
}

/** An origin's box, lowered: its label stays in its middle, as far as the eye can tell. */
export function withOriginsAt<Box extends StageBox>(box: Box, origins: LoweredOrigins): Box {
  const shift = origins.y + origins.height / 2 - (box.y + box.height / 2) - LOW.lift
  return { ...box, ...origins, lines: box.lines.map(line => ({ ...line, y: line.y + shift })) }
}
