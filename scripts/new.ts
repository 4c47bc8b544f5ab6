import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { root } from '../src/files/root.ts'
import { archScaffold, mechanismScaffold, writeScaffold } from '../src/cli/scaffold.ts'

const SCAFFOLDS = { mechanism: mechanismScaffold, arch: archScaffold }

await runCommand({
  name: 'npm run new',
  summary: `Writes files for a person to fill in: each TODO in them says what belongs there, and npm run check walks you through
them, and then through what the rest of the data lacks. It never writes over a file.`,
  words: 'mechanism ID | arch ID',
  options: { json: { help: 'print {ok, files} as JSON' } },
  async run({ values, positionals }) {
    const [kind, id, ...more] = positionals
    if (kind === undefined || !Object.hasOwn(SCAFFOLDS, kind) || id === undefined || more.length > 0)
      throw new UsageError('takes what is new, and its id: mechanism ID or arch ID; see npm run new -- --help')
    const { files, next } = SCAFFOLDS[kind as keyof typeof SCAFFOLDS](id, root)
    await writeScaffold(files, root)
    if (values.json) printJson({ ok: true, files: [...files.keys()] })
    else process.stdout.write(`${[...files.keys()].join('\n')}\n\n${next.join('\n')}\n`)
  },
})
