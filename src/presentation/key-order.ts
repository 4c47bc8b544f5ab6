/** What a keyboard says of a key that is pressed, of `KeyboardEvent`. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing' | 'getModifierState'
>

/**
 * Signs that mean something to the talk, alone and with Shift, by the key on which they stand on a keyboard of the
 * United States.
 */
const SIGNS: Readonly<Record<string, readonly [string, string?]>> = { Period: ['.'], Slash: ['/', '?'] }

/**
 * What a key means to the talk, on any keyboard: a Latin letter by what is on the key, small or, with Shift, capital,
 * with Caps Lock or without; where there is no such letter, by the place of the key, as clickers send it.
 *
 * @param pressed - the key.
 * @returns a letter, a sign, or a name such as `PageDown`; undefined where the key types something, or is another's.
 */
export function keyOrder(pressed: PressedKey): string | undefined {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey, isComposing } = pressed
  const isSign = Object.values(SIGNS).flat().includes(key)
  // On some keyboards a sign stands on the third level of a key, which is AltGr, and that is Ctrl and Alt.
  const isThird = isSign && pressed.getModifierState('AltGraph')
  if (isComposing || (!isThird && (ctrlKey || altKey || metaKey))) return undefined
  if (/^[a-z]$/i.test(key)) return inCase(key, shiftKey)
  if (isSign || /^[A-Z][A-Za-z0-9]+$/.test(key)) {
    // An input method has the key, or it is not known: then its place decides.
    if (key !== 'Process' && key !== 'Unidentified' && key !== 'Dead') return key
  }
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  return letter === undefined ? SIGNS[code]?.[shiftKey ? 1 : 0] : inCase(letter, shiftKey)
}

function inCase(letter: string, isCapital: boolean): string {
  return isCapital ? letter.toUpperCase() : letter.toLowerCase()
}
