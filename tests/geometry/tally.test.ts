import { expect, test } from 'vitest'
import { hazardTally } from '../../components/geometry/tally.ts'
import { hazardsAt } from '../../data/model/hazards.ts'
import { loadFiles } from '../../data/model/load-fs.ts'
import { readDataset } from '../../data/model/read.ts'

const { value: data } = readDataset(loadFiles())

test.for(data.arches.map(it => it.id))(
  'every way to a reader on %s counts once, and a patch that was not merged does not',
  arch => {
    const at = { arch, release: '6.6' }
    const all = hazardsAt(data, data.readers, at)
    const { good, bad, ugly } = hazardTally(data, at)
    expect(good + bad + ugly).toBe(all.length - all.filter(it => it.proposals.length > 0).length)
    expect(ugly).toBe(all.filter(it => it.verdict === 'ugly' && it.proposals.length === 0).length)
  },
)
