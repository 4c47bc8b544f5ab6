import { faultLine } from '../src/errors/fault.ts'
import { loadFiles } from '../src/model/read/load-files.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { differenceTable } from '../src/kernel/derive/diff-trees.ts'
import { requireTree } from '../src/kernel/kernel-tree.ts'
import { type Verification, verifyTree } from '../src/kernel/verify/verify-tree.ts'

await runCommand({
  name: 'npm run verify',
  summary: `Checks every citation in the data against a kernel source tree: files and symbols of its release, commits if it is
a git checkout, and the derived files. With a newer tree, reports which citations are out of date.`,
  options: {
    linux: { help: 'the kernel source tree', hint: 'DIR' },
    slides: SLIDES_OPTION,
    json: { help: 'print {release, state, ok, faults, aged, changed, releases, commits, derived} as JSON' },
  },
  async run({ values, progress }) {
    const tree = requireTree(values.linux, 'npm run verify --')
    progress(`Reading ${tree.dir} …`)
    const verification = await verifyTree(tree, loadFiles(deckFile(values.slides).deck))
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

/** What was checked, in lines for people. */
function summary({ faults, aged, changed, releases, commits, derived }: Verification, tree: string): string {
  const unknown = Object.entries(commits.unknown).map(([why, count]) => `${count} not checked: ${why}`)
  return [
    tree,
    ...releases.map(
      it =>
        `  ${it.release.padEnd(9)} ${it.citations} citations of files: ${it.checked === 0 ? 'not of this tree' : it.faults > 0 ? `${it.faults} wrong` : 'all correct'}`,
    ),
    `  commits   ${commits.cited} cited: ${[`${commits.checked} checked`, ...unknown].join('; ')}`,
    `  derived   ${derived.length > 0 ? `again and compared: ${derived.join(', ')}` : 'none from this release'}`,
    ...(aged.length > 0
      ? [
          '',
          'Cited from the newest tree that was read, and not in this one:',
          ...aged.map(faultLine),
          `slides that may be out of date: ${[...new Set(aged.flatMap(it => it.slides))].join(', ') || 'none'}`,
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
