/** How long a frame is waited for, ms: a window that nobody sees draws none. */
const LATEST = 200

/**
 * When the next frame has been drawn.
 *
 * @returns false where none was: what has changed has not been seen yet, nor been laid out.
 */
export function drawn(): Promise<boolean> {
  return new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(() => resolve(true)))
    setTimeout(() => resolve(false), LATEST)
  })
}
