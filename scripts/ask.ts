import type { QueryResult } from '../src/explorer/suggestions.ts'
import { readValidDeck } from '../src/build/read-deck.ts'
import { spokenIn } from '../src/build/read-language.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { DATA_FOLDER, namedArch } from '../src/model/dataset.ts'
import { say, speaking } from '../src/words/say.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { answerQuery } from '../src/explorer/answer-query.ts'
import { buildExplorerIndex } from '../src/explorer/explorer-index.ts'
import { packDataset, unpackDataset } from '../src/explorer/packed-dataset.ts'

/** What `--json` prints: the first option's answer, or none where the question was not understood. */
function replyJson(question: string, { message, isUnderstood, options }: QueryResult) {
  const [first] = options
  const { at, title, overline, summary, facts, frames, citations, highlighted } = first!.answer(first!.viewpoint)
  return {
    question,
    isUnderstood,
    reply: message,
    ...(isUnderstood && { answer: { ...at, title, overline, summary, facts, frames, citations, highlighted } }),
    options: options.map(it => ({ label: it.label, note: it.note, ...(it.query && { query: it.query }) })),
  }
}

/** The same for a terminal. */
function replyText({ message, isUnderstood, options }: QueryResult): string {
  const [first, ...others] = options
  const choices = (isUnderstood ? others : options).map(it => `  ${it.label}${it.note && ` (${it.note})`}`)
  if (!isUnderstood) return `${[message, ...choices].join('\n')}\n`
  const { at, title, overline, summary, steps = [], facts, citations } = first!.answer(first!.viewpoint)
  const lines = [
    message,
    '',
    `${title} (${[...new Set([...overline, ...(namedArch(at.arch) ? [at.arch] : []), at.release])].join(', ')})`,
    ...summary.filter(it => it !== message),
    ...steps.map(
      (it, i) => `  ${i + 1}. ${[it.name, ...(it.summary.length > 0 ? [it.summary.join('; ')] : [])].join(': ')}`,
    ),
    ...facts.map(it => `  ${it.term}: ${it.words}`),
    ...citations.map(it => `  [${it.name}]${it.url ? ` ${it.url}` : ''}`),
    ...(choices.length > 0 ? ['', say('Also:'), ...choices] : []),
  ]
  return `${lines.join('\n')}\n`
}

await runCommand({
  name: 'npm run ask',
  summary:
    "Answers a question as the explorer does: is cs valid in a kretprobe, who reads pstate on arm64 in 6.8, which arches have fprobe. Where the question names no arch or release, they are the talk's.",
  words: '"QUESTION"',
  options: { slides: SLIDES_OPTION, json: { help: 'print {question, isUnderstood, reply, answer, options} as JSON' } },
  async run({ values, positionals }) {
    const question = positionals.join(' ').trim()
    if (question === '') throw new UsageError('ask needs a question, such as "who reads pstate on arm64 in 6.8"')
    const talk = deckFile(values.slides)
    const { data, slides } = readValidDeck(talk.deck, DATA_FOLDER, talk.slides)
    const { lang, languages } = spokenIn(slides)
    return speaking(languages[lang] ?? {}, () => {
      const index = buildExplorerIndex(unpackDataset(packDataset(data)))
      const at = { arch: slides.arch, release: index.dataset.release }
      const result = answerQuery(question, { at, preferredArch: at.arch }, index)
      if (values.json) printJson(replyJson(question, result))
      else process.stdout.write(replyText(result))
      return result.isUnderstood ? 0 : 1
    })
  },
})
