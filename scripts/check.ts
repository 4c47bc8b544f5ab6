import { faultLine } from '../src/errors/fault.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { DATA_FOLDER } from '../src/model/dataset.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { checkAll } from '../src/build/check-all.ts'

await runCommand({
  name: 'npm run check',
  summary: 'Checks the whole dataset and slides.md, and prints every fault: file:line:col: problem; what to do.',
  options: { slides: SLIDES_OPTION, json: { help: 'print {ok, faults, warnings} as JSON' } },
  async run({ values }) {
    const { deck, slides } = deckFile(values.slides)
    const { faults, warnings, mechanisms, scenes } = checkAll(deck, DATA_FOLDER, slides)
    if (values.json) printJson({ ok: faults.length === 0, faults, warnings })
    else {
      for (const it of warnings) console.error(`warning: ${faultLine(it)}`)
      if (faults.length > 0)
        process.stderr.write(
          `${faults.map(faultLine).join('\n')}\n\n${faults.length === 1 ? '1 fault' : `${faults.length} faults`}\n`,
        )
      else process.stdout.write(`data: ${mechanisms} mechanisms, ${scenes} scenes, no fault\n`)
    }
    return faults.length > 0 ? 1 : 0
  },
})
