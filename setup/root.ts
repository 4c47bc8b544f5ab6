import { disableBuiltinSync } from '@slidev/client'
import { defineRootSetup } from '@slidev/types'
import { getCurrentInstance, h, render } from 'vue'
import ExplorerHost from '../components/explorer/ExplorerHost.vue'
import { releaseFocusAfterClick } from '../components/presentation/blur-after-click.ts'
import { nameGoto, nameWindow } from '../components/presentation/name-window.ts'
import { sayUnknownAddress } from '../components/presentation/unknown-address.ts'
import { loadNotes } from '../components/presenter/load-notes.ts'
import { followPointing } from '../components/presentation/pointing.ts'
import DialogHost from '../components/dialogs/DialogHost.vue'
import { usePresentationKeys } from '../components/presentation/use-presentation-keys.ts'
import { addPreloadTask } from '../components/scheduling/lazy-component.ts'
import { syncWindows } from '../components/presentation/sync-windows.ts'

export default defineRootSetup(() => {
  // All windows stay in step. Slidev's own synchronisation loses messages that arrive while it is busy.
  disableBuiltinSync()
  syncWindows()
  usePresentationKeys()
  releaseFocusAfterClick()
  nameWindow()
  nameGoto()
  sayUnknownAddress()
  followPointing()
  addPreloadTask(loadNotes)

  // They stand beside the deck and not in a slide, so that they are the same in every window and never printed.
  const loadKeys = () => import('../components/dialogs/KeyHelp.vue')
  for (const host of [h(DialogHost, { opens: '?', load: loadKeys }), h(ExplorerHost)]) {
    host.appContext = getCurrentInstance()!.appContext
    render(host, document.body.appendChild(document.createElement('div')))
  }
})
