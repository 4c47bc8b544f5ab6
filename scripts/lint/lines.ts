// npm run lines: lines that are too long, where nothing forbids to break them.
import { runCommand } from '../../src/cli/command.ts'
import { longLines, MOST_COLUMNS } from './long-lines.ts'
import { sourceFiles } from './source-files.ts'

await runCommand({
  name: 'npm run lines',
  summary: `Finds lines of more than ${MOST_COLUMNS} columns, not counting strings and addresses.`,
  options: {},
  words: '[PATH …]',
  async run({ positionals: paths }) {
    const found = sourceFiles(['ts', 'mts', 'mjs', 'vue', 'css'], paths).flatMap(({ file, text }) =>
      longLines(file, text).map(
        it => `${file}:${it.line}: ${it.columns} columns; break it after at most ${MOST_COLUMNS}`,
      ),
    )
    process.stdout.write(
      found.length > 0 ? `${found.join('\n')}\n\n${found.length} to break\n` : 'no line is too long\n',
    )
    return found.length > 0 ? 1 : 0
  },
})
