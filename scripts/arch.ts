import { runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { deriveCommand } from './arch/derive.ts'
import { diffCommand } from './arch/diff.ts'
import { listCommand } from './arch/list.ts'

await runCommand({
  name: 'npm run arch',
  summary: `Knows architectures. list names those in the data, or in a kernel tree. derive reads a kernel tree and writes
data/arch/<id>.yaml: what the arch promises, which mechanisms follow, and struct pt_regs. diff tells two arches apart,
or one in two trees: arm64@6.1 arm64@6.12 from the data, or arm64 arm64 with --linux for each.`,
  words: 'list | derive ID… | diff A B',
  options: {
    linux: { help: 'the kernel source tree to read', hint: 'DIR', repeats: true },
    all: { help: 'derive every arch of the tree; with --json only' },
    json: { help: 'print JSON; derive prints what it would write' },
  },
  async run({ values, positionals, progress }) {
    const [what, ...ids] = positionals
    const { linux, all, json } = values
    switch (what) {
      case 'list':
        return listCommand({ ids, linux, json })
      case 'derive':
        return await deriveCommand({ ids, linux, all, json, progress })
      case 'diff':
        return await diffCommand({ ids, linux, json, progress })
      default:
        throw new UsageError(
          `${what === undefined ? 'takes a word' : `does not know ${what}`}: list, derive or diff; see npm run arch -- --help`,
        )
    }
  },
})
