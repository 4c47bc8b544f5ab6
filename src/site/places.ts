import { FIGURES, type PrintedFiles } from './printed-files.ts'
import { PACKAGE_NAME } from '../data-package/package-files.ts'
import { say } from '../words/say.ts'

/** Something on the start page: a link, what it is, and further links of its kind. */
export type Place = {
  readonly name: string
  /** Relative to the start page. */
  readonly href: string
  readonly words: string
  readonly more?: readonly { readonly name: string; readonly href: string }[]
}

/**
 * What is in the site, from its start page.
 *
 * @param slides - how many the talk has.
 * @param pack - where the package with the dataset stands in the site; undefined where there is none.
 * @param printed - the PDFs of each arch; nothing where the site is made without them.
 * @returns the first things first.
 */
export function placesOf(slides: number, pack: string | undefined, printed: readonly PrintedFiles[]): readonly Place[] {
  return [
    {
      name: say('The talk'),
      href: '../#/1',
      words: [
        say('{count} slides, to be shown and stepped through', { count: slides }),
        say('e opens the explorer'),
      ].join('; '),
    },
    {
      name: say('Reading view'),
      href: '../read/',
      words: say('every slide on one page, for a phone, for paper, and without scripts'),
    },
    {
      name: say('Answers'),
      href: '../answers/',
      words:
        pack === undefined
          ? say('each box, on a page of its own')
          : say('each mechanism, register, reader, capture and hazard, on a page of its own'),
    },
    ...(pack === undefined ? [] : [dataPlace(pack)]),
    ...printedPlaces(printed),
  ]
}

function printedPlaces(printed: readonly PrintedFiles[]): readonly Place[] {
  const [first, ...others] = printed
  if (!first) return []
  const more = (kind: 'slides' | 'handout') => others.map(it => ({ name: it.name, href: `../${it[kind]}` }))
  return [
    {
      name: 'PDF',
      href: `../${first.slides}`,
      words: say('a page for each step, with bookmarks'),
      more: more('slides'),
    },
    {
      name: say('Handout'),
      href: `../${first.handout}`,
      words: say('pictures, words, sources and tables, for paper'),
      more: more('handout'),
    },
    {
      name: say('Figures'),
      href: `../${FIGURES}/`,
      words: say('the picture of each step as SVG and PNG, light and dark'),
    },
  ]
}

function dataPlace(pack: string): Place {
  return {
    name: say('The dataset'),
    href: `../${PACKAGE_NAME}/data.json`,
    words: say('every claim with its source, as JSON and as an npm package'),
    more: [
      { name: say('schema'), href: `../${PACKAGE_NAME}/schema.json` },
      { name: say('package'), href: `../${pack}` },
      { name: say('what changed'), href: `../${PACKAGE_NAME}/CHANGELOG.md` },
      { name: say('how to use it'), href: `../${PACKAGE_NAME}/README.md` },
    ],
  }
}
