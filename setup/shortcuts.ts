import { defineShortcutsSetup } from '@slidev/types'
import { nextPaint } from '../components/scheduling/when-idle.ts'
import { usePresentation } from '../components/presentation/use-presentation.ts'

/**
 * Slidev's navigation keys drive the presentation. All other keys are handled in
 * components/presentation/use-presentation-keys.ts, since Slidev ignores keys while a link has the focus.
 */
export default defineShortcutsSetup((_nav, shortcuts) => {
  const { step, goToSlide } = usePresentation()
  const walks: Readonly<Record<string, () => void>> = {
    next_space: () => step(1),
    prev_space: () => step(-1),
    next_right: () => step(1),
    prev_left: () => step(-1),
    next_down: () => goToSlide(1),
    prev_up: () => goToSlide(-1),
    next_shift: () => goToSlide(1),
    prev_shift: () => goToSlide(-1),
  }
  /** The overview opens where the talk is. */
  async function showWhereTheTalkIs() {
    await nextPaint()
    document.querySelector('.z-modal .border-primary')?.scrollIntoView({ block: 'center' })
  }

  return shortcuts
    .filter(({ name }) => name !== 'next_page_key' && name !== 'prev_page_key')
    .map(it => (it.name && walks[it.name] ? { ...it, fn: walks[it.name]! } : it))
    .map(it => (it.name === 'toggle_overview' ? { ...it, fn: () => (it.fn?.(), void showWhereTheTalkIs()) } : it))
})
