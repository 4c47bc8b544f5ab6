import { defineVitePluginsSetup } from '@slidev/types'
import { deckModules } from '../src/build/vite/deck-modules-plugin.ts'
import { dropUnusedSlidevModules } from '../src/build/vite/drop-unused-slidev.ts'
import { eagerCompile } from '../src/build/vite/eager-compile.ts'
import { kernelSources } from '../src/build/vite/kernel-source-plugin.ts'
import { changesAtOnce, noSlideTransitions } from '../src/build/vite/no-slide-transitions.ts'
import { PAPER_ONLY, paperOnly } from '../src/build/vite/print-only.ts'
import { requestGuard } from '../src/build/vite/request-guard.ts'
import { singleSlidesChunk } from '../src/build/vite/single-slides-chunk.ts'

/** Whether the build is for paper, and its data are served beside it. */
const isPaperOnly = process.env[PAPER_ONLY] !== undefined

export default defineVitePluginsSetup(({ withoutNotes, data, userRoot }) => [
  requestGuard(),
  singleSlidesChunk(userRoot),
  dropUnusedSlidevModules(data.config.drawings.enabled !== false),
  ...(changesAtOnce(data.config.transition) ? [noSlideTransitions()] : []),
  deckModules(withoutNotes ?? false, isPaperOnly),
  kernelSources(),
  isPaperOnly ? paperOnly() : eagerCompile(),
])
