import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PDFDict, PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib'
import { launchChromium } from '../../src/chromium/launch.ts'
import { hostileDeck, letIn } from '../browser/support/hostile-deck.ts'
import { begin, faultRow, type FaultRow, type Wrong } from './row.ts'

/** Every output of a deck whose every word is hostile: nothing in it is more than a word. */
export async function tryHostileOutputs(): Promise<FaultRow> {
  const wrong: Wrong[] = []
  const deck = hostileDeck()
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-hostile-'))
  const browser = await launchChromium()
  let tried = 0
  const make = async (script: string, ...args: string[]) => {
    const { code, said } = await begin(script, args, { deck: deck.folder }).ended
    // Labels too wide for a legible size, and causes without a review, are reported with their place.
    const isReported =
      script === 'check.ts' &&
      code === 1 &&
      said
        .trim()
        .split('\n\n')[0]!
        .split('\n')
        .every(it => /^(?:data\/scenes|warning: data\/causes\/[\w-]+)\.yaml:\d+:\d+: .+; .+$/.test(it))
    if (code !== 0 && !isReported) wrong.push(['lost', `${script} ended with ${code}: ${said.slice(0, 300)}`])
    if (/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u.test(said))
      wrong.push(['letIn', `${script} says what a terminal obeys`])
    tried++
    return code === 0
  }
  const look = async (file: string) => {
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', error => faults.push(error.message))
    page.on('dialog', dialog => void dialog.dismiss())
    await page.goto(pathToFileURL(file).href)
    const found = await page.evaluate(letIn)
    if (found.length > 0) wrong.push(['letIn', `${file}: ${found.slice(0, 3).join(' | ')}`])
    if (faults.length > 0) wrong.push(['lost', `${file}: ${faults[0]}`])
    await page.close()
    tried++
  }
  try {
    await make('hazards.ts')
    await make('check.ts')
    if (await make('figures.ts', '--output', join(folder, 'figures'))) {
      for (const name of readdirSync(join(folder, 'figures')).filter(it => /\.(?:svg|html)$/.test(it)))
        await look(join(folder, 'figures', name))
    }
    if (await make('single-file.ts', '--output', join(folder, 'talk.html'))) await look(join(folder, 'talk.html'))
    for (const script of ['export.ts', 'handout.ts']) {
      const file = join(folder, `${script}.pdf`)
      if (!(await make(script, '--output', file))) continue
      const pdf = await PDFDocument.load(readFileSync(file), { updateMetadata: false })
      const bad = activeContent(pdf)
      if (bad.length > 0) wrong.push(['letIn', `${script}: ${bad[0]}`])
      tried += pdf.getPageCount()
    }
  } finally {
    await browser.close()
    deck.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return faultRow('hostile words in every output', { tried, kinds: 12, wrong })
}

/** What in a PDF runs a script, starts a program, or links to another scheme than https. */
function activeContent(pdf: PDFDocument): readonly PDFDict[] {
  const actions = pdf.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter((it): it is PDFDict => it instanceof PDFDict)
    .flatMap(it => [it, it.lookup(PDFName.of('A'))].filter(action => action instanceof PDFDict))
  const leadsOut = (it: PDFDict) => {
    const uri = it.lookup(PDFName.of('URI'))
    return uri instanceof PDFString && !uri.asString().startsWith('https:')
  }
  return actions.filter(
    it => it.has(PDFName.of('JS')) || it.get(PDFName.of('S')) === PDFName.of('Launch') || leadsOut(it),
  )
}
