import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const filesIn = (folder: string) => readdirSync(new URL(`../${folder}`, import.meta.url)).map(it => `${folder}/${it}`)

const npm = JSON.parse(read('package.json')) as {
  version: string
  license: string
  author: string
  homepage: string
  keywords: string[]
  repository: { url: string }
  scripts: Record<string, string>
}
const citation = parse(read('CITATION.cff')) as Record<string, unknown>
const changelog = read('CHANGELOG.md')
const workflows = filesIn('.github/workflows')
const forms = filesIn('.github/ISSUE_TEMPLATE')

describe('CITATION.cff', () => {
  test('names version, licence, authors and addresses as package.json does', () => {
    expect(citation).toMatchObject({
      'cff-version': '1.2.0',
      version: npm.version,
      license: npm.license,
      authors: [{ name: npm.author }],
      url: npm.homepage,
      'repository-code': npm.repository.url.replace(/^git\+/, ''),
    })
    expect(read('LICENSE')).toContain(npm.author)
  })

  test('has the keywords of package.json, but for case and those about the format', () => {
    const keywords = (citation['keywords'] as string[]).map(it => it.toLowerCase())
    expect(npm.keywords).toEqual(expect.arrayContaining(keywords))
  })
})

describe('CHANGELOG.md', () => {
  test('begins with what is not released, then the version of package.json with the date of CITATION.cff', () => {
    const versions = [...changelog.matchAll(/^## (.+)$/gm)].map(it => it[1])
    expect(versions.slice(0, 2)).toEqual(['[Unreleased]', `[${npm.version}] - ${String(citation['date-released'])}`])
  })

  test('keeps facts apart from code', () => {
    const headings = [...changelog.matchAll(/^### (.+)$/gm)].map(it => it[1]!)
    const known = /^(?:Facts|Code): (?:added|changed|deprecated|removed|corrected|fixed|security)$/
    expect(headings.filter(it => !known.test(it))).toEqual([])
  })
})

describe('.github', () => {
  test.for([...workflows, ...forms])('%s is sound YAML', file => {
    const { errors, warnings } = parseDocument(read(file))
    expect([...errors, ...warnings]).toEqual([])
  })

  test.for(workflows)('%s runs only commands that package.json has', file => {
    const named = [...read(file).matchAll(/npm (?:run )?(start|test|(?<=run )[a-z:-]+)/g)].map(it => it[1]!)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(it => !(it in npm.scripts))).toEqual([])
  })

  test.for(forms)('%s asks each thing once, by a label', file => {
    const { name, description, body } = parse(read(file)) as {
      name: string
      description: string
      body: { id: string; attributes: { label: string } }[]
    }
    expect([name, description, ...body.map(it => it.attributes.label)].filter(it => !it)).toEqual([])
    expect(new Set(body.map(it => it.id)).size).toBe(body.length)
  })
})
