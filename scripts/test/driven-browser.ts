/** A window of a browser, as somebody has it who types. */
export type DrivenWindow = {
  readonly goto: (address: string) => Promise<void>
  /** The value of an expression in the page, which may be a promise; as JSON has it. */
  readonly evaluate: <T>(expression: string) => Promise<T>
  /** Press keys, one after the other, by what they type or by their names in W3C UI Events. */
  readonly press: (...keys: readonly string[]) => Promise<void>
}

/** A browser that is driven by WebDriver. */
export type DrivenBrowser = {
  /** Name and version. */
  readonly name: string
  readonly openWindow: () => Promise<DrivenWindow>
  readonly close: () => Promise<void>
}

/** An error that says that a program is not on this machine. */
export class NotThere extends Error {}

/** How a browser is started. */
export type Start = {
  /** Empty, for its profile. */
  readonly folder: string
  /** Whether the user has blocked all site data. */
  readonly blocksSiteData: boolean
}

/** As WebDriver has it. */
const SHIFT = '\uE008'

/** Keys that type nothing, as WebDriver has them. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: '\uE007',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  F5: '\uE035',
}

/**
 * Keys pressed and released, as WebDriver's actions.
 *
 * @param keys - see {@link DrivenWindow}.
 * @returns what WebDriver's `actions` are.
 */
export function keyActions(keys: readonly string[]): readonly object[] {
  const down = (value: string) => ({ type: 'keyDown', value })
  const up = (value: string) => ({ type: 'keyUp', value })
  const actions = keys.flatMap(key => {
    const value = KEYS[key] ?? key
    // A capital without Shift would be one of Caps Lock.
    return /^[A-Z]$/.test(value) ? [down(SHIFT), down(value), up(value), up(SHIFT)] : [down(value), up(value)]
  })
  return [{ type: 'key', id: 'keyboard', actions }]
}

/** An expression whose value is the JSON of another's. */
export const asJson = (expression: string): string =>
  `Promise.resolve(${expression}).then(it => JSON.stringify(it === undefined ? null : it))`
