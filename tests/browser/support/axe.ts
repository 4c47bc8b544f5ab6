import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-chromium'

/** Parts of a page, as CSS selectors. */
export type Parts = { readonly include?: readonly string[]; readonly exclude?: readonly string[] }

/** What axe looks for in the light, all of it, and in the dark: what it finds there alone are colours. */
const SCHEMES = [
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds in a page of the deck, in the light and in the dark.
 *
 * @param page - an open page; it is left in the dark.
 * @param parts - where axe looks.
 * @returns a line for each fault.
 */
export async function axeFaults(page: Page, parts: Parts): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found: string[] = []
  for (const [colorScheme, runOnly] of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    await page.waitForFunction(
      isDark => document.documentElement.classList.contains('dark') === isDark,
      colorScheme === 'dark',
    )
    found.push(...(await page.evaluate(runAxe, [parts, runOnly] as const)).map(it => `${colorScheme}: ${it}`))
  }
  return found
}

/** In the page: what axe finds, the slides that are not on show left out: it would spend most of its time on them. */
async function runAxe([parts, runOnly]: readonly [Parts, readonly string[] | undefined]) {
  const { axe } = window as unknown as { axe: { run: (...of: unknown[]) => Promise<AxeResults> } }
  const hidden = [...document.querySelectorAll('.slidev-page[style*="display: none"]')]
  const contents = hidden.map(it => [...it.childNodes])
  hidden.forEach(it => it.replaceChildren())
  const { violations } = await axe.run(parts, { resultTypes: ['violations'], ...(runOnly && { runOnly }) })
  hidden.forEach((it, i) => it.append(...contents[i]!))
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}, ${help}: ${node.html.slice(0, 120)}`))
}
