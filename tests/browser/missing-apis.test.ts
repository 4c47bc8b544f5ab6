import { describe, expect, test } from 'vitest'
import { useOpenDeck } from './support/open-deck.ts'

const deck = useOpenDeck()

/** Takes from a page what a browser may lack or forbid. Each part stands in the page by itself. */
const LACKS = {
  'no idle periods, as in WebKit': () => {
    Reflect.deleteProperty(window, 'requestIdleCallback')
    Reflect.deleteProperty(window, 'cancelIdleCallback')
  },
  'site data blocked': () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        configurable: true,
        get: () => {
          throw new DOMException(`Failed to read the '${name}' property`, 'SecurityError')
        },
      })
    window.BroadcastChannel = class {
      constructor() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      }
    } as unknown as typeof BroadcastChannel
    Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined })
  },
  'a store that is full': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('exceeded the quota', 'QuotaExceededError')
    }
  },
} as const

describe('a browser with', () => {
  test.for(Object.keys(LACKS) as (keyof typeof LACKS)[])(
    '%s shows the talk, its explorer and the presenter, and its keys go on working',
    async lack => {
      for (const path of ['#/1', '#/presenter/1']) {
        const { page, wrong } = await deck.newPage()
        await page.addInitScript(LACKS[lack])
        await page.goto(`${deck.origin}/${path}`)
        await page.waitForSelector('html[data-loaded]')
        await page.keyboard.press('PageDown')
        await page.waitForURL(/#\/(?:presenter\/)?2/)
        if (path === '#/1') {
          await page.keyboard.press('/')
          await page.locator('[role="combobox"]').waitFor()
          await page.keyboard.press('Escape')
          await page.keyboard.press('Escape')
          await page.locator('[role="combobox"]').waitFor({ state: 'hidden' })
        } else {
          await page.keyboard.press('t')
        }
        await page.keyboard.press('PageDown')
        await page.waitForURL(/#\/(?:presenter\/)?(?:2\?clicks=1|3)/)
        expect(wrong).toEqual([])
        await page.context().close()
      }
    },
  )
})
