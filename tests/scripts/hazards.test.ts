import { describe, expect, test } from 'vitest'
import type { Hazard } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { runScript } from './run.ts'

const { value: data } = readDataset(loadFiles())

describe('npm run hazards', () => {
  test('-- --json names the cause of each ugly hazard, its status, and what came of trying it', async () => {
    const { code, stdout } = await runScript('hazards.ts', '--json', '--arch', 'arm64', '--release', '7.2')
    expect(code).toBe(0)
    const hazards = JSON.parse(stdout) as (Hazard & {
      cause?: string
      status?: string
      tried?: string
      trials?: unknown[]
    })[]
    for (const it of hazards) {
      expect('cause' in it).toBe(it.verdict === 'ugly')
      if (it.cause) expect(['reproduced', 'not-reproduced', 'cannot', 'no']).toContain(it.tried)
    }
    const oops = hazards.find(it => it.reader === 'ftrace-regs-get-kernel-stack-nth' && it.verdict === 'ugly')!
    expect(oops).toMatchObject({ cause: 'arm64-fgraph-return-sp', status: 'no-report-found', tried: 'reproduced' })
    expect(oops.trials).toEqual(data.reviews.get('arm64-fgraph-return-sp')!.tried)
  })

  test('-- --report --cause ID writes the report of that cause, and --report one of each', async () => {
    const one = await runScript('hazards.ts', '--report', '--cause', 'arm64-fgraph-return-sp')
    expect(one.code).toBe(0)
    expect(one.stdout).toMatch(/^Subject: arm64: /)
    expect(one.stdout.match(/^Subject: /gm)).toHaveLength(1)
    const all = await runScript('hazards.ts', '--report', '--arch', 'arm64')
    expect(all.stdout).toContain(one.stdout)
    expect(all.stdout.match(/^Subject: /gm)!.length).toBeGreaterThan(1)
  })

  test('names the known causes where there is no such one, and asks for --report beside --cause', async () => {
    const unknown = await runScript('hazards.ts', '--report', '--arch', 'arm64', '--cause', 'arm64-nonsense')
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain('arm64-fgraph-return-sp')
    expect(await runScript('hazards.ts', '--cause', 'arm64-fgraph-return-sp')).toMatchObject({ code: 2, stdout: '' })
  })
})
