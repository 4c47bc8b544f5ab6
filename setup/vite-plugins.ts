import { relative } from 'node:path'
import { defineVitePluginsSetup } from '@slidev/types'
import { root } from '../src/files/root.ts'
import { FOR_PRINT, INPUTS_FILE } from '../src/build/build-environment.ts'
import { deckModulesPlugin } from '../src/build/vite/deck-modules-plugin.ts'
import { dropUnusedSlidevModules } from '../src/build/vite/drop-unused-slidev.ts'
import { eagerCompile } from '../src/build/vite/eager-compile.ts'
import { kernelSources } from '../src/build/vite/kernel-source-plugin.ts'
import { changesAtOnce, noSlideTransitions } from '../src/build/vite/no-slide-transitions.ts'
import { noSlideSources } from '../src/build/vite/no-slide-sources.ts'
import { linkPreviews } from '../src/build/vite/link-previews.ts'
import { ownIcon } from '../src/build/vite/own-icon.ts'
import { missingApis } from '../src/build/vite/missing-apis.ts'
import { plainChunkNames } from '../src/build/vite/plain-chunk-names.ts'
import { printOnly } from '../src/build/vite/print-only.ts'
import { previewOf } from '../src/model/read/headmatter.ts'
import { recordModules } from '../src/build/vite/record-modules.ts'
import { requestGuard } from '../src/build/vite/request-guard.ts'
import { singleSlidesChunk } from '../src/build/vite/single-slides-chunk.ts'

export default defineVitePluginsSetup(({ withoutNotes = false, data, entry, userRoot }) => {
  const talk = { deck: userRoot, slides: relative(userRoot, entry) }
  return [
    ...(process.env[INPUTS_FILE] === undefined ? [] : [recordModules([userRoot, root])]),
    requestGuard(),
    noSlideSources(),
    plainChunkNames(),
    missingApis(),
    singleSlidesChunk([userRoot, root]),
    dropUnusedSlidevModules(data.config.drawings.enabled !== false),
    ...(changesAtOnce(data.config.transition) ? [noSlideTransitions()] : []),
    deckModulesPlugin({ ...talk, withoutNotes }),
    linkPreviews(previewOf(data.headmatter)),
    ownIcon(userRoot, data.headmatter.favicon as string | undefined),
    kernelSources(talk),
    process.env[FOR_PRINT] === undefined ? eagerCompile() : printOnly(),
  ]
})
