import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../src/files/root.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

describe.each(['README.md', 'CONTRIBUTING.md'])('%s', file => {
  const text = readFileSync(join(root, file), 'utf8')

  test('names only commands that there are', () => {
    const named = [...text.matchAll(/npm (?:run )?(start|test|(?<=run )[a-z:-]*[a-z])/g)].map(match => match[1]!)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(name => !(name in scripts))).toEqual([])
  })

  test('links and shows only files that there are', () => {
    const files = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(match => match[1]!)
    expect(files.filter(it => !existsSync(join(root, it)))).toEqual([])
  })
})

describe('package.json', () => {
  test('starts every command by setting up what it needs', () => {
    const start = /^node scripts\/setup\/run\.mjs(?: --browser)?(?: |$)/
    expect(Object.entries(scripts).filter(([, line]) => !start.test(line))).toEqual([])
  })

  test('names only programs that there are', () => {
    const programs = Object.values(scripts).flatMap(it => it.match(/(?:scripts|node_modules)\/\S+/g) ?? [])
    expect(programs.filter(it => !existsSync(join(root, it)))).toEqual([])
  })
})
