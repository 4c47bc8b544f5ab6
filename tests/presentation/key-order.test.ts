import { expect, test } from 'vitest'
import { keyOrder, type PressedKey } from '../../src/presentation/key-order.ts'

const press = (key: string, code: string, modifiers = '') => {
  const has = (name: string) => modifiers.split(' ').includes(name)
  const pressed: PressedKey = {
    key,
    code,
    shiftKey: has('Shift'),
    ctrlKey: has('Control'),
    altKey: has('Alt'),
    metaKey: has('Meta'),
    isComposing: has('composing'),
    getModifierState: has,
  }
  return keyOrder(pressed)
}

test.for([
  ['US', 'b', 'KeyB', '', 'b'],
  ['US, with Shift', 'A', 'KeyA', 'Shift', 'A'],
  ['Caps Lock', 'T', 'KeyT', 'CapsLock', 't'],
  ['Caps Lock and Shift', 'a', 'KeyA', 'CapsLock Shift', 'A'],
  ['AZERTY, a clicker for black', ':', 'Period', '', '.'],
  ['AZERTY, the sign itself', '.', 'Comma', 'Shift', '.'],
  ['AZERTY, a slash', '/', 'Period', 'Shift', '/'],
  ['AZERTY, a letter', 'a', 'KeyQ', '', 'a'],
  ['US, a question mark', '?', 'Slash', 'Shift', '?'],
  ['AZERTY, a question mark', '?', 'KeyM', 'Shift', '?'],
  ['QWERTZ, a question mark', '?', 'Minus', 'Shift', '?'],
  ['Russian, by the place of the question mark', ',', 'Slash', 'Shift', '?'],
  ['QWERTZ, a slash', '/', 'Digit7', 'Shift', '/'],
  ['Dvorak, a letter', 'b', 'KeyN', '', 'b'],
  ['Turkish, a clicker for black', 'ç', 'Period', '', '.'],
  ['Turkish, dotless', 'ı', 'KeyI', '', 'i'],
  ['Russian, a letter', 'и', 'KeyB', '', 'b'],
  ['Russian, with Shift', 'Ф', 'KeyA', 'Shift', 'A'],
  ['Russian, a clicker for black', 'ю', 'Period', '', '.'],
  ['Greek', 'β', 'KeyB', '', 'b'],
  ['an input method', 'Process', 'KeyE', '', 'e'],
  ['a dead key', 'Dead', 'KeyE', '', 'e'],
  ['AltGr for a sign', '/', 'KeyQ', 'Control Alt AltGraph', '/'],
  ['a clicker', 'PageDown', 'PageDown', '', 'PageDown'],
  ['a key that reloads', 'F5', 'F5', 'Shift', 'F5'],
] as const)('%s: %s on %s %s is %s', ([, key, code, modifiers, order]) => {
  expect(press(key, code, modifiers)).toBe(order)
})

test.for([
  ['Ctrl', 'b', 'KeyB', 'Control'],
  ['Option', '∫', 'KeyB', 'Alt'],
  ['Command', 'r', 'KeyR', 'Meta'],
  ['AltGr for a letter', '€', 'KeyE', 'Control Alt AltGraph'],
  ['a text that is being composed', 'b', 'KeyB', 'composing'],
  ['a digit', '7', 'Digit7', ''],
  ['a sign of another key', ',', 'Comma', ''],
] as const)('%s is no order', ([, key, code, modifiers]) => {
  expect(press(key, code, modifiers)).toBeUndefined()
})
