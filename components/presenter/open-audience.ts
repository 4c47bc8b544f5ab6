import { addressInShow, showName } from '../presentation/which-show.ts'
import { usePresentation } from '../presentation/use-presentation.ts'

/** What the Window Management API has of a screen, where the browser has it. */
type Screens = {
  readonly currentScreen: object
  readonly screens: readonly {
    readonly availLeft: number
    readonly availTop: number
    readonly availWidth: number
    readonly availHeight: number
  }[]
}

/**
 * Open the audience's window, on the other screen where the browser can place a window.
 *
 * @returns whether the browser has opened it.
 */
export async function openAudience(): Promise<boolean> {
  const { no, clicks } = usePresentation().show.value
  const address = addressInShow(`/${no}${clicks > 0 ? `?clicks=${clicks}` : ''}`)
  const place = await otherScreen()
  return window.open(address, `audience of ${showName}`, place) !== null
}

/** Where a window fills the other screen; undefined with one screen, or where the user lets no page see the screens. */
async function otherScreen(): Promise<string | undefined> {
  const ask = (window as { getScreenDetails?: () => Promise<Screens> }).getScreenDetails
  const details = await ask?.call(window).catch(() => undefined)
  const other = details?.screens.find(it => it !== details.currentScreen)
  if (!other) return undefined
  const { availLeft, availTop, availWidth, availHeight } = other
  return `left=${availLeft},top=${availTop},width=${availWidth},height=${availHeight},fullscreen`
}
