import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../src/files/root.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('docs/glossary.md', () => {
  const entries = [...read('docs/glossary.md').matchAll(/^\*\*(.+?)\*\*: ([^]+?)(?=\n\n|\n$)/gm)]
  const terms = entries.map(it => it[1]!)

  test('has each term once, in order, with at most five short sentences', () => {
    expect(terms.length).toBeGreaterThan(30)
    expect(terms).toEqual([...new Set(terms)].toSorted())
    expect(entries.filter(it => it[2]!.length > 500).map(it => it[1])).toEqual([])
  })
})

test('the pictures of README and guide are those that there are', () => {
  const named = ['README.md', 'docs/your-own-talk.md'].flatMap(it =>
    [...read(it).matchAll(/\.github\/pictures\/([\w-]+\.png)/g)].map(name => name[1]!),
  )
  expect(named.toSorted()).toEqual(readdirSync(join(root, '.github/pictures')).toSorted())
})

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md')

  test('has a row for each folder of src/ and components/', () => {
    const rows = [...text.matchAll(/^\| `((?:src|components)\/[^`]+\/)` \|/gm)].map(it => it[1]!)
    const folders = ['components', 'src'].flatMap(folder =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter(it => it.isDirectory())
        .map(it => `${folder}/${it.name}/`),
    )
    expect(rows.toSorted()).toEqual(folders.toSorted())
  })

  test('names only files and folders that there are', () => {
    const named = [...text.matchAll(/`((?:components|data|layouts|scripts|setup|src|styles|tests)\/[^`\s]*)`/g)]
    expect(named.length).toBeGreaterThan(50)
    expect(named.map(it => it[1]!).filter(it => !existsSync(join(root, it)))).toEqual([])
  })

  test('names each function after the file that exports it', () => {
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|vue))`\s+`(\w+)\(\)`/g)].map(it => [it[1]!, it[2]!] as const)
    expect(named.length).toBeGreaterThan(20)
    const isExported = (file: string, name: string) =>
      new RegExp(`export (?:async )?(?:function|const) ${name}\\b`).test(read(file))
    expect(named.filter(([file, name]) => !isExported(file, name))).toEqual([])
  })
})
