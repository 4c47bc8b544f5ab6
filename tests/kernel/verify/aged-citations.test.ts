import { describe, expect, test } from 'vitest'
import { openTree } from '../../../src/kernel/kernel-tree.ts'
import { verifyTree } from '../../../src/kernel/verify/verify-tree.ts'
import { toyTree } from '../make-tree.ts'

/** The claims that are out of date in a tree of 6.12.3, whose kernel/probe.c defines `new_handler` alone. */
async function agedIn(yaml: string): Promise<readonly string[]> {
  const tree = openTree(toyTree([], { 'kernel/probe.c': 'int new_handler(void)\n{\n\treturn 0;\n}\n' }))
  const { aged } = await verifyTree(tree, new Map([['data/mechanisms/probe.yaml', yaml]]))
  return aged.map(it => it.problem)
}

const read = (symbol: string, release: string) =>
  `{ file: kernel/probe.c, symbol: ${symbol}, release: "${release}", known: read }`

describe('verifyTree(tree, files) reports as out of date', () => {
  test('a claim that was last read in an older release, also if others were read in a newer one', async () => {
    const yaml = `a:\n  sources: [${read('old_handler', '6.1.9')}]\nb:\n  sources: [${read('new_handler', '6.12.3')}]\n`
    expect(await agedIn(yaml)).toEqual(['kernel/probe.c of 6.12.3 has no old_handler'])
  })

  test('none that was read again in the release of the tree, or in a newer one', async () => {
    for (const release of ['6.12.3', '7.0'])
      expect(
        await agedIn(`sources:\n  - ${read('old_handler', '6.1.9')}\n  - ${read('new_handler', release)}\n`),
      ).toEqual([])
  })

  test('none that no longer holds in the release of the tree, by its own end or that of what it is part of', async () => {
    const claim = `sources: [${read('old_handler', '6.1.9')}]`
    expect(await agedIn(`until: "6.12"\nwrites:\n  - ${claim}\n`)).toEqual([])
    expect(await agedIn(`until: "7.0"\nwrites:\n  - until: "6.3"\n    ${claim}\n`)).toEqual([])
    expect(await agedIn(`until: "7.0"\nwrites:\n  - ${claim}\n`)).toHaveLength(1)
  })
})
