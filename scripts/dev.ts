// npm run dev: Slidev's own server, for editing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { runCommand } from '../src/cli/command.ts'
import { checkPath } from '../src/build/build-deck.ts'
import { portNumber } from '../src/cli/port-option.ts'
import { KERNEL_TREE } from '../src/build/build-environment.ts'
import { KERNEL_TREE_OPTION, kernelTreeOf } from '../src/cli/kernel-tree-option.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { preloaded, SLIDEV } from '../src/build/slidev/slidev-command.ts'

await runCommand({
  name: 'npm run dev',
  summary: 'Serves the talk for editing: a change in slides.md, in the data or in a component is on the slide at once.',
  options: {
    port: { hint: 'N', help: 'serve on this port (otherwise 3030, or the next free one)' },
    slides: SLIDES_OPTION,
    linux: KERNEL_TREE_OPTION,
    open: { help: 'open a browser' },
  },
  async run({ values, signal }) {
    const talk = deckFile(values.slides)
    checkPath(talk.deck)
    const port = values.port === undefined ? [] : ['--port', String(portNumber(values.port))]
    const kernelTree = await kernelTreeOf(values.linux, talk)
    // Slidev listens on what localhost means; let that be 127.0.0.1, as for npm start, and not ::1.
    const slidev = spawn(
      process.execPath,
      [
        '--dns-result-order=ipv4first',
        ...preloaded(talk.deck, ['exit-with-parent.mjs']),
        SLIDEV,
        talk.slides,
        ...port,
        ...(values.open ? ['--open'] : []),
      ],
      { cwd: talk.deck, stdio: 'inherit', env: { ...process.env, [KERNEL_TREE]: kernelTree } },
    )
    signal.addEventListener('abort', () => slidev.kill())
    const [code] = (await once(slidev, 'exit')) as [number | null]
    return signal.aborted ? 0 : (code ?? 1)
  },
})
