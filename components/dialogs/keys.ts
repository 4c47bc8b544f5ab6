/** What keys do, and where they work; some only where the dataset has several arches or releases. */
type KeyGroup = {
  readonly where: string
  readonly keys: readonly {
    readonly keys: readonly string[]
    readonly does: string
    readonly needs?: 'arches' | 'releases'
  }[]
}

/** All keys of the talk, by the window in which they work. */
export const KEYS: readonly KeyGroup[] = [
  {
    where: 'In every window',
    keys: [
      { keys: ['Space', '→', 'PageDown'], does: 'one step on' },
      { keys: ['←', 'PageUp'], does: 'one step back' },
      { keys: ['↓', '↑'], does: 'next slide, slide before' },
      { keys: ['Home', 'End'], does: 'first slide, last slide' },
      { keys: ['12', 'Enter'], does: 'the slide of that number' },
      { keys: ['g', 'o'], does: 'go to by number or title, all slides' },
      { keys: ['b', '.'], does: 'black for the audience, and back' },
      { keys: ['a', 'A'], does: 'next arch, arch before', needs: 'arches' },
      { keys: ['r', 'R'], does: 'next release, release before', needs: 'releases' },
      { keys: ['k', 'K'], does: "the kernel's own lines, where a tree was given" },
      { keys: ['d', 'f'], does: 'dark or light, full screen' },
      { keys: ['?'], does: 'these keys' },
    ],
  },
  {
    where: 'In the presenter',
    keys: [
      { keys: ['t', 'T'], does: 'start or stop the clock, set it to zero' },
      { keys: ['s'], does: "open the audience's window, on the other screen if there is one" },
      { keys: ['m'], does: 'the minutes that each slide took, run by run' },
      { keys: ['mouse'], does: 'over the slide: the room sees the pointer' },
      { keys: ['click'], does: 'on what the slide shows: it is highlighted for the room' },
      { keys: ['swipe'], does: 'on the slide: a step on or back' },
    ],
  },
  {
    where: 'In the explorer',
    keys: [
      { keys: ['/', 'e'], does: 'ask, or look at the stage' },
      { keys: ['Enter'], does: 'in the presenter: show the answer to the room' },
      { keys: ['↓', '↑'], does: 'next answer, answer before' },
      { keys: ['[', ']'], does: 'release before, next release', needs: 'releases' },
      { keys: ['{', '}'], does: 'arch before, next arch', needs: 'arches' },
      { keys: ['←', '→'], does: 'along a path, outside the search' },
      { keys: ['PageDown'], does: 'more of the answer' },
      { keys: ['Esc'], does: 'back to the slide, also for the room' },
    ],
  },
]
