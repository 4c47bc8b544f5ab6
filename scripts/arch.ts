import { runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { addCommand } from './arch/add.ts'
import { deriveCommand } from './arch/derive.ts'
import { diffCommand } from './arch/diff.ts'
import { listCommand } from './arch/list.ts'
import { reviewCommand } from './arch/review.ts'

await runCommand({
  name: 'npm run arch',
  summary: `Lists, derives and compares architectures. list shows those in the data, and those of a kernel tree. derive reads
a kernel tree and writes data/arch/<id>.yaml: the symbols that the arch sets, the mechanisms that it supports, and struct
pt_regs. add follows the code that fills register structs, field by field, and writes what it found, or prints it with --json. review shows these sites beside the kernel's lines, and records decisions. diff compares two arches, or one in two trees: arm64@6.1 arm64@6.12 from the data, or arm64 arm64 with --linux
for each.`,
  subject: 'architectures in kernel trees, and what data/ of this repository has of them',
  words: 'list | derive ID… | add ID… | review ID | diff A B',
  options: {
    linux: { help: 'the kernel source tree to read', hint: 'DIR', repeats: true },
    all: { help: 'derive or add every arch of the tree; diff: everything, also what only differs in name and place' },
    accept: { help: 'a file of decisions on drafted sites, for review', hint: 'FILE' },
    json: { help: 'print JSON; derive then writes no file' },
  },
  async run({ values, positionals, progress }) {
    const [subcommand, ...ids] = positionals
    const { linux, all, accept, json } = values
    switch (subcommand) {
      case 'list':
        return listCommand({ ids, linux, json })
      case 'derive':
        return await deriveCommand({ ids, linux, all, json, progress })
      case 'add':
        return await addCommand({ ids, linux, all, json, progress })
      case 'review':
        return await reviewCommand({ ids, linux, accept })
      case 'diff':
        return await diffCommand({ ids, linux, all, json, progress })
      default:
        throw new UsageError(
          `${subcommand === undefined ? 'needs a subcommand' : `has no subcommand ${subcommand}`}; write list, derive, add, review or diff; see npm run arch -- --help`,
        )
    }
  },
})
