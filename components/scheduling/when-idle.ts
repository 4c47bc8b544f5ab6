/** For how long nobody has gone anywhere when a window turns to what nobody waits for, ms. */
const CALM = 1000

/** In how many frames one after the other nothing moves where nothing is about to, either: a motion begins in the frame after its start has been drawn. */
const STILL = 2

/** How long such a moment is waited for, ms: more than a step's motion takes. */
const LATEST = 1000

/** The same once nobody has moved for a while, ms: no motion is left, and whatever keeps the page busy then does so for long. */
const LATEST_IN_CALM = 200

let since = performance.now()

/** Somebody has gone somewhere: whatever waits for calm waits anew. */
export function stir(): void {
  since = performance.now()
}

/** When nobody has moved for a while, and nothing else is to be done. */
export async function calm(): Promise<void> {
  for (let rest = untilCalm(); rest > 0; rest = untilCalm()) await new Promise(resolve => setTimeout(resolve, rest))
  await quiet(LATEST_IN_CALM)
}

function untilCalm(): number {
  return since + CALM - performance.now()
}

/** What waits for a quiet moment, and until when at most. */
const waiting: { readonly end: number; readonly go: () => void }[] = []

/** When nothing moves and nothing else is to be done; where something always moves, or nobody sees the window, some time later. */
export function quiet(latest = LATEST): Promise<void> {
  return new Promise(go => {
    waiting.push({ end: performance.now() + latest, go })
    if (waiting.length === 1) void letGo()
  })
}

/** Something that waits for its moment, asked for as often as there is reason: one waits for all. While somebody holds a key down no moment comes, and whatever waits for one piles up. */
export function oneWaits(run: () => Promise<void>): () => Promise<void> {
  let isDue = false
  return async () => {
    if (isDue) return
    isDue = true
    await run()
    isDue = false
  }
}

/** Let go what waits, each in a moment of its own: together they would fill more than one, and to ask for each would cost every frame. */
async function letGo() {
  for (let still = 0; waiting.length > 0;) {
    await idle(Math.min(...waiting.map(it => it.end)) - performance.now())
    still = document.getAnimations().length > 0 ? 0 : still + 1
    const next = still < STILL ? waiting.findIndex(it => it.end <= performance.now()) : 0
    if (next >= 0) waiting.splice(next, 1)[0]!.go()
  }
}

/** When a frame leaves time, or where none does, some time later. */
export function idle(latest = LATEST): Promise<void> {
  return new Promise(resolve => {
    let isOver = false
    requestIdleCallback(
      () => {
        isOver = true
        resolve()
      },
      { timeout: Math.max(1, latest) },
    )
    // Time is what a frame leaves: Chromium gives none where none is drawn.
    const frame = () => void (isOver || requestAnimationFrame(frame))
    frame()
  })
}
