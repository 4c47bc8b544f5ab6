import { faultLine } from '../src/errors/fault.ts'
import { loadFiles } from '../src/model/read/load-files.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { differenceTable } from '../src/kernel/derive/diff-trees.ts'
import { treeOf } from '../src/kernel/kernel-tree.ts'
import { type Verification, verifyTree } from '../src/kernel/verify/verify-tree.ts'

await runCommand({
  name: 'npm run verify',
  summary: `Holds every citation in the data against a kernel source tree: files and symbols of its release, commits if it is
a git checkout, and what was derived from it. A newer tree tells what has aged.`,
  options: {
    linux: { help: 'the kernel source tree', hint: 'DIR' },
    json: { help: 'print {release, state, ok, faults, aged, changed, releases, commits, derived} as JSON' },
  },
  async run({ values, progress }) {
    const tree = treeOf(values.linux, 'npm run verify --')
    progress(`Reading ${tree.dir} …`)
    const verification = await verifyTree(tree, loadFiles())
    const ok = verification.faults.length === 0
    if (values.json) {
      printJson({ release: tree.release, state: tree.state, ok, ...verification })
    } else {
      process.stdout.write(summary(verification, `Linux ${tree.release} (${tree.state})`))
      process.stderr.write(verification.faults.map(it => `${faultLine(it)}\n`).join(''))
    }
    return ok ? 0 : 1
  },
})

/** What was looked at, for people: a line each. */
function summary({ faults, aged, changed, releases, commits, derived }: Verification, tree: string): string {
  const unknown = Object.entries(commits.unknown).map(([why, count]) => `${count} cannot be told: ${why}`)
  return [
    tree,
    ...releases.map(
      it =>
        `  ${it.release.padEnd(9)} ${it.citations} citations of files: ${it.checked === 0 ? 'read in another tree' : it.faults > 0 ? `${it.faults} faults` : 'all hold'}`,
    ),
    `  commits   ${commits.cited} cited: ${[`${commits.checked} checked`, ...unknown].join('; ')}`,
    `  derived   ${derived.length > 0 ? `again: ${derived.join(', ')}` : 'from other releases'}`,
    ...(aged.length > 0
      ? [
          '',
          'What was read last, and is not there any more:',
          ...aged.map(faultLine),
          `slides that may have aged: ${[...new Set(aged.flatMap(it => it.slides))].join(', ') || 'none'}`,
        ]
      : []),
    ...changed.flatMap(it => [
      '',
      `${it.arch}, since ${it.from}:`,
      differenceTable(it.differences, it.from, 'now').trimEnd(),
    ]),
    '',
    faults.length === 0 ? 'no fault' : faults.length === 1 ? '1 fault' : `${faults.length} faults`,
    '',
  ].join('\n')
}
