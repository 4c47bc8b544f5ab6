import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { root } from '../src/files/root.ts'
import { archScaffold, mechanismScaffold, writeScaffold } from '../src/cli/scaffold.ts'

const SCAFFOLDS = { mechanism: mechanismScaffold, arch: archScaffold }

await runCommand({
  name: 'npm run new',
  summary: `Writes files with TODOs that say what to fill in. npm run check then lists the TODOs that are left, and what is
missing in the rest of the data. A file that exists is never overwritten.`,
  words: 'mechanism ID | arch ID',
  options: { json: { help: 'print {ok, files} as JSON' } },
  async run({ values, positionals }) {
    const [kind, id, ...more] = positionals
    if (kind === undefined || !Object.hasOwn(SCAFFOLDS, kind) || id === undefined || more.length > 0)
      throw new UsageError('needs a kind and an id; write mechanism ID or arch ID; see npm run new -- --help')
    const { files, next } = SCAFFOLDS[kind as keyof typeof SCAFFOLDS](id, root)
    await writeScaffold(files, root)
    if (values.json) printJson({ ok: true, files: [...files.keys()] })
    else process.stdout.write(`${[...files.keys()].join('\n')}\n\n${next.join('\n')}\n`)
  },
})
