import { useNav } from '@slidev/client'
import { useEventListener } from '@vueuse/core'
import type { Question } from './use-question.ts'

/** What the keys of the explorer steer beside the question. */
type Steered = {
  readonly isOpen: () => boolean
  readonly search: () => { readonly field: HTMLInputElement | null; readonly choose: (index: number) => Promise<void> }
  readonly accept: () => void
  readonly leave: () => void
  /** Go along a path. */
  readonly goBy: (by: 1 | -1) => void
  /** Scroll the answer a page. */
  readonly scroll: (by: 1 | -1) => void
}

/**
 * Handle the keys while the explorer is open.
 *
 * @param question - of this window.
 * @param steered - the rest of the explorer.
 */
export function useExplorerKeys(question: Question, steered: Steered): void {
  const { isPresenter } = useNav()
  const { isOpen, search } = steered

  function onKey(event: KeyboardEvent) {
    // No key reaches the deck.
    event.stopPropagation()
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const { field } = search()
    const isInSearch = event.target === field
    const isInField = event.target instanceof HTMLInputElement
    const isOnControl = event.target instanceof HTMLElement && event.target.closest('button, a, select')
    const does = keyAction(event.key, { question, steered, isInField, isInSearch })
    if (does && !(event.key === 'Enter' && isOnControl)) {
      event.preventDefault()
      does()
    } else if (!isInSearch && /^[\w.]$/.test(event.key)) {
      // A letter typed anywhere goes to the search and starts another query.
      field!.focus()
      field!.select()
    }
  }

  // Before the deck's own. Beside the notes it is not alone in the window: what has the focus may be outside.
  useEventListener(document, 'keydown', event => {
    const { target } = event
    const isInside = target instanceof Element && target.closest('.explorer')
    const isElsewhere = isPresenter.value && !(target instanceof Element && target.closest('select'))
    if (isOpen() && (isInside || isElsewhere)) onKey(event)
  })
}

/** Where a key was pressed, and what it may steer. */
type Pressed = {
  readonly question: Question
  readonly steered: Steered
  readonly isInField: boolean
  readonly isInSearch: boolean
}

/** What a key does; undefined for nothing of the explorer's. */
function keyAction(key: string, { question, steered, isInField, isInSearch }: Pressed): (() => void) | undefined {
  const { search } = steered
  const isOnPath = !isInField && question.answer.value.steps !== undefined
  const isInList = !isInField || isInSearch
  const active = question.active.value
  switch (key) {
    case 'Escape':
      return steered.leave
    case '[':
      return () => question.stepTime(-1)
    case ']':
      return () => question.stepTime(1)
    case '{':
      return () => question.stepArch(-1)
    case '}':
      return () => question.stepArch(1)
    case 'ArrowLeft':
      return isOnPath ? () => steered.goBy(-1) : undefined
    case 'ArrowRight':
      return isOnPath ? () => steered.goBy(1) : undefined
    case 'Enter':
      return steered.accept
    case 'ArrowDown':
      return isInList ? () => void search().choose(active + 1) : undefined
    case 'ArrowUp':
      return isInList ? () => void search().choose(Math.max(active, 0) - 1) : undefined
    case 'PageDown':
      return () => steered.scroll(1)
    case 'PageUp':
      return () => steered.scroll(-1)
    case '/':
      return isInSearch ? undefined : () => search().field!.select()
    default:
      return undefined
  }
}
