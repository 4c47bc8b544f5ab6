import { expect, test } from 'vitest'
import { countVerdicts } from '../../src/deck/verdict-counts.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'

const { value: data } = readDataset(loadFiles())

test.for(data.arches.map(it => it.id))(
  'countVerdicts(data, at) counts each hazard on %s once, without those of patches under review',
  arch => {
    const at = { arch, release: '6.6' }
    const all = hazardsAt(data, data.readers, at)
    const { good, bad, ugly } = countVerdicts(data, at)
    expect(good + bad + ugly).toBe(all.length - all.filter(it => it.proposals.length > 0).length)
    expect(ugly).toBe(all.filter(it => it.verdict === 'ugly' && it.proposals.length === 0).length)
  },
)
