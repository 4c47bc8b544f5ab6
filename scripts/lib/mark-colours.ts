import type { Colours } from './drawn.ts'

/**
 * In the page: find the deck's colours by token, and make each token a colour that nothing else has, which tells what is
 * painted in it, whatever the scheme. The page is not fit to be looked at afterwards.
 */
export function markColours(): Colours {
  const colours: Record<string, { light: string, dark: string }> = {}
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || !/^(?::root|html\.dark)$/.test(rule.selectorText)) continue
      for (const name of rule.style) {
        const value = rule.style.getPropertyValue(name).trim()
        if (!name.startsWith('--') || !/^#[\da-f]{3,8}$/i.test(value)) continue
        const known = colours[name.slice(2)]
        colours[name.slice(2)] = rule.selectorText === ':root' ? { light: value, dark: known?.dark ?? value } : { light: known?.light ?? value, dark: value }
      }
    }
  }
  Object.keys(colours).forEach((token, i) => document.documentElement.style.setProperty(`--${token}`, `rgb(254, 1, ${i})`))
  document.head.append(Object.assign(document.createElement('style'), { textContent: '* { transition: none !important }' }))
  return colours
}
