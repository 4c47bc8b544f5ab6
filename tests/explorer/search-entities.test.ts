import { describe, expect, test } from 'vitest'
import { searchEntities } from '../../src/explorer/search-entities.ts'
import { data, knowledge } from './whole-dataset.ts'

const { entries, entities } = knowledge
const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, '')

describe('searchEntities(entries, text, options)', () => {
  test('finds each entity first by its id', () => {
    expect(entities.length).toBeGreaterThan(200)
    expect(entities.filter(it => searchEntities(entries, it.id)[0] !== it).map(it => `${it.kind} ${it.id}`)).toEqual([])
  })

  test('finds each entity first by its name, that of the preferred arch before others of the name', () => {
    for (const it of entities) {
      const [arch] = it.arches ?? [undefined]
      const [first] = searchEntities(entries, it.name, arch ? { arch } : {})
      expect(plain(first!.name), it.name).toBe(plain(it.name))
      if (arch && first!.kind === it.kind) expect(first!.arches, it.name).toContain(arch)
    }
  })

  test('finds a mechanism by the beginning of its id, and by scattered letters', () => {
    for (const it of data.mechanisms) {
      const found = (letters: string) => searchEntities(entries, letters, { kinds: ['mechanism'] }).map(one => one.id)
      expect(found(it.id.slice(0, 3)), it.id).toContain(it.id)
      expect(found(it.id.slice(0, 5).replace(/(?<=.)[aeiou]/, '')), it.id).toContain(it.id)
    }
  })

  test.each([
    ['x0', 'x0'],
    ['regs[0]', 'x0'],
    ['regs29', 'x29'],
    ['rdi', 'di'],
    ['eax', 'ax'],
    ['rip', 'ip'],
    ['xcs', 'cs'],
    ['xgs', 'gs'],
    ['ip', 'ip'],
    ['orig_rax', 'orig_ax'],
    ['PSTATE', 'pstate'],
  ])('finds a register by any of its names: %s is %s', (name, id) => {
    const [arch] = entities.find(it => it.kind === 'register' && it.id === id)!.arches!
    expect(searchEntities(entries, name, { arch: arch! })[0]).toMatchObject({ kind: 'register', id })
  })

  test('finds a commit by its first digits and by its subject, and a release by its beginning', () => {
    expect(searchEntities(entries, '08f6')[0]).toMatchObject({ kind: 'commit', id: '08f6fba50311' })
    expect(searchEntities(entries, 'separate function to save regs')[0]).toMatchObject({
      kind: 'commit',
      id: '08f6fba50311',
    })
    expect(searchEntities(entries, '2.6').every(it => it.kind !== 'release' || it.id.startsWith('2.6'))).toBe(true)
    expect(searchEntities(entries, 'today')[0]).toMatchObject({ kind: 'release', id: knowledge.releases.at(-1) })
  })

  test('finds nothing for letters that no name has, nor for a text without letters', () => {
    expect(searchEntities(entries, 'qqqq')).toEqual([])
    expect(searchEntities(entries, ' _ ')).toEqual([])
  })
})
