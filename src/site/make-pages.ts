import { readFile } from 'node:fs/promises'
import type { Component } from 'vue'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import type { ReadingSlide } from './reading-slide.ts'
import type { Place } from './places.ts'
import type { Slides } from '../model/read/read-slides.ts'
import { createTextMeasurer } from '../build/measure-text.ts'
import { lookOf } from '../build/read-imprint.ts'
import { readValidDeck } from '../build/read-deck.ts'
import { infoHtml, readSlideWords } from '../build/read-handout.ts'
import { makeDeck } from '../deck/make-deck.ts'
import { numberCitations } from '../handout/numbered-citations.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { PACKAGE_NAME, packageFiles } from '../data-package/package-files.ts'
import { npmTarball } from '../files/tarball.ts'
import { compileComponents } from './compile-components.ts'
import { pageHtml, type PageHead } from './page-shell.ts'
import { readingSlides } from './reading-slide.ts'
import { siteStyles } from './site-styles.ts'

/** Which deck the pages are made of, and how. */
export type PagesOptions = {
  /** The deck's folder, absolute. */
  readonly deck: string
  /** The file of its slides, relative to that. */
  readonly slides: string
  readonly withoutNotes: boolean
}

/** The files of the pages, by their path in the site. */
export type SiteFiles = Map<string, string | Uint8Array>

/**
 * Make all static pages: the start page, the reading view, a page for each slide, and the dataset as a package.
 *
 * @param options - see {@link PagesOptions}.
 * @returns every file, by its path in the site.
 * @throws DataError with every fault of the dataset and the slides, if there is one.
 */
export async function makePages({ deck: folder, slides: file, withoutNotes }: PagesOptions): Promise<SiteFiles> {
  const { data, slides } = readValidDeck(folder, DATA_FOLDER, file)
  const look = lookOf(slides.headmatter, folder, file)
  const compiled = compileComponents(['ReadingPage', 'SlidePage', 'StartPage'])
  const dataPackage = packageFiles({ dataset: data, deck: folder, folder: DATA_FOLDER })
  const deck = makeDeck(data, slides, createTextMeasurer(look))
  const words = readSlideWords(slides.slides, withoutNotes)
  const all = readingSlides({ deck, words, citations: numberCitations(data) })
  const { components, styles } = await compiled
  const files: SiteFiles = new Map()
  const { css, fonts } = await siteStyles(styles, look)
  files.set('pages/pages.css', css)
  for (const [name, font] of fonts) files.set(`pages/fonts/${name}`, await readFile(font))

  const render = async (name: string, head: Omit<PageHead, 'lang' | 'top'>, props: object) => {
    const top = '../'.repeat(head.path.split('/').length - 1)
    const body = await rendered(components[name]!, { ...props, top })
    files.set(`${head.path}index.html`, pageHtml({ ...head, lang: slides.headmatter.lang ?? 'en', top }, body))
  }
  const { author = '', info = '' } = slides.headmatter
  const { title } = slides
  const description = plainText(info)
  await render('ReadingPage', { title, description, path: 'read/' }, { title, author, slides: all })
  for (const [i, slide] of all.entries()) {
    const head = { title: `${slide.headline} · ${title}`, description: slideText(slide), path: `slides/${slide.id}/` }
    await render('SlidePage', head, { title, slide, before: all[i - 1], after: all[i + 1] })
  }
  const { version, files: ofPackage } = await dataPackage
  const pack = `${PACKAGE_NAME}/${PACKAGE_NAME}-${version}.tgz`
  for (const [name, text] of ofPackage) files.set(`${PACKAGE_NAME}/${name}`, text)
  files.set(pack, npmTarball(ofPackage))
  const props = { title, author, info: infoHtml(info), places: places(slides, pack) }
  await render('StartPage', { title, description, path: 'start/' }, props)
  return files
}

/** A component as HTML, without the comments that only a script would need to take it over. */
async function rendered(component: Component, props: object): Promise<string> {
  const html = await renderToString(createSSRApp(component, props as Record<string, unknown>))
  return html.replaceAll(/<!--[[\]]?-->/g, '')
}

/** What is in the site, from its start page. */
function places(slides: Slides, pack: string): readonly Place[] {
  return [
    {
      name: 'The talk',
      href: '../#/1',
      words: `${slides.slides.length} slides, to be shown and stepped through; e opens the explorer`,
    },
    {
      name: 'Reading view',
      href: '../read/',
      words: 'every slide on one page, for a phone, for paper, and without scripts',
    },
    {
      name: 'The dataset',
      href: `../${PACKAGE_NAME}/data.json`,
      words: 'every claim with its source, as JSON and as an npm package',
      more: [
        { name: 'schema', href: `../${PACKAGE_NAME}/schema.json` },
        { name: 'package', href: `../${pack}` },
        { name: 'what changed', href: `../${PACKAGE_NAME}/CHANGELOG.md` },
        { name: 'how to use it', href: `../${PACKAGE_NAME}/README.md` },
      ],
    },
  ]
}

/** Markdown as plain text, in one line. */
function plainText(markdown: string): string {
  return infoHtml(markdown)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** What a slide says, for a preview. */
function slideText({ steps, body, headline }: ReadingSlide): string {
  const captions = steps.map(it => it.caption).filter(Boolean)
  return captions.length > 0 ? captions.join(' ') : plainText(body.replaceAll(/<[^>]*>/g, '')) || headline
}
