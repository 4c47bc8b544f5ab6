/**
 * The id of a showing: a scene is shown under its own id, and under `kprobe~2` when it is shown for the second time.
 *
 * @param scene - id of the scene.
 * @param times - how often it has been shown, this time included.
 * @returns the id.
 */
export function showingOf(scene: string, times: number): string {
  return times > 1 ? `${scene}~${times}` : scene
}

/** The scene of a showing: `kprobe` for `kprobe~2`. */
export function sceneOf(showing: string): string {
  return showing.replace(/~\d+$/, '')
}
