// What the speaker points at: a pointer over the slide, and a box, a register or a line that is highlighted for some
// seconds. Both go to the room beside the state of the talk, and change no step: no component is rendered again.
import { useNav } from '@slidev/client'
import { CHANNEL } from './use-presentation.ts'

/** A thing to highlight, as all windows find it: on the slide or the answer on show, one of what a selector finds. */
type Highlight = { readonly within: string; readonly what: string; readonly index: number }

/** The pointer, from 0 to 1 of the slide's width and height; or what is highlighted. */
type Pointing = { readonly x: number; readonly y: number } | { readonly highlight: Highlight | undefined }

/** How long the pointer stays where it has come to rest, ms. */
const POINTER_MS = 900

/** How long a thing is highlighted, ms. */
const HIGHLIGHT_MS = 4000

/** What can be highlighted, the innermost first. */
const WHAT = ['.regs-frame li', '.code-panel li', '.words-panel li', '[data-mechanism]', '[data-link]', 'tbody tr']

/** Where it can be highlighted. */
const WITHIN = {
  slide: '#slideshow > .slidev-page:not([style*="display: none"]):not([data-waiting])',
  answer: '.explorer-veil.is-open .explorer-canvas',
} as const

const room = new BroadcastChannel(`${CHANNEL} pointing`)

/** Show in this window what the speaker points at. */
export function followPointing(): void {
  const { isPresenter } = useNav()
  const dot = document.body.appendChild(document.createElement('div'))
  dot.className = 'speaker-pointer'
  let rest: ReturnType<typeof setTimeout> | undefined
  room.onmessage = ({ data }: MessageEvent<Pointing>) => {
    if ('highlight' in data) return highlight(data.highlight)
    if (isPresenter.value) return
    dot.style.setProperty('--x', `${data.x - 0.5}`)
    dot.style.setProperty('--y', `${data.y - 0.5}`)
    dot.toggleAttribute('data-on', true)
    clearTimeout(rest)
    rest = setTimeout(() => dot.removeAttribute('data-on'), POINTER_MS)
  }
}

/**
 * Show the room where the speaker's mouse or finger is.
 *
 * @param event - over the slide on show.
 * @param slide - the slide in the speaker's window.
 */
export function pointAt(event: PointerEvent, slide: HTMLElement): void {
  const { left, top, width, height } = slide.getBoundingClientRect()
  const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height]
  if (x >= 0 && x <= 1 && y >= 0 && y <= 1) room.postMessage({ x, y } satisfies Pointing)
}

/**
 * Highlight what was pressed, in all windows; a second press ends it.
 *
 * @param event - a press on the slide or the answer on show; one on a link or a button is for that.
 */
export function highlightPressed({ target }: Event): void {
  if (!(target instanceof Element) || target.closest('a, button, input, select')) return
  const pressed = target.closest(WHAT.join())
  const what = WHAT.find(it => pressed?.matches(it))
  const within = Object.values(WITHIN).find(it => pressed?.closest(it))
  if (!pressed || !what || !within) return
  const index = [...pressed.closest(within)!.querySelectorAll(what)].indexOf(pressed)
  const pressedNow = pressed.hasAttribute('data-pointed') ? undefined : { within, what, index }
  highlight(pressedNow)
  room.postMessage({ highlight: pressedNow } satisfies Pointing)
}

let endHighlight: (() => void) | undefined

/** Highlight a thing in this window, and no other. */
function highlight(wanted: Highlight | undefined): void {
  endHighlight?.()
  const thing = wanted && document.querySelector(wanted.within)?.querySelectorAll(wanted.what)[wanted.index]
  if (!thing) return
  const all = [thing, ...thing.querySelectorAll('[data-register]')]
  for (const it of all) it.toggleAttribute('data-pointed', true)
  const timer = setTimeout(() => endHighlight?.(), HIGHLIGHT_MS)
  endHighlight = () => {
    clearTimeout(timer)
    for (const it of all) it.removeAttribute('data-pointed')
    endHighlight = undefined
  }
}
