// npm run dev: Slidev's own server, for editing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand } from '../src/cli/command.ts'
import { checkPath } from '../src/build/build-deck.ts'
import { portNumber } from '../src/cli/port-option.ts'
import { KERNEL_TREE } from '../src/build/build-environment.ts'
import { KERNEL_TREE_OPTION, kernelTreeOf } from '../src/cli/kernel-tree-option.ts'
import { SLIDES_OPTION, slidesFile } from '../src/cli/slides-option.ts'
import { root } from '../src/files/root.ts'

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
    checkPath(root)
    const slides = slidesFile(values.slides)
    const port = values.port === undefined ? [] : ['--port', String(portNumber(values.port))]
    const kernelTree = await kernelTreeOf(values.linux)
    // Slidev listens on what localhost means; let that be 127.0.0.1, as for npm start, and not ::1.
    const slidev = spawn(
      process.execPath,
      [
        '--dns-result-order=ipv4first',
        '--import',
        pathToFileURL(join(root, 'src/build/exit-with-parent.mjs')).href,
        join(root, 'node_modules/@slidev/cli/bin/slidev.mjs'),
        slides,
        ...port,
        ...(values.open ? ['--open'] : []),
      ],
      { cwd: root, stdio: 'inherit', env: { ...process.env, [KERNEL_TREE]: kernelTree } },
    )
    signal.addEventListener('abort', () => slidev.kill())
    const [code] = (await once(slidev, 'exit')) as [number | null]
    return signal.aborted ? 0 : (code ?? 1)
  },
})
