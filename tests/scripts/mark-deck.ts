import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** A word that stands nowhere else, and where in the deck it was written. */
export type Mark = { readonly word: string; readonly place: string }

/** Files whose text is published on purpose, comments and all: the types that come with the dataset's package. */
const PUBLISHED: readonly string[] = ['src/data-package/results.ts']

/** Files that are not for the public, beside those that are. */
const LEFTOVERS = ['public/.DS_Store', 'public/.#plan.svg', 'public/more/.notes', '.env', 'NOTES.md', 'dist.md']

/**
 * Write a word of its own into every place of a deck in which a person can write what is not for the public: comments
 * of each kind in each file, the speaker's notes, hidden slides, and files that editors and systems leave.
 *
 * @param deck - the folder of a copy of the deck, absolute.
 * @returns the words and their places; those in notes have the place `notes`.
 */
export function markDeck(deck: string): readonly Mark[] {
  const marks: Mark[] = []
  const mark = (place: string) => {
    const word = `MARK${String(marks.length).padStart(5, '0')}X`
    marks.push({ word, place })
    return word
  }
  for (const file of filesIn(deck)) {
    const own = relative(deck, file)
    const write = WRITERS.find(([pattern]) => pattern.test(own))?.[1]
    if (write && !PUBLISHED.includes(own))
      writeFileSync(
        file,
        write(readFileSync(file, 'utf8'), at => mark(`${own}, ${at}`)),
      )
  }
  const slides = join(deck, 'slides.md')
  writeFileSync(slides, markSlides(readFileSync(slides, 'utf8'), mark))
  for (const name of LEFTOVERS) {
    mkdirSync(dirname(join(deck, name)), { recursive: true })
    writeFileSync(join(deck, name), `VITE_SECRET=${mark(name)}\n`)
  }
  return marks
}

type Write = (text: string, mark: (at: string) => string) => string

const WRITERS: readonly (readonly [pattern: RegExp, write: Write])[] = [
  // What is derived must not be edited.
  [/^data\/arch\/[^.]+\.yaml$|^data\/schema\//, text => text],
  [/\.yaml$/, (text, mark) => `${text}\n# ${mark('#')}\n`],
  [/\.m?ts$/, (text, mark) => `${text}\n// ${mark('//')}\n/* ${mark('/*')} */\n`],
  [/\.css$/, (text, mark) => `${text}\n/* ${mark('/*')} */\n`],
  [
    /\.vue$/,
    (text, mark) =>
      `<!-- ${mark('above')} -->\n${text}`
        .replace(/^<script setup[^>]*>\n/m, it => `${it}// ${mark('script')}\n`)
        .replace(/^<template>\n/m, it => `${it}<!-- ${mark('template')} -->\n`)
        .replace(/^<style[^>]*>\n/m, it => `${it}/* ${mark('style')} */\n`),
  ],
]

function markSlides(text: string, mark: (place: string) => string): string {
  const hidden = (key: string) =>
    `---\nlayout: words\n${key}: true\nbudget: 3 # ${mark('key of a hidden slide')}\n---\n\n# ${mark('hidden headline')}\n\n${mark('hidden words')}\n\n<!-- ${mark('hidden notes')} -->\n\n`
  return text
    .replace('---\n', it => `${it}# ${mark('above the keys of the deck')}\n`)
    .replaceAll(/\nscene: \S+\n/g, it => `${it}# ${mark('among the keys of a slide')}\n`)
    .replaceAll('\n<!--\n', it => `${it}${mark('notes')} `)
    .replace('---\nlayout: chapter\n', it => `${hidden('hide')}${hidden('disabled')}${it}`)
}

/**
 * Look for words in all files of a folder.
 *
 * @param marks - the words.
 * @param folder - the folder, or one file.
 * @returns those that are there.
 */
export function found(marks: readonly Mark[], folder: string): readonly Mark[] {
  const texts = (statSync(folder).isFile() ? [folder] : filesIn(folder)).map(it => readFileSync(it, 'latin1'))
  const words = new Set(texts.flatMap(text => text.match(/MARK\d{5}X/g) ?? []))
  return marks.filter(it => words.has(it.word))
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(it => {
    const path = join(folder, it.name)
    if (it.isDirectory()) return it.name === '.cache' ? [] : filesIn(path)
    return it.isFile() ? [path] : []
  })
}
