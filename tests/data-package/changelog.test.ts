import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { factsChangelog, factsHistory } from '../../src/data-package/changelog.ts'

let deck: string

/** A deck below the top of its repository, with two versions of its facts. */
beforeAll(() => {
  const top = mkdtempSync(join(tmpdir(), 'pt-regs-history-'))
  deck = join(top, 'talk')
  mkdirSync(join(deck, 'data'), { recursive: true })
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: deck })
  const commit = (subject: string, files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(deck, name), text)
    git('add', '-A')
    git('commit', '-q', '-m', subject)
  }
  git('init', '-q', top)
  commit('data: the first facts', { 'data/kprobe.yaml': 'a', 'data/version.yaml': 'version: 1.0.0\n' })
  commit('slides: other words', { 'slides.md': 'b', 'data/scenes.yaml': 'b' })
  commit('data: *ip* is right', { 'data/kprobe.yaml': 'c', 'data/version.yaml': 'version: 1.0.1\n' })
  commit('data: one more', { 'data/uprobe.yaml': 'd' })
})
afterAll(() => rmSync(join(deck, '..'), { recursive: true }))

describe('factsHistory(deck, folder)', () => {
  test('has the commits that touch the dataset, the newest first, and the versions they set', async () => {
    const history = await factsHistory(deck, 'data')
    expect(history?.map(({ subject, files, version }) => ({ subject, files, version }))).toEqual([
      { subject: 'data: one more', files: ['uprobe.yaml'], version: undefined },
      { subject: 'data: *ip* is right', files: ['kprobe.yaml', 'version.yaml'], version: '1.0.1' },
      { subject: 'slides: other words', files: ['scenes.yaml'], version: undefined },
      { subject: 'data: the first facts', files: ['kprobe.yaml', 'version.yaml'], version: '1.0.0' },
    ])
  })

  test('is undefined where there is no git', async () => {
    expect(await factsHistory(join(deck, 'data/none'), 'data')).toBeUndefined()
  })
})

describe('factsChangelog(history, version)', () => {
  test('has a chapter for each version, with its facts alone', async () => {
    const text = factsChangelog(await factsHistory(deck, 'data'), '1.1.0')
    const lines = text.replaceAll(/\d{4}-\d\d-\d\d/g, 'DATE').replaceAll(/; [0-9a-f]{7,}/g, '; ID')
    expect(lines.split('\n').filter(Boolean)).toEqual([
      '# Changelog of the facts',
      '## 1.1.0',
      '- DATE data: one more (uprobe; ID)',
      '## 1.0.1',
      '- DATE data: \\*ip\\* is right (kprobe; ID)',
      '## 1.0.0',
      '- DATE data: the first facts (kprobe; ID)',
    ])
  })

  test('says so where there is no history', () => {
    expect(factsChangelog(undefined, '1.0.0')).toContain('was not there')
  })
})
