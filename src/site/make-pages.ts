import { readFile } from 'node:fs/promises'
import type { Component } from 'vue'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import type { ReadingSlide } from './reading-slide.ts'
import type { Slides } from '../model/read/read-slides.ts'
import { bylineOf, previewOf } from '../model/read/headmatter.ts'
import { createTextMeasurer } from '../build/measure-text.ts'
import { lookOf } from '../build/read-imprint.ts'
import { readValidDeck } from '../build/read-deck.ts'
import { spokenIn } from '../build/read-language.ts'
import { infoHtml, readSlideWords } from '../build/read-handout.ts'
import { makeDeck } from '../deck/make-deck.ts'
import { say, speaking } from '../words/say.ts'
import { numberCitations } from '../handout/numbered-citations.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { PACKAGE_NAME, packageFiles } from '../data-package/package-files.ts'
import { escapeXml } from '../files/escape-xml.ts'
import { npmTarball } from '../files/tarball.ts'
import { compileComponents } from './compile-components.ts'
import { embeddingLine } from './embedding.ts'
import { pageHtml, type PageHead } from './page-shell.ts'
import { readingSlides } from './reading-slide.ts'
import { placesOf } from './places.ts'
import { previewPicture, type PrintedFiles } from './printed-files.ts'
import type { Deck } from '../deck/deck.ts'
import { siteStyles, type SiteStyles } from './site-styles.ts'
import { type AnswerOfPage, answersOfPages, KIND_NAMES } from './answer-pages.ts'
import { PAGE_KINDS } from '../explorer/question-address.ts'

/** Which deck the pages are made of, and how. */
export type PagesOptions = {
  /** The deck's folder, absolute. */
  readonly deck: string
  /** The file of its slides, relative to that. */
  readonly slides: string
  readonly withoutNotes: boolean
  /** What the site has beside its pages, arch by arch; nothing where it is made without Chromium. */
  readonly printed?: readonly PrintedFiles[]
}

/** The files of the pages, by their path in the site. */
export type SiteFiles = Map<string, string | Uint8Array>

/**
 * Make all static pages: the start page, the reading view, a page for each slide, and one for each answer that can be
 * found by name; where the dataset has registers, also the dataset as a package.
 *
 * @param options - see {@link PagesOptions}.
 * @returns every file, by its path in the site.
 * @throws DataError with every fault of the dataset and the slides, if there is one.
 */
export async function makePages({
  deck: folder,
  slides: file,
  withoutNotes,
  printed = [],
}: PagesOptions): Promise<SiteFiles> {
  const { data, slides } = readValidDeck(folder, DATA_FOLDER, file)
  const look = lookOf(slides.headmatter, folder, file)
  const spoken = spokenIn(slides)
  const compiled = compileComponents(['AnswerPage', 'AnswersPage', 'ReadingPage', 'SlidePage', 'StartPage'], spoken)
  // The package is about registers, and is left out where the dataset has none.
  const dataPackage =
    data.captures.size > 0 ? packageFiles({ dataset: data, deck: folder, folder: DATA_FOLDER }) : undefined
  const inLanguage = <T>(make: () => T) => speaking(spoken.languages[spoken.lang] ?? {}, make, spoken.languages)
  const deck = inLanguage(() => makeDeck(data, slides, createTextMeasurer(look)))
  const words = readSlideWords(slides.slides, withoutNotes)
  const all = inLanguage(() => readingSlides({ deck, words, citations: numberCitations(data) }))
  const { components, styles } = await compiled
  const site: Site = { slides, components, files: new Map(), paths: [], hasPreviews: printed.length > 0 }
  await addStyles(site, await siteStyles(styles, look))
  await addSlides(site, all)
  const title = inLanguage(() => say('All answers'))
  const answers = inLanguage(() => answersOfPages(data, slides.arch))
  await addAnswers(site, { answers, look: deck.look, title })
  const pack = addPackage(site, await dataPackage)
  const props = {
    info: infoHtml(slides.headmatter.info ?? ''),
    places: inLanguage(() => placesOf(slides.slides.length, pack, printed)),
  }
  await addPage(site, 'StartPage', { title: slides.title, description: descriptionOf(site), path: 'start/' }, props)
  const { siteUrl } = slides.headmatter
  if (siteUrl !== undefined) site.files.set('sitemap.xml', sitemap(siteUrl, site.paths))
  return site.files
}

/** The site as far as it is made. */
type Site = {
  readonly slides: Slides
  readonly components: Readonly<Record<string, Component>>
  readonly files: SiteFiles
  /** Where its pages stand. */
  readonly paths: string[]
  readonly hasPreviews: boolean
}

async function addStyles({ files }: Site, { css, fonts }: SiteStyles): Promise<void> {
  files.set('pages/pages.css', css)
  for (const [name, font] of fonts) files.set(`pages/fonts/${name}`, await readFile(font))
}

/** The dataset as a package, if there is one: its files, and the same packed for npm, whose path is returned. */
function addPackage({ files }: Site, made: Awaited<ReturnType<typeof packageFiles>> | undefined): string | undefined {
  if (!made) return undefined
  const pack = `${PACKAGE_NAME}/${PACKAGE_NAME}-${made.version}.tgz`
  for (const [name, text] of made.files) files.set(`${PACKAGE_NAME}/${name}`, text)
  files.set(pack, npmTarball(made.files))
  return pack
}

/** The reading view, and a page for each slide. */
async function addSlides(site: Site, all: readonly ReadingSlide[]): Promise<void> {
  const { title, headmatter } = site.slides
  await addPage(site, 'ReadingPage', { title, description: descriptionOf(site), path: 'read/' }, { slides: all })
  for (const [i, slide] of all.entries()) {
    const { headline, id } = slide
    const head = {
      title: `${headline} · ${title}`,
      description: slideText(slide),
      path: `slides/${id}/`,
      picture: previewPicture(id),
    }
    const embedding = embeddingLine(headmatter.siteUrl, `/${id}`, headline)
    await addPage(site, 'SlidePage', head, { slide, before: all[i - 1], after: all[i + 1], embedding })
  }
}

/** A page for each answer, and one that lists them. */
async function addAnswers(
  site: Site,
  {
    answers,
    look: { classes, classTitle },
    title: listTitle,
  }: { readonly answers: readonly AnswerOfPage[]; readonly look: Deck['look']; readonly title: string },
): Promise<void> {
  const { title, headmatter } = site.slides
  for (const { answer, path, route } of answers) {
    const { summary, overline } = answer
    const head = { title: `${answer.title} · ${overline.join(' · ')}`, description: summary.join(' ') || title, path }
    await addPage(site, 'AnswerPage', head, {
      answer,
      classes,
      classTitle,
      route,
      embedding: embeddingLine(headmatter.siteUrl, route, answer.title),
    })
  }
  const kinds = PAGE_KINDS.filter(kind => answers.some(it => it.entity.kind === kind)).map(kind => ({
    name: KIND_NAMES[kind]!,
    answers: answers
      .filter(it => it.entity.kind === kind)
      .map(({ entity: { name, note }, path }) => ({ name, note, href: path })),
  }))
  const head = { title: `${listTitle} · ${title}`, description: descriptionOf(site), path: 'answers/' }
  await addPage(site, 'AnswersPage', head, { kinds })
}

/** Render a page, without the comments that only a script would need to take it over. */
async function addPage(
  { slides, components, files, paths, hasPreviews }: Site,
  name: string,
  head: Pick<PageHead, 'title' | 'description' | 'path' | 'picture'>,
  props: object,
): Promise<void> {
  const { siteUrl, lang = 'en', favicon } = slides.headmatter
  const icon = favicon?.replace(/^\.?\//, '')
  const top = '../'.repeat(head.path.split('/').length - 1)
  const all = { title: slides.title, author: bylineOf(slides.headmatter), top, ...props }
  const html = await renderToString(createSSRApp(components[name]!, all))
  // Where a page has no picture of its own, that of the first slide stands for the talk.
  const picture = hasPreviews ? (head.picture ?? previewPicture(slides.slides[0]!.id)) : undefined
  const body = html.replaceAll(/<!--[[\]]?-->/g, '')
  paths.push(head.path)
  // A path is written as it stands in an address: the name of its folder is not escaped.
  files.set(
    `${decodeURIComponent(head.path)}index.html`,
    pageHtml({ ...head, lang, top, picture, icon, address: siteUrl }, body),
  )
}

/** What the site is about, as plain text. */
function descriptionOf({ slides: { headmatter, title } }: Site): string {
  return previewOf(headmatter).description ?? title
}

/** All pages by their addresses, for search engines. */
function sitemap(siteUrl: string, paths: readonly string[]): string {
  const urls = ['', ...paths].map(it => `  <url><loc>${escapeXml(siteUrl + it)}</loc></url>`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    '</urlset>',
    '',
  ].join('\n')
}

/** HTML as plain text, in one line. */
function plainText(html: string): string {
  return html
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
  return captions.length > 0 ? captions.join(' ') : plainText(body) || headline
}
