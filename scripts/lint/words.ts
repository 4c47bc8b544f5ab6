// npm run words: words that code, comments and documents may not use.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { runCommand } from '../../src/cli/command.ts'
import { findRefusedWords } from './refused-words.ts'
import { sourceFiles } from './source-files.ts'

await runCommand({
  name: 'npm run words',
  summary: 'Finds words that code, comments and documents may not use, and says what to write instead.',
  options: {},
  words: '[PATH …]',
  async run({ positionals: paths }) {
    const list = parse(readFileSync(new URL('refused-words.yaml', import.meta.url), 'utf8')) as Record<string, string>
    const found = sourceFiles(['ts', 'mts', 'mjs', 'vue', 'css', 'md'], paths).flatMap(({ file, text }) =>
      findRefusedWords(text, list).map(it => `${file}:${it.line}:${it.column}: "${it.word}"; write: ${it.instead}`),
    )
    process.stdout.write(found.length > 0 ? `${found.join('\n')}\n\n${found.length} to replace\n` : 'no refused word\n')
    return found.length > 0 ? 1 : 0
  },
})
